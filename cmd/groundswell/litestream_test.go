package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"groundswell/internal/backup"
	"groundswell/internal/store/storetest"
)

// Litestream copies the file of a server under load; both are killed, and what is restored
// from the copy has, in every table, what the file has, and each vote that was answered
// before it last copied. It takes five seconds, and minutes more where Litestream has to be
// built.
func TestLitestreamCopiesAndRestores(t *testing.T) {
	litestream := buildLitestream(t)
	target := storetest.SQLite(t)
	tokens, _, ideas := voters(t, target, 24)
	replica := filepath.Join(t.TempDir(), "replica")
	sidecar := exec.Command(litestream, "replicate", target, replica)
	sidecar.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	pipe, err := sidecar.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	server := startServer(t, target, "--litestream")
	if err := sidecar.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sidecar.Process.Kill(); sidecar.Wait() })
	copied := bufio.NewScanner(pipe)
	rounds := func(n int) {
		for range n {
			if !copied.Scan() {
				t.Fatal("Litestream has ended")
			}
		}
	}
	rounds(1)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	s := newStorm(t, tokens[1:], ideas)
	s.at(server)
	<-s.begin(ctx)
	rounds(20) // those that the pipe holds, and one that began after the last vote
	for _, killed := range []*exec.Cmd{server.cmd, sidecar} {
		if err := killed.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		killed.Wait()
	}
	restored := filepath.Join(t.TempDir(), "restored.db")
	if out, err := exec.Command(litestream, "restore", replica, restored).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wantSound(t, restored)
	s.calm = true
	s.allThere(ctx, open(t, restored))
	was, is := digests(t, target), digests(t, restored)
	for n, table := range was {
		if got := is[n]; got.Name != table.Name || got.Rows != table.Rows || got.Digest != table.Digest {
			t.Errorf("restored: %+v, want %+v", got, table)
		}
	}
}

// digests are those of all tables.
func digests(t *testing.T, target string) []backup.Table {
	t.Helper()
	m, err := backup.Export(t.Context(), open(t, target), filepath.Join(t.TempDir(), "all.zip"), "test", noon)
	if err != nil {
		t.Fatal(err)
	}
	return m.Tables
}

// buildLitestream builds what internal/litestream says, once for each go.sum.
func buildLitestream(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join("..", "..", "internal", "litestream")
	sum := sha256.New()
	for _, name := range []string{"go.sum", "main.go"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(text)
	}
	path := filepath.Join(cache, "groundswell-litestream", hex.EncodeToString(sum.Sum(nil))[:16])
	if _, err := os.Stat(path); err == nil {
		return path
	}
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("Litestream could not be built here, and its drill was left out: %v\n%s", err, out)
	}
	return path
}
