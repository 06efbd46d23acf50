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

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

const templateName = "groundswell_template"

// server is a running PostgreSQL of the tests' own.
type server struct {
	dir   string
	cmd   *exec.Cmd
	admin *sql.DB
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
	s := &server{dir: dir}
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "log_checkpoints=off")
	s.cmd.SysProcAttr, s.cmd.Dir = identity, dir
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

// serve starts the server and returns when it says that it takes connections.
func (s *server) serve() error {
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
		if strings.Contains(lines.Text(), "ready to accept connections") {
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
