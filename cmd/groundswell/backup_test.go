package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/backup"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// backedUp is a backup of a database in a folder of its own.
func backedUp(t *testing.T, target string) string {
	t.Helper()
	folder := t.TempDir()
	must(t, "backup", "--database="+target, folder)
	all, err := backup.In(folder)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

// What a restore replaces is told and asked about, sessions end with it, and mails that
// waited are held; the file of before stays.
func TestRestoreReplacesWhenAskedTo(t *testing.T) {
	target := storetest.SQLite(t)
	_, members, ideas := voters(t, target, 3)
	promise(t, target, members[1])
	file := backedUp(t, target)
	if err := os.WriteFile(target+".restoring-wal", []byte("of a restore that was cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	removeIdea(t, target, ideas[0])
	in := "--database=" + target
	if out, err := command(t, "y\n", "restore", in, file); err == nil || !strings.Contains(err.Error(), "--replace") {
		t.Errorf("without --replace: %v\n%s", err, out)
	}
	out, err := command(t, "no\n", "restore", in, "--replace", file)
	if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("after a no: %v\n%s", err, out)
	}
	wantSays(t, out, "people", "in the backup", "40")
	out, err = command(t, "y\n", "restore", in, "--replace", file)
	if err != nil {
		t.Fatal(sentence(err))
	}
	wantSays(t, out, "1 mails that waited", "The file of before is "+target+".before-restore-")
	db := open(t, target)
	sessions, err := db.Reader().Sessions(t.Context(), members[1])
	if err != nil || len(sessions) != 0 {
		t.Errorf("%d sessions are left: %v", len(sessions), err)
	}
	dead, err := db.Reader().DeadJobs(t.Context(), domain.Cursor{}, 10)
	if err != nil || len(dead.Items) != 1 || !strings.Contains(dead.Items[0].LastError, "came with a restore") {
		t.Errorf("held: %+v, %v", dead.Items, err)
	}
	idea, err := db.Reader().IdeaFor(t.Context(), domain.System, ideas[0], 0)
	if err != nil || idea.Removed {
		t.Errorf("what was removed after the backup is still removed: %v", err)
	}
	wantSound(t, target)
}

// wantSound holds what a database keeps against what that is made of.
func wantSound(t *testing.T, target string) {
	t.Helper()
	db := open(t, target)
	wrong, err := recount(&environment{ctx: t.Context(), now: time.Now}, db.Reader())
	if _, chain := db.Reader().CheckAudit(t.Context()); err != nil || chain != nil || len(wrong) > 0 {
		t.Errorf("%s: %v, %v, %v", target, wrong, err, chain)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// promise promises a mail to a member.
func promise(t *testing.T, target string, member int64) {
	t.Helper()
	db := open(t, target)
	defer db.Close()
	notice := domain.SendNotice{Member: member, Email: "m1@example.org", Notice: domain.NoticePasswordChanged}
	err := db.Tx(t.Context(), func(q *store.Tx) error { return q.Promise(t.Context(), notice, noon) })
	if err != nil {
		t.Fatal(err)
	}
}

func removeIdea(t *testing.T, target string, idea int64) {
	t.Helper()
	db := open(t, target)
	defer db.Close()
	a := app.New(db, func() time.Time { return noon })
	if err := a.RemoveIdea(t.Context(), domain.System, idea); err != nil {
		t.Fatal(err)
	}
}

// Who serves a file keeps it.
func TestNothingIsRestoredUnderAServer(t *testing.T) {
	target := storetest.SQLite(t)
	voters(t, target, 1)
	file := backedUp(t, target)
	startServer(t, target)
	if _, err := command(t, "y\n", "restore", "--database="+target, "--replace", file); err == nil ||
		!strings.Contains(err.Error(), "another groundswell serves this file") {
		t.Error(err)
	}
}

// An archive comes into an empty database of either engine, once.
func TestExportAndImportAll(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		voters(t, target, 2)
		archive := filepath.Join(t.TempDir(), "all.zip")
		wantSays(t, must(t, "export", "--database="+target, archive), "2 people, 40 ideas, 40 votes")
		for name, to := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "there.db"), "postgres": storetest.EmptyPostgres(t)} {
			wantSays(t, must(t, "import", "all", "--database="+to, archive), "2 people, 40 ideas and 40 votes are there")
			if _, err := command(t, "", "import", "all", "--database="+to, archive); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("%s, a second time: %v", name, err)
			}
			wantSound(t, to)
		}
	})
}

