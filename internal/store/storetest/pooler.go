package storetest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// poolerSettings are those of a PgBouncer that gives any of a few connections for each
// transaction, so that whatever somebody leaves on one is found by somebody else.
const poolerSettings = `[databases]
* = host=%[1]s user=groundswell
[pgbouncer]
listen_addr =
unix_socket_dir = %[2]s
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
`

// Pooled returns the address of a fresh, migrated database behind a PgBouncer in
// transaction mode, of Debian's, which the test has for itself.
func Pooled(t testing.TB) string {
	t.Helper()
	target := Postgres(t)
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		if program = "/usr/sbin/pgbouncer"; !runs(program) {
			t.Skip("PgBouncer is not installed here (make deps says how to install it)")
		}
	}
	dir, err := os.MkdirTemp("/tmp", "gs-pool-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	identity, err := unprivileged(dir)
	if err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(settings, fmt.Appendf(nil, poolerSettings, started.dir, dir), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, settings)
	cmd.SysProcAttr, cmd.Dir = identity, dir
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if strings.Contains(lines.Text(), "process up") {
			go func() {
				for lines.Scan() { // keep the pipe empty
				}
			}()
			_, name, _ := strings.Cut(target, "@/")
			name, _, _ = strings.Cut(name, "?")
			return "postgres://groundswell@/" + name + "?host=" + dir + "&port=6432&pooler=transaction"
		}
	}
	t.Fatal("PgBouncer stopped at once")
	return ""
}

func runs(program string) bool {
	info, err := os.Stat(program)
	return err == nil && info.Mode().Perm()&0o111 != 0
}
