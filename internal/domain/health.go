package domain

import "time"

// Health is how an installation is: what its admins and their monitoring look at.
type Health struct {
	Engine string // sqlite, postgres
	Schema int64  // number of the newest migration
	Bytes  int64  // that the database takes
	Lanes  []LaneHealth
	// DeadJobs were given up and wait for a person; DeadMails are those of them that are
	// mails.
	DeadJobs  int64
	DeadMails int64
	Failing   []Job // recurring work whose last turn failed
	LateItems int64 // that have been under review for too long
	Backup    BackupHealth
}

// LaneHealth is how much work of a lane is due.
type LaneHealth struct {
	Lane   Lane
	Due    int64
	Oldest time.Time // since when the first of it waits; zero for none
}

// BackupHealth is when backups were last made, proven, and failed; zero for never.
type BackupHealth struct{ Made, Proven, Failed time.Time }

// BackupOld is how old the last proof may become before something is wrong.
const BackupOld = 36 * time.Hour

// Worry reports whether somebody should look after the backups: there are some, and
// the last was proven too long ago or the last try failed.
func (b BackupHealth) Worry(now time.Time) bool {
	return !b.Made.IsZero() && now.Sub(b.Proven) > BackupOld || b.Failed.After(b.Proven)
}

// The names of the marks of backups.
const (
	BackupMade   = "backup_made"
	BackupProven = "backup_proven"
	BackupFailed = "backup_failed"
)