// Votes go on while a backup is made, by whoever serves the database or by another process:
// it has all that were answered before it began, and its counts agree with its votes.
func TestABackupWhileVotesAreCast(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		_, members, ideas := voters(t, target, 20)
		db, err := store.Open(t.Context(), target, store.Options{Alone: true})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		now := time.Now()
		a := app.New(db, func() time.Time { return now }).Unlimited(func() time.Time { return now })
		ctx, stop := context.WithCancel(t.Context())
		var cast atomic.Int64
		done, many := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			for n := 0; ctx.Err() == nil; n++ {
				who := domain.Actor{ID: members[1+n%(len(members)-1)], Role: domain.Customer, System: true}
				value := domain.Promote
				if n/len(ideas)%2 == 1 {
					value = domain.Demote
				}
				if _, err := a.Vote(context.Background(), who, ideas[n%len(ideas)], value); err != nil {
					t.Error(err)
					return
				}
				if cast.Add(1) == 200 {
					close(many)
				}
			}
		}()
		<-many
		before := votesIn(t, db)
		own, _, err := backup.Make(t.Context(), db, t.TempDir(), "test", now)
		if err != nil {
			t.Fatal(err)
		}
		files := []string{own, backedUp(t, target)}
		stop()
		<-done
		for _, file := range files {
			to := filepath.Join(t.TempDir(), "there.db")
			must(t, "import", "all", "--database="+to, file)
			if got := votesIn(t, open(t, to)); got < before {
				t.Errorf("%d votes are there, %d were answered before", got, before)
			}
			wantSound(t, to)
		}
	})
}

func votesIn(t *testing.T, db *store.DB) (n int64) {
	t.Helper()
	err := db.Snapshot(t.Context(), func(s *store.Snapshot) (err error) {
		n, err = s.Size(t.Context(), "votes")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A backup that is killed leaves none behind that looks finished, and the next one works.
func TestABackupIsKilled(t *testing.T) {
	target := storetest.SQLite(t)
	_, members, _ := voters(t, target, 2)
	fatten(t, target, members[0])
	folder := t.TempDir()
	cmd := exec.Command(os.Args[0], "backup", "--database="+target, folder)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	var begun []string
	for limit := time.After(time.Minute); len(begun) == 0; {
		select {
		case <-look.C:
			begun, _ = filepath.Glob(filepath.Join(folder, "*.part"))
		case <-limit:
			t.Fatal("the backup did not begin")
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if all, err := backup.In(folder); err != nil || len(all) != 0 {
		t.Fatalf("%v looks finished, %v", all, err)
	}
	must(t, "backup", "--database="+target, folder)
	if _, m, err := backup.Prove(t.Context(), folder); err != nil || m.Rows("ideas") != 40 {
		t.Errorf("%+v, %v", m, err)
	}
	wantSound(t, target)
}

// fatten gives a database 60 MB, so that copying it takes a while.
func fatten(t *testing.T, target string, member int64) {
	t.Helper()
	db := open(t, target)
	defer db.Close()
	err := db.Tx(t.Context(), func(q *store.Tx) error {
		for i := range 60 {
			d := domain.SavedDraft{Form: domain.FormName(fmt.Sprint("ideas/", i)),
				Fields: map[string]string{"body": strings.Repeat("x", 1<<20)}}
			if err := q.SetDraft(t.Context(), member, d, noon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
