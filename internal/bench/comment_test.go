package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// The two sizes of a thread, and how many pairs of comments are compared.
const (
	shortThread  = 10
	longThread   = 10_000
	commentPairs = 400
)

// BenchmarkComments posts on a short thread and on a long one in turns, and reports what
// the second takes as a ratio of the first: the median of the pairs, with their middle
// half. A long one may take 1.3 times as long.
func BenchmarkComments(b *testing.B) {
	c := newConversations(b)
	read := c.db.Reader()
	page := func(idea int64) error {
		_, err := read.Conversation(b.Context(), domain.CommentFilter{Idea: idea})
		return err
	}
	for range b.N {
		for _, m := range []struct {
			what        string
			short, long func(n int) error
		}{
			{"reply-to-the-first", func(n int) error { return c.reply(c.short[n][0]) }, func(int) error { return c.reply(c.long[0]) }},
			{"reply-anywhere", func(n int) error { return c.reply(anyOf(c.short[n])) }, func(int) error { return c.reply(anyOf(c.long)) }},
			{"first-page", func(n int) error { return page(c.ideas[n]) }, func(int) error { return page(c.ideas[commentPairs]) }},
		} {
			var ratios []float64
			for n := range commentPairs {
				ratios = append(ratios, c.took(m.long, n).Seconds()/c.took(m.short, n).Seconds())
			}
			slices.Sort(ratios)
			quarter := len(ratios) / 4
			b.Logf("%s: %d pairs, %.2f (middle half %.2f to %.2f)", m.what, len(ratios), ratios[2*quarter], ratios[quarter], ratios[3*quarter])
			b.ReportMetric(ratios[2*quarter], m.what)
		}
	}
	wrong, err := read.CheckCounts(b.Context())
	if err != nil || len(wrong) > 0 {
		b.Fatal(wrong, err)
	}
}

// conversations are ideas with a short thread each, and a last one with a long one.
type conversations struct {
	*subject
	db    *store.DB
	ideas []int64
	short [][]int64
	long  []int64
}

func newConversations(b *testing.B) conversations {
	b.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "comments.db"), store.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	_, err = db.Migrate(ctx)
	must(b, err)
	c := conversations{&subject{b: b, direct: app.New(db, time.Now).Unlimited(time.Now)}, db, nil, nil, nil}
	c.seedMembers(ctx, db, time.Now())
	must(b, c.direct.OpenFirstSpace(ctx))
	for n := range commentPairs + 1 {
		idea, err := c.direct.SubmitIdea(ctx, c.who[n], domain.Draft{
			Title: fmt.Sprint("A quieter fan, number ", n), Body: "It hums at night.", SpaceID: 1, Nonce: fmt.Sprint("nonce of the idea number ", n),
		})
		must(b, err)
		c.ideas = append(c.ideas, idea)
		size := shortThread
		if n == commentPairs {
			size = longThread
		}
		thread := c.thread(domain.Idea{ID: idea, Author: domain.MemberRef{ID: c.who[n].ID}}, size)
		if c.short, c.long = append(c.short, thread), thread; n == commentPairs {
			c.short = c.short[:commentPairs]
		}
	}
	return c
}

// thread posts one comment and replies, each to any that is there, a hundred in one
// transaction.
func (c conversations) thread(idea domain.Idea, size int) (said []int64) {
	c.b.Helper()
	ctx := context.Background()
	for len(said) < size {
		must(c.b, c.db.Tx(ctx, func(q *store.Tx) error {
			for range min(100, size-len(said)) {
				var above domain.Comment
				if len(said) > 0 {
					var err error
					if above, err = q.Comment(ctx, anyOf(said)); err != nil {
						return err
					}
				}
				id, err := q.CreateComment(ctx, store.NewComment{
					Idea: idea, Above: above, Body: words, HTML: "<p>" + words + "</p>",
					Author: domain.MemberRef{ID: c.who[rand.IntN(members)].ID}, HTMLVersion: 1, Language: "en", Created: time.Now(),
				})
				if err != nil {
					return err
				}
				said = append(said, id)
			}
			return nil
		}))
	}
	return said
}

// words are of a usual length.
const words = "On a blanket my laptop runs its fan at full speed for minutes. I would rather wait two seconds than hear it."

func anyOf(said []int64) int64 { return said[rand.IntN(len(said))] }

func (c conversations) reply(to int64) error {
	_, err := c.direct.ReplyToComment(context.Background(), c.who[rand.IntN(members)], to, domain.CommentDraft{Body: words})
	return err
}

func (c conversations) took(do func(n int) error, n int) time.Duration {
	begun := time.Now()
	must(c.b, do(n))
	return time.Since(begun)
}
