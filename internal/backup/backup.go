package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"groundswell/internal/store"
)

// unfinished ends the names of files that are being written.
const unfinished = ".part"

// stamp is how the names of backups say when they were made: they sort by it.
const stamp = "20060102T150405Z"

// Make backs up a database that others read and write, and returns where it is. target
// is a folder, which must be there, or a file, which must not. A SQLite file is copied,
// PostgreSQL becomes an archive. The backup is on the disk under its name, or it is not
// there: what was begun ends with ".part". Nobody but its owner may read it.
func Make(ctx context.Context, db *store.DB, target, program string, now time.Time) (path string, m Manifest, err error) {
	format, ending := FileFormat, ".db"
	if !db.IsFile() {
		format, ending = ArchiveFormat, ".zip"
	}
	if info, err := os.Stat(target); err == nil && info.IsDir() {
		target = filepath.Join(target, "groundswell-"+now.UTC().Format(stamp)+ending)
	} else if err == nil {
		return "", m, fmt.Errorf("%s is there already", target)
	}
	if format == ArchiveFormat {
		m, err = Export(ctx, db, target, program, now)
	} else {
		m, err = copyFile(ctx, db, target, program, now)
	}
	if err != nil {
		return "", m, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return "", m, err
	}
	return target, m, write(manifestOf(target), func(f *os.File) error {
		_, err := f.Write(append(text, '\n'))
		return err
	})
}

// Export writes an archive of a database that others read and write, as Make does.
func Export(ctx context.Context, db *store.DB, path, program string, now time.Time) (m Manifest, err error) {
	sum := sha256.New()
	err = write(path, func(f *os.File) error {
		out := &counted{w: io.MultiWriter(&strides{file: f}, sum)}
		err := db.Snapshot(ctx, func(s *store.Snapshot) error {
			m, err = WriteArchive(ctx, s, out, program, now)
			return err
		})
		m.Bytes, m.SHA256 = out.n, hex.EncodeToString(sum.Sum(nil))
		return err
	})
	return m, err
}

type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// copyFile copies a SQLite file and counts what is in the copy.
func copyFile(ctx context.Context, db *store.DB, path, program string, now time.Time) (m Manifest, err error) {
	err = write(path, func(f *os.File) error {
		if err := db.CopyTo(ctx, f.Name(), (&strides{file: f}).step); err != nil {
			return err
		}
		err := store.ReadCopy(ctx, f.Name(), func(s *store.Snapshot) error {
			m, err = contents(ctx, s, program, now)
			return err
		})
		if err != nil {
			return err
		}
		m.Bytes, m.SHA256, err = sumOf(f)
		return err
	})
	return m, err
}

// contents counts what a copy holds; a damaged one is refused.
func contents(ctx context.Context, s *store.Snapshot, program string, now time.Time) (Manifest, error) {
	m, err := describe(ctx, s, program, now)
	if err != nil {
		return m, err
	}
	m.Format = FileFormat
	if damage, err := s.Damage(ctx); err != nil || damage != "" {
		return m, errors.Join(err, fmt.Errorf("the copy is damaged: %s", damage))
	}
	for _, name := range store.Archived() {
		rows, err := s.Size(ctx, name)
		if err != nil {
			return m, err
		}
		m.Tables = append(m.Tables, Table{Name: name, Rows: rows})
	}
	return m, nil
}

func sumOf(f *os.File) (bytes int64, sum string, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, "", err
	}
	h := sha256.New()
	bytes, err = io.Copy(h, f)
	return bytes, hex.EncodeToString(h.Sum(nil)), err
}

// write makes a file that is on the disk whole under its name, or not at all. One that
// is there is not written over.
func write(path string, fill func(*os.File) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already", path)
	}
	part := path + unfinished
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(f.Chmod(0o600), fill(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return SyncFolder(path)
}

// stride is how much is written before the disk is asked to have it, in bytes. A system
// that keeps gigabytes back writes them all at once, and each commit of a vote waits behind.
const stride = 4 << 20

// pause is how long the disk is others' after each stride: 10 GB take a minute longer.
const pause = 20 * time.Millisecond

// strides writes a large file, stride by stride.
type strides struct {
	file  *os.File
	since int // bytes written after the last sync
}

func (s *strides) Write(b []byte) (int, error) {
	n, err := s.file.Write(b)
	if err == nil {
		err = s.wrote(n)
	}
	return n, err
}

// step is called after each megabyte that SQLite wrote.
func (s *strides) step() error { return s.wrote(1 << 20) }

func (s *strides) wrote(bytes int) error {
	s.since += bytes
	if s.since < stride {
		return nil
	}
	s.since = 0
	if err := s.file.Sync(); err != nil {
		return err
	}
	<-time.After(pause)
	return nil
}

// SyncFolder makes the name of a file last.
func SyncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
