package main

import (
	"fmt"
	"sort"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

type checkCommand struct {
	config.Database
	AuditHead string `help:"A head of the audit log, from the admins' daily mail, to which it must lead still." placeholder:"ENTRY:HASH"`
}

// minFree is the disk space below which check complains.
const minFree = 1 << 30

// Run checks everything it can and lists what is wrong; nothing is changed.
func (c *checkCommand) Run(env *environment) error {
	return env.reading(c.Database, func(db *store.DB, _ *app.App) error {
		wrong, err := findings(env, db, c.AuditHead)
		if err != nil {
			return err
		}
		if len(wrong) == 0 {
			fmt.Fprintln(env.out, "everything is in order")
			return nil
		}
		sort.Strings(wrong)
		for _, w := range wrong {
			fmt.Fprintln(env.out, w)
		}
		return fmt.Errorf("%d findings", len(wrong))
	})
}

func findings(env *environment, db *store.DB, auditHead string) ([]string, error) {
	wrong, err := db.CheckEngine(env.ctx)
	if err != nil {
		return nil, err
	}
	settings, err := db.Reader().Settings(env.ctx)
	if err != nil {
		return nil, err
	}
	for key, value := range settings {
		s, known := domain.SettingFor(key)
		if !known {
			wrong = append(wrong, fmt.Sprintf("setting %s is not known to this version", key))
		} else if err := s.Check(value); err != nil {
			wrong = append(wrong, fmt.Sprintf("setting %s = %q: %s", key, value, sentence(err)))
		}
	}
	recounted, err := recount(env, db.Reader())
	if err != nil {
		return nil, err
	}
	wrong = append(wrong, recounted...)
	future, err := db.Reader().CheckClock(env.ctx, env.now())
	if err != nil {
		return nil, err
	}
	wrong = append(wrong, future...)
	chain, err := checkAudit(env, db.Reader(), auditHead)
	if err != nil {
		return nil, err
	}
	wrong = append(wrong, chain...)
	free, err := db.FreeDisk()
	if free >= 0 && free < minFree {
		wrong = append(wrong, fmt.Sprintf("only %d MB are free on the disk", free>>20))
	}
	return wrong, err
}

// checkAudit follows the audit log from its first entry, and to a head that was kept if one
// is given.
func checkAudit(env *environment, read *store.Reader, kept string) (wrong []string, err error) {
	if _, err := read.CheckAudit(env.ctx); err != nil {
		wrong = append(wrong, err.Error())
	}
	if kept == "" {
		return wrong, nil
	}
	head, ok := domain.ParseAuditHead(kept)
	if !ok {
		return nil, fmt.Errorf("--audit-head=%s is no head: it is ENTRY:HASH, as in the admins' daily mail", kept)
	}
	if err := read.CheckAuditHead(env.ctx, head); err != nil {
		wrong = append(wrong, err.Error())
	}
	return wrong, nil
}

// recount holds everything that is kept beside what it is made of against that.
func recount(env *environment, read *store.Reader) ([]string, error) {
	var wrong []string
	for _, check := range []func() ([]store.Mismatch, error){
		func() ([]store.Mismatch, error) { return read.CheckCounts(env.ctx) },
		func() ([]store.Mismatch, error) { return read.CheckProducts(env.ctx, env.now()) },
		func() ([]store.Mismatch, error) { return read.CheckNames(env.ctx) },
		func() ([]store.Mismatch, error) { return read.CheckQueues(env.ctx) },
		func() ([]store.Mismatch, error) { return read.CheckSearch(env.ctx) },
		func() ([]store.Mismatch, error) { return read.CheckReasons(env.ctx) },
		func() ([]store.Mismatch, error) { return read.CheckNets(env.ctx, domain.Day(env.now())) },
		func() ([]store.Mismatch, error) { return read.CheckMerges(env.ctx) },
	} {
		found, err := check()
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			wrong = append(wrong, fmt.Sprintf("%s %d: %s", m.Of, m.ID, m.What))
		}
	}
	return wrong, nil
}
