package app

import (
	"context"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/search"
	"groundswell/internal/store"
)

// terms are what the words of an idea are found by. Its nouns are learned first, so that
// they are known in compounds.
func (a *App) terms(n *store.NewIdea) store.Terms {
	words, body := a.store.Reader().Words(), markdown.Words(n.HTML)
	words.Learn(n.Title + ".\n" + body)
	return store.Terms{Title: words.Tokens(n.Title, n.Language), Body: words.Tokens(body, n.Language)}
}

// commentTerms are what the words of a comment are found by; see terms.
func (a *App) commentTerms(html, language string) []search.Token {
	words, body := a.store.Reader().Words(), markdown.Words(html)
	words.Learn(body)
	return words.Tokens(body, language)
}

// productDoc is a product as it is found.
func (a *App) productDoc(p *domain.Product) store.SearchDoc {
	words := a.store.Reader().Words()
	return store.SearchDoc{Kind: domain.FindProducts, ID: p.ID, Title: words.Tokens(p.Name, ""), Body: words.Tokens(p.Description, "")}
}

// PromiseIndexing promises to make terms of all texts that have none, or older ones. It
// is asked at every start and costs one look.
func (a *App) PromiseIndexing(ctx context.Context) error {
	version, err := a.store.Reader().Indexed(ctx)
	if err != nil || version >= search.Version {
		return err
	}
	task := domain.IndexTexts{Of: domain.IndexedKinds[0]}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.PromiseOnce(ctx, task, task.Kind(), a.now(), a.now()) })
}

// indexBatch is how many texts one step makes terms of.
const indexBatch = 50

// IndexTexts makes terms of texts that have none or older ones, at most indexBatch of them,
// and promises the next.
func (a *App) IndexTexts(ctx context.Context, t domain.IndexTexts) error {
	ids := t.IDs[:min(len(t.IDs), indexBatch)]
	texts, err := a.store.Reader().IndexedTexts(ctx, t.Of, t.After, ids, indexBatch)
	if err != nil {
		return err
	}
	docs := a.docsOf(texts)
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if err := q.FillSearchDocs(ctx, docs); err != nil {
			return err
		}
		next := slices.Index(domain.IndexedKinds, t.Of) + 1
		switch {
		case len(t.IDs) > len(ids):
			return q.Promise(ctx, domain.IndexTexts{Of: t.Of, IDs: t.IDs[len(ids):]}, a.now())
		case len(t.IDs) > 0:
			return nil
		case len(texts) > 0:
			return q.Promise(ctx, domain.IndexTexts{Of: t.Of, After: texts[len(texts)-1].ID}, a.now())
		case next < len(domain.IndexedKinds):
			return q.Promise(ctx, domain.IndexTexts{Of: domain.IndexedKinds[next]}, a.now())
		}
		return q.SetIndexed(ctx, search.Version)
	})
}

// index promises terms of what an import wrote: it has none of its own yet.
func (b batch) index(ctx context.Context, of domain.SearchKind, ids []int64) error {
	if err := b.q.StaleSearchDocs(ctx, of, ids); err != nil || len(ids) == 0 {
		return err
	}
	return b.q.Promise(ctx, domain.IndexTexts{Of: of, IDs: ids}, b.a.now())
}

// docsOf makes terms of the texts that need some.
func (a *App) docsOf(texts []store.IndexedText) []store.SearchDoc {
	words := a.store.Reader().Words()
	var docs []store.SearchDoc
	for _, text := range texts {
		if text.Version >= search.Version {
			continue
		}
		d := store.SearchDoc{Kind: text.Of, ID: text.ID, Idea: text.Idea, Words: search.Spellings(text.Title + "\n" + text.Words())}
		words.Learn(text.Title + ".\n" + text.Words())
		d.Title, d.Body = words.Tokens(text.Title, text.Language), words.Tokens(text.Words(), text.Language)
		docs = append(docs, d)
	}
	return docs
}

// countBatches is how many batches of texts the clock counts in one turn, so that others
// have theirs.
const countBatches = 100

// CountTerms counts the terms of what was written since: how telling they are, and how
// they are spelled.
func (a *App) CountTerms(ctx context.Context) error {
	for range countBatches {
		texts, err := a.store.Reader().UncountedTexts(ctx, indexBatch)
		if err != nil || len(texts) == 0 {
			return err
		}
		for i := range texts {
			texts[i].Spelled = search.Spellings(texts[i].Title + "\n" + texts[i].Words())
		}
		if err := a.store.Tx(ctx, func(q *store.Tx) error { return q.CountDocs(ctx, texts) }); err != nil {
			return err
		}
	}
	return nil
}

// learnedIdeas is how many ideas a process learns words from when it starts: the newest.
const learnedIdeas = 1000

// LearnWords learns the nouns of the newest ideas, so that a process that begins knows
// the parts of compounds that one before it has learned.
func (a *App) LearnWords(ctx context.Context) error {
	texts, err := a.store.Reader().NewestGerman(ctx, learnedIdeas)
	if err != nil {
		return err
	}
	words := a.store.Reader().Words()
	for _, text := range texts {
		words.Learn(text.Title + ".\n" + text.Words())
	}
	return nil
}
