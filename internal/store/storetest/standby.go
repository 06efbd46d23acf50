package storetest

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Standby starts a second server, which has whatever the first one answers for before it
// does. It can be read until it is promoted.
func (m *Mortal) Standby() *Mortal {
	m.t.Helper()
	dir, err := os.MkdirTemp("/tmp", "gs-pg-")
	if err != nil {
		m.t.Fatal(err)
	}
	s := &server{dir: dir, bin: m.server.bin}
	if s.identity, err = unprivileged(dir); err != nil {
		m.t.Fatal(err)
	}
	// -R makes it a standby that follows where it was copied from.
	copying := exec.Command(filepath.Join(s.bin, "pg_basebackup"), "-h", m.server.dir, "-U", "groundswell", "-R", "-c", "fast",
		"-D", filepath.Join(dir, "data"))
	copying.SysProcAttr, copying.Dir = s.identity, dir
	if out, err := copying.CombinedOutput(); err != nil {
		m.t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	if err := s.serve(); err != nil {
		m.t.Fatal(err)
	}
	if s.admin, err = sql.Open("pgx", s.address("postgres")); err != nil {
		m.t.Fatal(err)
	}
	standby := &Mortal{server: s, t: m.t, Target: s.address(templateName)}
	m.t.Cleanup(standby.end)
	m.waitForIt()
	return standby
}

// waitForIt makes commits wait for the standby, once it has caught up.
func (m *Mortal) waitForIt() {
	m.t.Helper()
	for _, statement := range []string{"ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"} {
		if err := m.server.run(statement); err != nil {
			m.t.Fatal(err)
		}
	}
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for limit := time.After(20 * time.Second); ; {
		var follow int
		err := m.server.admin.QueryRowContext(context.Background(),
			"SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").Scan(&follow)
		if err == nil && follow == 1 {
			return
		}
		select {
		case <-look.C:
		case <-limit:
			m.t.Fatalf("the standby does not follow: %v", err)
		}
	}
}

// Promote makes a standby a primary.
func (m *Mortal) Promote() {
	m.t.Helper()
	if err := m.server.run("SELECT pg_promote()"); err != nil {
		m.t.Fatal(err)
	}
}

// With is the address of the database on whichever of two servers is the primary.
func (m *Mortal) With(other *Mortal) string {
	return m.server.address(templateName) + "," + other.server.dir + "&target_session_attrs=read-write"
}
