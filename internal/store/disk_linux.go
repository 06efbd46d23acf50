package store

import (
	"fmt"
	"syscall"
)

// Magic numbers of file systems on which SQLite's locks cannot be trusted, from
// statfs(2).
var networkDisks = map[int64]string{0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2"}

// refuseNetworkDisk refuses a folder on a network file system.
func refuseNetworkDisk(dir string) error {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return err
	}
	if name, ok := networkDisks[int64(s.Type)&0xffffffff]; ok {
		return fmt.Errorf("%s is on %s, where SQLite's locks do not hold; use a local disk or PostgreSQL", dir, name)
	}
	return nil
}

// lockedPath is the file itself: on Linux flock(2) and SQLite's locks do not meet.
func lockedPath(path string) string { return path }

// FreeDisk returns the bytes left for unprivileged users where the SQLite file
// is; -1 on PostgreSQL.
func (db *DB) FreeDisk() (int64, error) {
	if db.engine == postgres {
		return -1, nil
	}
	var s syscall.Statfs_t
	if err := syscall.Statfs(db.target, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
