package app_test

import (
	"fmt"
	"slices"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Texts of an older renderer are rendered anew in steps, each once; what is up to
// date stays, and afterwards nothing is promised any more.
func TestOlderHTMLIsRenderedAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		const ideas = 120 // more than one step
		err := db.Tx(ctx, func(q *store.Tx) error {
			for n := range ideas {
				_, err := q.CreateIdea(ctx, store.NewIdea{Idea: domain.Idea{
					Title: fmt.Sprint("Idea number ", n), Body: "It is List<String>\nand that is it for the fan.",
					HTML: "<p>It is List</p>", Excerpt: "It is List", Language: "nl",
					Status: domain.StatusNew, Space: domain.Space{ID: w.space},
					Author: domain.MemberRef{ID: w.staff[domain.Customer].ID}, Created: w.clock.now(),
				}, HTMLVersion: markdown.Version - 1, Digest: []byte{byte(n)}})
				if err != nil {
					return err
				}
			}
			return nil
		})
		w.want(err, 0, "ideas of an older renderer")
		if texts, err := db.Reader().Texts(ctx, domain.IdeaTexts, 0, 2); err != nil || len(texts) != 2 || texts[0].Rendered >= markdown.Version {
			t.Fatalf("%+v, %v", texts, err)
		}
		steps := 0
		for task := (domain.RenderTexts{Texts: domain.IdeaTexts}); steps < 20; steps++ {
			w.want(w.free.RenderTexts(ctx, task), 0, "a step")
			texts, err := db.Reader().Texts(ctx, task.Texts, task.After, 100)
			w.want(err, 0, "what the step was about")
			if len(texts) > 0 {
				task.After = texts[len(texts)-1].ID
				continue
			}
			next := slices.Index(domain.TextKinds, task.Texts) + 1
			if next == len(domain.TextKinds) {
				break
			}
			task = domain.RenderTexts{Texts: domain.TextKinds[next]}
		}
		for id := int64(1); id <= ideas; id++ {
			i, err := db.Reader().IdeaFor(ctx, domain.Nobody, id, 0)
			if err != nil || i.HTML != "<p>It is List&lt;String&gt;<br>\nand that is it for the fan.</p>" || i.Language != "en" {
				t.Fatalf("%q in %q, %v", i.HTML, i.Language, err)
			}
		}
		if version, err := db.Reader().Rendered(ctx); err != nil || version != markdown.Version {
			t.Errorf("rendered by %d, %v", version, err)
		}
	})
}
