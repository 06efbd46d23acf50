package views

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
)

// Sketch is a page as everybody sees it who is alike, with the places left open where
// something is a reader's own. What a page says of one reader alone is drawn into a
// place and nowhere else, so that a sketch may be kept and filled for many. It does
// not change once drawn.
type Sketch struct {
	Needs
	shared bytes.Buffer
	places []place
}

// Needs is what the places of a page have to know of its reader.
type Needs struct {
	domain.Asked                 // for votes, visits, what is followed and what was found helpful
	Nonce        bool            // a form that posts once
	Want         int64           // a declined idea that the reader may still want; 0: none
	Own          *domain.Product // whose form shows the reader's own rating; nil: no form
	Pinned       bool            // the own rating stands above the others
	Drafts       []domain.FormName
	Heard        domain.Heard // of which the reader is told what is new
}

// Reader is who reads a page, with what its places show of nobody else.
type Reader struct {
	Viewer domain.Actor
	domain.Mine
	Nonce   string // of a form that posts once
	Wants   bool
	Own     domain.OwnRating
	Pinned  domain.Rating // the own one as pages show it; ID 0: none
	Drafts  map[domain.FormName]domain.SavedDraft
	Changed domain.Heard // since the visit before, of what the reader had promoted
}

// place is where the shared bytes stop and something of the reader's own stands: one
// of a few faces, each drawn beforehand, or what draw draws. Or it is where a part
// begins that is left out for some.
type place struct {
	at     int // in the shared bytes
	faces  [][]byte
	pick   func(Reader) int
	draw   func(Reader) templ.Component
	leftTo int // where the part ends
	left   func(Reader) bool
}

type sketchKey struct{}

// errNoSketch is what a place says outside of Draw, for there nobody would fill it.
var errNoSketch = errors.New("a reader's own part was drawn outside of a sketch")

// Draw draws a page, or a part of one.
func Draw(ctx context.Context, page templ.Component) (*Sketch, error) {
	s := &Sketch{}
	return s, page.Render(context.WithValue(ctx, sketchKey{}, s), &s.shared)
}

// Length is about how many bytes the page has.
func (s *Sketch) Length() int { return s.shared.Len() }

// Size is how many bytes it takes to keep the sketch.
func (s *Sketch) Size() int {
	size := s.shared.Cap()
	for _, p := range s.places {
		for _, face := range p.faces {
			size += len(face)
		}
	}
	return size
}

// Part is a stretch of a filled page. Those of a sketch that have the same name are the
// same bytes, whoever they were filled for; a part without a name is a reader's own.
type Part struct {
	Name     string
	From, To int // in the page
}

// Fill writes the page for a reader behind what out holds, and tells of which parts it
// is made. ctx has the language the page was drawn in.
func (s *Sketch) Fill(ctx context.Context, out *bytes.Buffer, r Reader) ([]Part, error) {
	shared, from := s.shared.Bytes(), 0
	var parts []Part
	name, begun := binary.AppendUvarint(nil, 0), out.Len()
	for i, p := range s.places {
		if p.at < from {
			continue // in a part that was left out
		}
		out.Write(shared[from:p.at])
		from = p.at
		if p.left != nil {
			if name = append(name, 0); p.left(r) {
				name[len(name)-1], from = 1, p.leftTo
			}
			continue
		}
		if p.draw == nil {
			face := p.pick(r)
			name = append(name, byte(face))
			out.Write(p.faces[face])
			continue
		}
		own := out.Len()
		if err := p.draw(r).Render(ctx, out); err != nil {
			return nil, err
		}
		parts = append(parts, Part{string(name), begun, own}, Part{"", own, out.Len()})
		name, begun = binary.AppendUvarint(name[:0], uint64(i+1)), out.Len() // no name twice in a page
	}
	out.Write(shared[from:])
	return append(parts, Part{string(name), begun, out.Len()}), nil
}

// leave leaves a place open.
func (s *Sketch) leave(w io.Writer, p place) error {
	err := arrive(w)
	p.at = s.shared.Len()
	s.places = append(s.places, p)
	return err
}

// arrive lets all that was written reach the sketch, for templ buffers.
func arrive(w io.Writer) error {
	if buffered, ok := w.(interface{ Flush() error }); ok {
		return buffered.Flush()
	}
	return nil
}

// exceptFor draws a part that is left out for some readers. The part may have places.
func exceptFor(left func(Reader) bool, part templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		s, ok := ctx.Value(sketchKey{}).(*Sketch)
		if !ok {
			return errNoSketch
		}
		at := len(s.places)
		if err := errors.Join(s.leave(w, place{left: left}), part.Render(ctx, w), arrive(w)); err != nil {
			return err
		}
		s.places[at].leftTo = s.shared.Len()
		return nil
	})
}

// ownPart leaves a place that is drawn for each reader. note tells the sketch what
// draw has to know; nil: no more than who reads. draw holds on to what it uses of the
// page for as long as the sketch is kept.
func ownPart(note func(*Needs), draw func(Reader) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		s, ok := ctx.Value(sketchKey{}).(*Sketch)
		if !ok {
			return errNoSketch
		}
		if note != nil {
			note(&s.Needs)
		}
		return s.leave(w, place{draw: draw})
	})
}

// ownFace leaves a place that looks in one of a few ways, which are drawn with the
// page; pick tells which.
func ownFace(note func(*Needs), faces []templ.Component, pick func(Reader) int) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		s, ok := ctx.Value(sketchKey{}).(*Sketch)
		if !ok {
			return errNoSketch
		}
		note(&s.Needs)
		alone := context.WithValue(ctx, sketchKey{}, nil) // a face has no places of its own
		drawn := make([][]byte, len(faces))
		for i, face := range faces {
			var out bytes.Buffer
			if err := face.Render(alone, &out); err != nil {
				return err
			}
			drawn[i] = out.Bytes()
		}
		return s.leave(w, place{faces: drawn, pick: pick})
	})
}

