package storetest

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

const templateName = "groundswell_template"

// server is a running PostgreSQL of the tests' own.
type server struct {
	dir, bin string
	identity *syscall.SysProcAttr
	cmd      *exec.Cmd
	admin    *sql.DB
}

var started *server

// postgres starts the server once per test binary; nil where there are no
// binaries.
var postgres = sync.OnceValues(func() (*server, error) {
	bin := findBinaries()
	if bin == "" {
		return nil, nil
	}
	s, err := start(bin)
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL for tests: %w", err)
	}
	started = s
	return s, nil
})

// Stop ends the server and removes its files.
func Stop() {
	if started == nil {
		return
	}
	started.admin.Close()
	started.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
	started.cmd.Wait()
	os.RemoveAll(started.dir)
}

// findBinaries looks where Debian puts them, newest last, and in the PATH.
func findBinaries() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

func start(bin string) (*server, error) {
	dir, err := os.MkdirTemp("/tmp", "gs-pg-") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	identity, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-N", "-A", "trust", "-U", "groundswell", "-E", "UTF8", "--locale=C", "-D", data)
	initdb.SysProcAttr, initdb.Dir = identity, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s := &server{dir: dir, bin: bin, identity: identity}
	if err := s.serve(); err != nil {
		return nil, err
	}
	return s, s.makeTemplate()
}

// unprivileged returns how to run as somebody who is not root, which
// PostgreSQL insists on, and gives that user the folder.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		return attr, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err := errors.Join(err1, err2, os.Chown(dir, uid, gid)); err != nil {
			return nil, err
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attr, nil
	}
	return nil, errors.New("no user to run PostgreSQL as: neither postgres nor nobody exists")
}

// serve starts the server and returns when it says that it takes connections, if only to read.
func (s *server) serve() error {
	s.cmd = exec.Command(filepath.Join(s.bin, "postgres"), "-D", filepath.Join(s.dir, "data"), "-k", s.dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "log_checkpoints=off")
	s.cmd.SysProcAttr, s.cmd.Dir = s.identity, s.dir
	log, err := s.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(log)
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), "ready to accept") {
			go func() {
				for lines.Scan() { // keep the pipe empty
				}
			}()
			return nil
		}
	}
	return fmt.Errorf("it stopped at once:\n%s", strings.Join(said, "\n"))
}

func (s *server) makeTemplate() (err error) {
	if s.admin, err = sql.Open("pgx", s.address("postgres")); err != nil {
		return err
	}
	if err := s.run("CREATE DATABASE " + templateName); err != nil {
		return err
	}
	return migrate(s.address(templateName))
}

func (s *server) address(database string) string {
	return "postgres://groundswell@/" + database + "?host=" + s.dir
}

func (s *server) run(statement string) error {
	_, err := s.admin.ExecContext(context.Background(), statement)
	return err
}

// Mortal is a PostgreSQL server of one test's own, with a migrated database: for tests
// in which it dies.
type Mortal struct {
	server *server
	t      testing.TB
	Target string // address of the database
}

// NewMortal starts one.
func NewMortal(t testing.TB) *Mortal {
	t.Helper()
	bin := findBinaries()
	if bin == "" {
		t.Skip("PostgreSQL is not installed here (make deps says how to install it)")
	}
	s, err := start(bin)
	if err != nil {
		t.Fatal(err)
	}
	m := &Mortal{server: s, t: t, Target: s.address(templateName)}
	t.Cleanup(m.end)
	return m
}

func (m *Mortal) end() {
	m.server.admin.Close()
	m.Die()
	os.RemoveAll(m.server.dir)
}

// Die ends the server at once: connections break, and nothing is written any more.
func (m *Mortal) Die() {
	m.server.cmd.Process.Signal(syscall.SIGQUIT)
	m.server.cmd.Wait()
}

// Rise starts it again with what it had.
func (m *Mortal) Rise() {
	m.t.Helper()
	if err := m.server.serve(); err != nil {
		m.t.Fatal(err)
	}
}
