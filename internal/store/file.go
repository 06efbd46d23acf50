package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// placeFile finds the real file behind a path, or makes an empty one that only its
// owner may read; SQLite gives its log the same rights. A file with a second name
// is refused: SQLite keeps a log for each name, and two would destroy the data.
func placeFile(path string) (string, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	if err := refuseNetworkDisk(dir); err != nil {
		return "", err
	}
	if link, err := os.Lstat(path); err == nil && link.Mode()&os.ModeSymlink != 0 {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			return "", fmt.Errorf("%s is a link that leads nowhere: %w", path, err)
		}
		path = real
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		return path, errors.Join(f.Chmod(0o600), f.Close()) // whatever the umask
	}
	if !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a file", path)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
		return "", fmt.Errorf("%s has %d names (hard links), and SQLite would keep a log for each; leave it one", path, stat.Nlink)
	}
	return path, nil
}

// refuseForeign refuses a file that is not SQLite's and a database that is not
// ours, before anything is written to it.
func refuseForeign(ctx context.Context, path string) error {
	look := sqlitePool(path, lookOnly)
	defer look.Close()
	var ours, others int
	err := look.QueryRowContext(ctx, `SELECT COALESCE(SUM(name = 'schema_sums'), 0),
		COALESCE(SUM(name <> 'goose_db_version' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'), 0)
		FROM sqlite_master`).Scan(&ours, &others)
	var lite sqlite3.Error
	switch {
	case errors.As(err, &lite) && lite.Code == sqlite3.ErrNotADB:
		return fmt.Errorf("%s is not a SQLite database", path)
	case err != nil:
		return err
	case ours == 0 && others > 0:
		return fmt.Errorf("%s is the database of another program; name a file of its own for Groundswell", path)
	}
	return nil
}

// inode is a file, by whatever name.
type inode struct{ device, number uint64 }

// served are the files that this process has locked. Opening one of them again to
// find that out would end SQLite's own locks when it is closed.
var served = struct {
	sync.Mutex
	files map[inode]bool
}{files: map[inode]bool{}}

// lockFile locks the file itself, by whatever name others know it, until unlock or
// the end of the process. unlock comes after SQLite has closed the file.
func lockFile(path string) (unlock func() error, err error) {
	path = lockedPath(path)
	taken := fmt.Errorf("another groundswell serves this file (%s is locked); stop it first, or use PostgreSQL for several", path)
	served.Lock()
	defer served.Unlock()
	file, err := inodeOf(os.Stat(path))
	if err == nil && served.files[file] {
		return nil, taken
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, taken
		}
		return nil, err
	}
	if file, err = inodeOf(f.Stat()); err != nil {
		f.Close()
		return nil, err
	}
	served.files[file] = true
	return func() error {
		served.Lock()
		defer served.Unlock()
		delete(served.files, file)
		return f.Close()
	}, nil
}

func inodeOf(info os.FileInfo, err error) (inode, error) {
	if err != nil {
		return inode{}, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return inode{}, errors.New("this system does not say which file it is")
	}
	return inode{uint64(stat.Dev), uint64(stat.Ino)}, nil
}
