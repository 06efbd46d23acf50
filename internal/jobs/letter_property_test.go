package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/mail/mailtest"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// histories is how many are tried on each engine: each goes through a mail server.
const histories = 12

// history is what happens to one idea, and what who follows it should read of it.
type history struct {
	*readers
	rt      *rapid.T
	idea    int64
	stops   []bool // by person
	at      domain.Status
	pending []string // reasons that stand and are not told
	last    time.Time
	want    map[string]int // by address and reason
	number  int
	made    int // decisions, also those that were taken back
}

// In any order of decisions, undone ones, follows, stops, workers that die with letters in
// their hands, and a mail server that is down, hangs up or knows somebody badly for a
// while: each who should hear of a decision reads it in one mail, and nobody else does. It
// takes long because each history goes through a real server for half a day.
func TestEveryDecisionArrivesOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r, tried, read := newReaders(t, db, 3), 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			if tried++; tried > histories {
				return
			}
			h := &history{readers: r, rt: rt, want: map[string]int{}, stops: make([]bool, len(r.people)), number: tried}
			h.begin()
			for range rapid.IntRange(3, 10).Draw(rt, "acts") {
				[]func(){h.decides, h.decides, h.takesBack, h.chooses, h.hears, h.hears, h.dies, h.breaks}[rapid.IntRange(0, 7).Draw(rt, "act")]()
			}
			h.end()
			read += len(h.want)
		})
		if read < histories {
			t.Errorf("only %d times did anybody read anything", read)
		}
	})
}

func (h *history) begin() {
	var err error
	title := fmt.Sprintf("A quieter fan, number %d", h.number)
	h.idea, err = h.app.SubmitIdea(h.t.Context(), h.engineer, domain.Draft{Title: title, Body: "Please.", SpaceID: h.space, Nonce: title})
	h.must(err)
	for _, p := range h.people {
		_, err := h.app.Vote(h.t.Context(), p, h.idea, domain.Promote)
		h.must(err)
	}
	h.must(h.app.Decide(h.t.Context(), h.engineer, h.idea, domain.StatusUnderReview, ""))
	h.at = domain.StatusUnderReview
	h.forward(domain.NewsAfter)
	h.send()
	h.inbox.Take()
}

func (h *history) must(err error) {
	if err != nil {
		h.rt.Fatal(err)
	}
}

func (h *history) decides() {
	to := domain.StatusAccepted
	if h.at == to {
		to = domain.StatusUnderReview
	}
	h.made++
	reason := fmt.Sprintf("This is what is known by now: %d of history %d.", h.made, h.number)
	h.must(h.app.Decide(h.t.Context(), h.engineer, h.idea, to, reason))
	h.pending, h.at, h.last = append(h.pending, reason), to, h.clock()
	h.forward(time.Second)
}

func (h *history) takesBack() {
	if len(h.pending) == 0 || h.clock().Sub(h.last) >= domain.UndoFor {
		return
	}
	before := domain.StatusAccepted
	if h.at == before {
		before = domain.StatusUnderReview
	}
	h.tx(func(q *store.Tx) error {
		if _, err := q.LockIdea(h.t.Context(), h.engineer, h.idea); err != nil {
			return err
		}
		return q.UndoStatus(h.t.Context(), h.idea, before, h.at, h.engineer.ID, h.clock())
	})
	h.pending, h.at, h.last = h.pending[:len(h.pending)-1], before, time.Time{}
}

func (h *history) chooses() {
	who := rapid.IntRange(0, len(h.people)-1).Draw(h.rt, "who")
	h.stops[who] = !h.stops[who]
	h.must(h.app.Follow(h.t.Context(), h.people[who], domain.Subject{Part: domain.PartIdea, ID: h.idea}, !h.stops[who]))
}

// hears lets the time pass after which what stands is told, and what is due is sent.
func (h *history) hears() {
	h.forward(domain.NewsAfter)
	h.send()
	for i := range h.people {
		for _, reason := range h.pending {
			if !h.stops[i] {
				h.want[address(i)+" "+reason]++
			}
		}
	}
	h.pending = nil
}

// dies takes the letters that are due and sends none of them.
func (h *history) dies() {
	h.forward(domain.LetterEvery)
	_, err := h.app.TakeLetters(h.t.Context(), "x.example", 10)
	h.must(err)
	h.last = time.Time{}
}

func (h *history) breaks() {
	h.inbox.Refuse(rapid.Bool().Draw(h.rt, "refuses"))
	who := rapid.IntRange(0, len(h.people)-1).Draw(h.rt, "to whom")
	h.inbox.Treat(address(who), rapid.SampledFrom([]mailtest.Manner{0, mailtest.DropsBefore}).Draw(h.rt, "how"))
}

func address(person int) string { return fmt.Sprintf("p%d@x.example", person) }

// end mends the server and lets half a day pass, hour by hour.
func (h *history) end() {
	h.inbox.Refuse(false)
	for i := range h.people {
		h.inbox.Treat(address(i), 0)
	}
	h.hears()
	for range 12 {
		h.forward(domain.LetterEvery)
		h.send()
	}
	got := map[string]int{}
	for _, m := range h.inbox.Take() {
		for line := range strings.Lines(m.Text) {
			if reason, quoted := strings.CutPrefix(strings.TrimSpace(line), "> "); quoted {
				got[m.To+" "+reason]++
			}
		}
	}
	for what, n := range h.want {
		if got[what] != n {
			h.rt.Errorf("%s: read %d times, want %d", what, got[what], n)
		}
	}
	for what, n := range got {
		if h.want[what] == 0 {
			h.rt.Errorf("%s: read %d times by somebody who should not", what, n)
		}
	}
}
