package bench

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// smallPrograms are what the server is compared with. Each runs as a process of its own,
// as the server does: one in the process that asks would share its memory and its turns.
var smallPrograms = map[string]func(argument string) (http.Handler, error){
	"reading": plainReading, "votes": plainVoting,
}

// smallProgram is the variable that makes this binary one of them, and smallAt what such
// a program prints before its address.
const (
	smallProgram = "GROUNDSWELL_BENCH_PROGRAM"
	smallAt      = "The small program is at "
)

func TestMain(m *testing.M) {
	if name := os.Getenv(smallProgram); name != "" {
		fmt.Fprintln(os.Stderr, serveSmall(name, os.Args[1]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// serveSmall serves a small program until it is ended.
func serveSmall(name, argument string) error {
	h, err := smallPrograms[name](argument)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("%shttp://%s\n", smallAt, l.Addr())
	return (&http.Server{Handler: h}).Serve(l)
}

// startSmall starts a small program and returns its address.
func startSmall(b *testing.B, name, argument string) string {
	b.Helper()
	self, err := os.Executable()
	must(b, err)
	cmd := exec.Command(self, argument)
	cmd.Env = append(os.Environ(), smallProgram+"="+name)
	cmd.Stderr = os.Stderr
	return launch(b, cmd, smallAt)
}

// launch runs a program until the benchmark ends, and returns the address that it prints
// after some words.
func launch(b *testing.B, cmd *exec.Cmd, words string) string {
	b.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	must(b, err)
	must(b, cmd.Start())
	b.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, url, found := strings.Cut(lines.Text(), words); found {
			go io.Copy(io.Discard, out)
			return url
		}
	}
	b.Fatalf("%s did not start", cmd)
	return ""
}
