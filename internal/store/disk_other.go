//go:build !linux

package store

// refuseNetworkDisk knows the magic numbers of Linux only.
func refuseNetworkDisk(string) error { return nil }

// FreeDisk is known on Linux only: -1 elsewhere.
func (db *DB) FreeDisk() (int64, error) { return -1, nil }

// lockedPath is a file beside it: here flock(2) and SQLite's locks would meet.
func lockedPath(path string) string { return path + ".lock" }
