package backup

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"groundswell/internal/store"
)

// Inspect finds out what a file holds, without trusting more of it than a name: a
// backup with its manifest, whose sum must be that of the file, or an archive.
func Inspect(path string) (Manifest, error) {
	archive, err := isArchive(path)
	if err != nil {
		return Manifest{}, err
	}
	m, err := ReadManifest(path)
	switch {
	case err == nil:
		return m, checkSum(path, m)
	case !archive:
		return m, err
	}
	a, err := OpenArchive(path)
	if err != nil {
		return Manifest{}, err
	}
	return a.Manifest, a.Close()
}

// isArchive tells a zip from all else by its first letters.
func isArchive(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	var start [2]byte
	_, err = io.ReadFull(f, start[:])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false, fmt.Errorf("%s is empty", path)
	}
	return string(start[:]) == "PK", err
}

func checkSum(path string, m Manifest) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	bytes, sum, err := sumOf(f)
	switch {
	case err != nil:
		return err
	case bytes != m.Bytes:
		return fmt.Errorf("%s has %d bytes, and its manifest says %d: it was cut off or changed", path, bytes, m.Bytes)
	case sum != m.SHA256:
		return fmt.Errorf("%s is not what its manifest says: the sums differ", path)
	}
	return nil
}

// Build makes the community of an inspected file at a target that has none: a SQLite
// file that is not there, or an empty PostgreSQL database. Afterwards everything is as
// the manifest says, at the schema of the backup; a caller migrates.
func Build(ctx context.Context, path string, m Manifest, target string) error {
	var err error
	switch {
	case m.Format == ArchiveFormat:
		err = fill(ctx, path, target)
	case store.IsFile(target):
		err = copyOver(path, target)
	default:
		return cross(ctx, path, m, target)
	}
	if err != nil {
		return err
	}
	return verify(ctx, target, m)
}

// cross brings the copy of a SQLite file into PostgreSQL: restored, brought up to date
// and written as an archive on the way.
func cross(ctx context.Context, path string, m Manifest, target string) error {
	dir, err := os.MkdirTemp("", "groundswell-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file, archive := filepath.Join(dir, "restored.db"), filepath.Join(dir, "archive.zip")
	if err := Build(ctx, path, m, file); err != nil {
		return err
	}
	db, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx)
	if err == nil {
		m, err = Export(ctx, db, archive, m.Program, m.Made)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return Build(ctx, archive, m, target)
}

// copyOver copies a backup to where nothing is, down to the disk. The log of a file that
// has gone would be taken for the new one's.
func copyOver(path, target string) error {
	if _, err := os.Lstat(target + "-wal"); err == nil {
		return fmt.Errorf("%s-wal is left of another database: take it away first", target)
	}
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	return write(target, func(to *os.File) error {
		_, err := io.Copy(&strides{file: to}, from)
		return err
	})
}

// fill fills a database from an archive.
func fill(ctx context.Context, path, target string) error {
	a, err := OpenArchive(path)
	if err != nil {
		return err
	}
	defer a.Close()
	db, err := store.Open(ctx, target, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(a.Fill(ctx, db), db.Close())
}

// verify reads what was built and holds it against the manifest: every table's rows,
// the file, the audit log and its head.
func verify(ctx context.Context, target string, m Manifest) error {
	db, err := store.Open(ctx, target, store.Options{Existing: true})
	if err != nil {
		return err
	}
	err = db.Snapshot(ctx, func(s *store.Snapshot) error {
		for _, t := range m.Tables {
			rows, err := s.Size(ctx, t.Name)
			if err == nil && rows != t.Rows {
				err = fmt.Errorf("table %s has %d rows, and the manifest says %d", t.Name, rows, t.Rows)
			}
			if err != nil {
				return err
			}
		}
		if damage, err := s.Damage(ctx); err != nil || damage != "" {
			return errors.Join(err, fmt.Errorf("what was restored is damaged: %s", damage))
		}
		if _, err := s.CheckAudit(ctx); err != nil {
			return err
		}
		head, err := s.AuditHead(ctx)
		if err == nil && (head.Last != m.AuditEntries || hex.EncodeToString(head.Hash) != m.AuditHead) {
			err = errors.New("the audit log does not end as the manifest says")
		}
		return err
	})
	return errors.Join(err, db.Close())
}