// ballots are the votes in the order of a ballot's faces.
var ballots = []domain.Vote{domain.None, domain.Promote, domain.Demote}

// ballot is the vote box with the reader's vote in it. Guests have none, and a closed
// idea shows none.
func ballot(p Page, i *domain.Idea, size string) templ.Component {
	if !p.Viewer.SignedIn() || i.Status.Closed() {
		return VoteBox(p, i, size)
	}
	faces := make([]templ.Component, len(ballots))
	for n, v := range ballots {
		voted := *i
		voted.Mine = v
		faces[n] = VoteBox(p, &voted, size)
	}
	id := i.ID
	return ownFace(func(n *Needs) { n.Votes = append(n.Votes, id) }, faces, func(r Reader) int {
		switch r.Votes[id] {
		case domain.Promote:
			return 1
		case domain.Demote:
			return 2
		}
		return 0
	})
}

// promoted is the mark of an idea in a list that its reader promoted. Guests have none.
// The box beside it notes the vote; that of a closed idea does not.
func promoted(p Page, i *domain.Idea) templ.Component {
	if !p.Viewer.SignedIn() {
		return templ.NopComponent
	}
	mine := *i
	mine.Mine = domain.Promote
	id, closed := i.ID, i.Status.Closed()
	note := func(n *Needs) {
		if closed {
			n.Votes = append(n.Votes, id)
		}
	}
	faces := []templ.Component{promotedMark(i, false), promotedMark(&mine, false)}
	return ownFace(note, faces, func(r Reader) int {
		if r.Votes[id] == domain.Promote {
			return 1
		}
		return 0
	})
}

// helped is the button of a text that people find helpful, as its reader pressed it:
// mine tells whether. Nobody presses that of their own text; by is who wrote it, 0 for
// nobody's account.
func helped(p Page, h Helpful, by int64, note func(*Needs), mine func(Reader) bool) templ.Component {
	if !p.Viewer.SignedIn() {
		return HelpfulButton(p, h)
	}
	pressed, own := h, h
	pressed.Mine, own.Own = true, true
	return ownFace(note, []templ.Component{HelpfulButton(p, h), HelpfulButton(p, pressed), HelpfulButton(p, own)}, func(r Reader) int {
		switch {
		case by != 0 && by == r.Viewer.ID:
			return 2
		case mine(r):
			return 1
		}
		return 0
	})
}

// account is the menu of whoever reads.
func account() templ.Component {
	return ownPart(nil, func(r Reader) templ.Component { return accountMenu(r.Viewer) })
}

// askTerms asks whoever reads to agree to terms that they have not agreed to.
func askTerms(p Page) templ.Component {
	if p.Viewer.Role != domain.Customer || p.Terms.Asked == 0 {
		return templ.NopComponent
	}
	terms, path := p.Terms, p.Path
	return ownPart(nil, func(r Reader) templ.Component {
		if !terms.MustAgree(r.Viewer, domain.SubmitIdea) {
			return templ.NopComponent
		}
		return termsBanner(terms, path)
	})
}

// ownTools is what the author may still do, for nobody else to see.
func ownTools(p IdeaPage) templ.Component {
	idea := p.Idea
	idea.Body, idea.HTML = "", "" // not to be kept twice
	return ownPart(nil, func(r Reader) templ.Component {
		if r.Viewer.ID != idea.Author.ID || idea.Removed {
			return templ.NopComponent
		}
		mine := IdeaPage{Page: p.Page, Idea: idea, Decisions: p.Decisions, Form: p.Form}
		mine.Viewer = r.Viewer
		return authorTools(mine)
	})
}

// want is the control of a declined idea, as its reader pressed it.
func want(p IdeaPage) templ.Component {
	if !p.Viewer.SignedIn() {
		return WantBox(p, false)
	}
	id, shown := p.Idea.ID, IdeaPage{Page: p.Page, Idea: p.Idea, Decisions: p.Decisions}
	shown.Idea.Body, shown.Idea.HTML = "", ""
	return ownFace(func(n *Needs) { n.Want = id }, []templ.Component{WantBox(shown, false), WantBox(shown, true)}, func(r Reader) int {
		if r.Wants {
			return 1
		}
		return 0
	})
}

// recordedVote tells a reader who wrote down the vote that they have not cast here.
func recordedVote(p IdeaPage) templ.Component {
	id := p.Idea.ID
	return ownPart(func(n *Needs) { n.Votes = append(n.Votes, id) }, func(r Reader) templ.Component {
		v, there := r.Recorded[id]
		if !there {
			return templ.NopComponent
		}
		return recordedHint(v)
	})
}

// offer is the vote that was asked for before signing in, unless it is cast already.
func offer(p IdeaPage) templ.Component {
	id, wanted := p.Idea.ID, p.Wanted
	return ownPart(func(n *Needs) { n.Votes = append(n.Votes, id) }, func(r Reader) templ.Component {
		if r.Votes[id] == wanted {
			return templ.NopComponent
		}
		return voteOffer(id, wanted)
	})
}

// ownAnswer is the form in which an author answers, for nobody else to see.
func ownAnswer(p IdeaPage) templ.Component {
	idea, author, form, page := p.Idea.ID, p.Idea.Author.ID, p.Form, p.Page
	name := domain.FormOf("ideas", idea, "answer")
	return ownPart(wantsDrafts(name), func(r Reader) templ.Component {
		if r.Viewer.ID != author {
			return templ.NopComponent
		}
		return answerForm(page, idea, form.kept(name, r.Drafts))
	})
}
