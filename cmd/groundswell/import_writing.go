package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/store"
)

// writeFile imports the good rows and puts the others where they were asked for.
func writeFile[P app.Prepared](env *environment, r *reading[P], a *app.App) error {
	c := r.file
	if r.faulty.rows > 0 {
		bad, err := createRejects(c.Rejects)
		if err != nil {
			return err
		}
		defer bad.discard()
		if err := writeRejects(bad, r); err != nil {
			return err
		}
		count, err := writeGood(env, r, a)
		if err == nil {
			err = bad.keep()
		}
		r.summarise(env, count)
		return err
	}
	count, err := writeGood(env, r, a)
	r.summarise(env, count)
	return err
}

func writeGood[P app.Prepared](env *environment, r *reading[P], a *app.App) (domain.ImportCount, error) {
	return finish(env, r, a, r.kind.write)
}

// finish does something with the good rows and what is left to do behind the last one.
func finish[P app.Prepared](env *environment, r *reading[P], a *app.App,
	do func(a *app.App, source string, rows []P) (domain.ImportCount, error)) (domain.ImportCount, error) {
	total, err := r.each(env, func(rows []P) (domain.ImportCount, error) { return do(a, r.file.source(), rows) })
	for err == nil && r.kind.again != nil && r.kind.again() {
		var count domain.ImportCount
		count, err = r.each(env, func(rows []P) (domain.ImportCount, error) { return do(a, r.file.source(), rows) })
		count.Same, count.Differ = 0, 0 // counted the first time
		total.Add(count)
	}
	if err == nil && r.kind.finish != nil {
		var count domain.ImportCount
		count, err = r.kind.finish(a, r.file.source(), r.file.DryRun)
		total.Add(count)
	}
	return total, err
}

// rehearse compares the good rows with what is there. Where no database is,
// everything is new.
func rehearse[P app.Prepared](env *environment, r *reading[P]) error {
	count := domain.ImportCount{New: int64(r.good)}
	err := env.reading(r.file.Database, func(_ *store.DB, a *app.App) (err error) {
		count, err = finish(env, r, a, r.kind.compare)
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNoDatabase) {
		return err
	}
	r.summarise(env, count)
	if err != nil {
		fmt.Fprintln(env.out, "there is no database yet; an import creates it")
	}
	return nil
}

// each prepares the good rows again and hands them on in batches; the next batch
// is prepared while one is written.
func (r *reading[P]) each(env *environment, do func([]P) (domain.ImportCount, error)) (total domain.ImportCount, err error) {
	ctx, stop := context.WithCancel(env.ctx)
	var preparing sync.WaitGroup
	defer preparing.Wait()
	defer stop()
	batches := make(chan []P)
	var failed error
	preparing.Go(func() {
		defer close(batches)
		failed = r.prepare(ctx, batches)
	})
	bar := newBar(int64(r.good), "importing")
	defer bar.Exit()
	for batch := range batches {
		count, err := do(batch)
		if err != nil {
			return total, err
		}
		total.Add(count)
		bar.Add(len(batch))
	}
	if env.ctx.Err() != nil {
		return total, fmt.Errorf("stopped; what was imported stays, and running it again goes on: %w", env.ctx.Err())
	}
	return total, failed
}

func (r *reading[P]) prepare(ctx context.Context, batches chan<- []P) error {
	var batch []P
	send := func() error {
		select {
		case batches <- batch:
			batch = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := r.kept.each(func(kept []string) error {
		row, err := r.kind.prepare(r.valuesOf(kept))
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) < app.ImportBatch {
			return nil
		}
		return send()
	})
	if err == nil && len(batch) > 0 {
		err = send()
	}
	return err
}

// summarise says what became of the rows.
func (r *reading[P]) summarise(env *environment, n domain.ImportCount) {
	verb, words := "imported", i18n.For("en") // as the rest of the command line
	if r.file.DryRun {
		verb = "would be imported"
	}
	if r.reduced.rows > 0 {
		r.reduced.tell(env.out)
		fmt.Fprintln(env.out, words.N("import.reduced", int64(r.reduced.rows)))
	}
	fmt.Fprintf(env.out, "%d %s, %d unchanged, %d differ from what was imported before and were left alone, %d rejected\n",
		n.New, verb, n.Same, n.Differ, r.faulty.rows)
	for _, also := range []struct {
		n   int64
		key string
	}{
		{n.Spaces, "import.made.spaces"}, {n.Products, "import.made.products"}, {n.Revisions, "import.made.revisions"},
		{n.Authors, "import.made.authors"}, {n.Earlier, "import.earlier"}, {n.Kept, "import.kept"}, {n.Aboutless, "import.aboutless"},
		{n.Watched, "import.watched"}, {n.Routed, "import.routed"}, {n.Routable, "import.routable"},
		{n.Orphans, "import.orphans"}, {int64(r.alike), "import.alike"}, {int64(r.likeHTML), "import.like_html"},
	} {
		if also.n > 0 {
			fmt.Fprintln(env.out, words.N(also.key, also.n))
		}
	}
	if _, keyed := r.columns["key"]; !keyed {
		fmt.Fprintln(env.out, "no column is the key, so what a row says is its key: a row that changes is a new one next time")
	}
	if r.faulty.rows > 0 && !r.file.DryRun {
		fmt.Fprintf(env.out, "the rejected rows and why are in %s\n", r.file.Rejects)
	}
}
