package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"groundswell/internal/store"
)

// manifestName is the entry of an archive that says what is in it; it comes last.
const manifestName = "manifest.json"

// lineMax bounds a row in an archive, in bytes.
const lineMax = 64 << 20

// digest is over lines in whatever order: each is hashed, and the hashes are combined
// so that their order makes no difference. No two rows of a table are the same.
type digest [sha256.Size]byte

func (d *digest) add(line []byte) {
	for i, b := range sha256.Sum256(line) {
		d[i] ^= b
	}
}

func (d *digest) String() string { return hex.EncodeToString(d[:]) }

// describe begins a manifest with what a snapshot says of itself.
func describe(ctx context.Context, s *store.Snapshot, program string, now time.Time) (Manifest, error) {
	m := Manifest{Made: now.UTC(), Program: program}
	var err error
	if m.Schema, err = s.Version(ctx); err != nil {
		return m, err
	}
	head, err := s.AuditHead(ctx)
	m.AuditEntries, m.AuditHead = head.Last, hex.EncodeToString(head.Hash)
	return m, err
}

// WriteArchive writes everything that a snapshot has, row by row, and returns what it
// wrote.
func WriteArchive(ctx context.Context, s *store.Snapshot, w io.Writer, program string, now time.Time) (Manifest, error) {
	if err := s.Known(ctx); err != nil {
		return Manifest{}, err
	}
	m, err := describe(ctx, s, program, now)
	if err != nil {
		return m, err
	}
	m.Format = ArchiveFormat
	if m.Last, err = s.Last(ctx); err != nil {
		return m, err
	}
	z := zip.NewWriter(w)
	for _, name := range store.Archived() {
		t, err := writeTable(ctx, s, z, name, now)
		if err != nil {
			return m, err
		}
		m.Tables = append(m.Tables, t)
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	entry, err := z.CreateHeader(header(manifestName, now))
	if err == nil {
		_, err = entry.Write(text)
	}
	if err == nil {
		err = z.Close()
	}
	return m, err
}

func header(name string, now time.Time) *zip.FileHeader {
	return &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now.UTC()}
}

func entryOf(table string) string { return "tables/" + table + ".jsonl" }

func writeTable(ctx context.Context, s *store.Snapshot, z *zip.Writer, name string, now time.Time) (Table, error) {
	t := Table{Name: name, Columns: store.Columns(name)}
	entry, err := z.CreateHeader(header(entryOf(name), now))
	if err != nil {
		return t, err
	}
	var sum digest
	out := bufio.NewWriterSize(entry, 64<<10)
	err = s.Rows(ctx, name, func(line []byte) error {
		t.Rows++
		sum.add(line)
		out.Write(line) // an error stays until Flush
		return out.WriteByte('\n')
	})
	if err == nil {
		err = out.Flush()
	}
	t.Digest = sum.String()
	return t, err
}

// Archive is an archive that is open for reading.
type Archive struct {
	Manifest
	zip *zip.ReadCloser
}

// OpenArchive opens an archive; one that was cut off is refused.
func OpenArchive(path string) (*Archive, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s is no whole archive: %w", path, err)
	}
	a := &Archive{zip: z}
	if err := a.readManifest(); err != nil {
		z.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, nil
}

// Close ends reading.
func (a *Archive) Close() error { return a.zip.Close() }

func (a *Archive) readManifest() error {
	entry, err := a.zip.Open(manifestName)
	if err != nil {
		return err
	}
	defer entry.Close()
	if err := json.NewDecoder(io.LimitReader(entry, manifestMax)).Decode(&a.Manifest); err != nil {
		return err
	}
	if a.Format != ArchiveFormat {
		return fmt.Errorf("its format is %q, and this program reads %q", a.Format, ArchiveFormat)
	}
	return nil
}

// Fill writes everything into an empty database, which has all of it afterwards or
// nothing. Rows that are not those of the manifest are refused.
func (a *Archive) Fill(ctx context.Context, db *store.DB) error {
	if err := db.MigrateTo(ctx, a.Schema); err != nil {
		return err
	}
	return db.Fill(ctx, func(f *store.Fill) error {
		for _, t := range a.Tables {
			if err := a.fillTable(ctx, f, t); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		for table, id := range a.Last {
			if err := f.SetLast(ctx, table, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *Archive) fillTable(ctx context.Context, f *store.Fill, t Table) error {
	entry, err := a.zip.Open(entryOf(t.Name))
	if err != nil {
		return err
	}
	defer entry.Close()
	lines := bufio.NewScanner(entry)
	lines.Buffer(nil, lineMax)
	var rows int64
	var sum digest
	err = f.Rows(ctx, t.Name, t.Columns, func() ([]byte, error) {
		if !lines.Scan() {
			if lines.Err() != nil {
				return nil, lines.Err()
			}
			return nil, io.EOF
		}
		rows++
		sum.add(lines.Bytes())
		return lines.Bytes(), nil
	})
	if err == nil && (rows != t.Rows || sum.String() != t.Digest) {
		err = fmt.Errorf("its %d rows are not the %d that were written", rows, t.Rows)
	}
	return err
}
