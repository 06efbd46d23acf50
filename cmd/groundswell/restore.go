package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"groundswell/internal/backup"
	"groundswell/internal/config"
	"groundswell/internal/store"
)

type restoreCommand struct {
	config.Database
	File    string `arg:"" help:"A backup, or an archive."`
	Replace bool   `help:"Put it in the place of the SQLite file that is there, which stays beside it under another name."`
	Yes     bool   `help:"Do not ask."`
}

// Run makes a database what a backup says. It says first what is there and what comes.
// A file is built beside the one that is there and takes its name in one step.
func (c *restoreCommand) Run(env *environment) error {
	m, err := backup.Inspect(c.File)
	if err != nil {
		return err
	}
	have, old, err := c.present(env)
	if err != nil {
		return err
	}
	if old != nil {
		defer old.Close()
	}
	fmt.Fprintf(env.out, "%s was made %s at version %d.\n", c.File, m.Made.Format("2006-01-02 15:04 MST"), m.Schema)
	c.compare(env, have, m)
	switch {
	case old != nil && !old.IsFile():
		return fmt.Errorf("%w: make a PostgreSQL database of its own for the backup, and name that", store.ErrNotEmpty)
	case old != nil && !c.Replace:
		return errors.New("somebody lives in this database: with --replace the backup takes its place")
	case !c.Yes && !confirmed(env):
		return errors.New("nothing was changed")
	case old == nil:
		return build(env, c.File, m, c.Database.Database)
	}
	return c.replace(env, old, m)
}

// present reads what is in the database now; nil where nobody lives there. Who serves a
// file keeps it: it is refused.
func (c *restoreCommand) present(env *environment) (map[string]int64, *store.DB, error) {
	db, err := store.Open(env.ctx, c.Database.Database, store.Options{Existing: true, Alone: true, Log: env.log})
	if errors.Is(err, store.ErrNoDatabase) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if err := db.Ready(env.ctx); errors.Is(err, store.ErrNoDatabase) {
		return nil, nil, db.Close()
	}
	have := map[string]int64{}
	err = db.Snapshot(env.ctx, func(s *store.Snapshot) error {
		for _, t := range told {
			if have[t.table], err = s.Size(env.ctx, t.table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if have["members"]+have["ideas"] == 0 && !db.IsFile() {
		return nil, nil, db.Close()
	}
	return have, db, nil
}

// told are the tables by which one knows a community.
var told = []struct{ table, name string }{
	{"members", "people"}, {"ideas", "ideas"}, {"votes", "votes"}, {"comments", "comments"}, {"products", "products"},
	{"ratings", "ratings"}, {"decisions", "decisions"}, {"audit", "entries in the audit log"},
}

// compare prints what is there beside what comes.
func (c *restoreCommand) compare(env *environment, have map[string]int64, m backup.Manifest) {
	table := tabwriter.NewWriter(env.out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tnow\tin the backup\t")
	for _, t := range told {
		now := "–"
		if have != nil {
			now = fmt.Sprint(have[t.table])
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t\n", t.name, now, m.Rows(t.table))
	}
	table.Flush()
}

// confirmed asks whoever sits there.
func confirmed(env *environment) bool {
	fmt.Fprint(env.out, "Restore it? [y/N] ")
	answer, _ := bufio.NewReader(env.in).ReadString('\n')
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}

// replace builds the backup beside the file that is there and gives it that name. The
// file of before stays.
func (c *restoreCommand) replace(env *environment, old *store.DB, m backup.Manifest) error {
	at := old.Path()
	building := at + ".restoring"
	if err := removeFile(building); err != nil { // of a restore that was cut off
		return err
	}
	if err := build(env, c.File, m, building); err != nil {
		return errors.Join(err, removeFile(building))
	}
	before := at + ".before-restore-" + env.now().UTC().Format("20060102T150405Z")
	if err := old.CloseWith(func() error { return takePlace(building, at, before) }); err != nil {
		return err
	}
	made, err := filepath.Glob(building + ".before-*") // by migrations: the backup itself is that
	for _, path := range made {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(env.out, "The file of before is %s.\n", before)
	return backup.SyncFolder(at)
}

// logs are what SQLite keeps beside a file while it is open.
var logs = []string{"-wal", "-shm"}

// takePlace gives a closed file the name of another one, which goes on under a third. The
// name always leads to a whole file: whoever starts meanwhile makes no new one. Where
// somebody still reads the file of before, its log goes with it: under the old name it
// would be taken for that of the new file.
func takePlace(file, at, before string) error {
	if err := os.Link(at, before); err != nil {
		return err
	}
	for _, log := range logs {
		if err := os.Rename(at+log, before+log); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.Rename(file, at)
}

func removeFile(path string) error {
	var failed error
	for _, ending := range append([]string{""}, logs...) {
		if err := os.Remove(path + ending); err != nil && !errors.Is(err, os.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
