package demo

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// comment is a comment on an idea with what became of it.
type comment struct {
	on                           string // title of the idea
	at                           time.Time
	by                           string // a name, "author" for the idea's, "somebody" for any customer
	text                         string
	number, answers              int // in the conversation; answers 0: it begins a thread
	official, extension, deleted bool
	helpful                      int // how many found it so
}

// readComments reads the conversations of all spaces, the longest ago first.
func (d *demo) readComments() ([]comment, error) {
	files, err := entriesOf("comments")
	if err != nil {
		return nil, err
	}
	var all []comment
	for _, entries := range files {
		for _, e := range entries {
			for n, answer := range e.answers {
				c, wrong := d.readComment(answer)
				err = errors.Join(err, wrong)
				c.on, c.number = e.title, n+1
				all = append(all, c)
			}
		}
	}
	slices.SortFunc(all, func(a, b comment) int {
		if at := a.at.Compare(b.at); at != 0 {
			return at
		}
		return strings.Compare(a.on, b.on)
	})
	return all, err
}

// readComment reads "days ago, name, what it answers, marks" and the text below it.
func (d *demo) readComment(e entry) (comment, error) {
	parts, err := e.parts(4)
	if err != nil {
		return comment{}, err
	}
	e.fields = map[string]string{"ago": parts[0], "answers": parts[2]}
	c := comment{at: d.ago(e.number("ago", &err)), by: parts[1], answers: int(e.number("answers", &err)), text: e.words()}
	marks := strings.Fields(parts[3])
	for n, mark := range marks {
		switch mark {
		case "official":
			c.official = true
		case "extension":
			c.extension = true
		case "deleted":
			c.deleted = true
		case "helpful":
			e.fields["helpful"] = strings.Join(marks[n+1:], " ")
			c.helpful = int(e.number("helpful", &err))
			return c, err
		}
	}
	return c, err
}

// addComments lets people talk, in the order of time.
func (d *demo) addComments() error {
	all, err := d.readComments()
	if err != nil {
		return err
	}
	said := map[string]int64{} // ids by conversation and number
	gone := map[int64]domain.Actor{}
	for _, c := range all {
		id, who, err := d.comment(c, said)
		if err != nil {
			return fmt.Errorf("comment %d on %s: %w", c.number, c.on, err)
		}
		if c.deleted {
			gone[id] = who
		}
	}
	for id, who := range gone { // once they are answered: their places stay
		if err := d.at(d.ago(1)).DeleteComment(d.ctx, who, id); err != nil {
			return err
		}
	}
	return nil
}

// comment posts a comment and what happened to it, and tells whose it is.
func (d *demo) comment(c comment, said map[string]int64) (id int64, who domain.Actor, err error) {
	idea, ok := d.ideas[c.on]
	if !ok {
		return 0, who, errors.New("no such idea")
	}
	shown, err := d.db.Reader().IdeaFor(d.ctx, domain.System, idea, domain.Day(d.now))
	if err != nil {
		return 0, who, err
	}
	author := domain.Actor{ID: shown.Author.ID, Role: domain.Customer, Created: d.ago(crowdAge), System: true}
	there := d.joined(c.at)
	who = there[(c.number*61+int(idea)*17)%len(there)]
	switch c.by {
	case "somebody":
	case "author":
		who = author
	default:
		if who, err = d.named(c.by); err != nil {
			return 0, who, err
		}
	}
	place := func(number int) string { return c.on + "\n" + strconv.Itoa(number) }
	draft := domain.CommentDraft{Body: c.text, Official: c.official, Nonce: fmt.Sprintf("demo-%d-%018d", idea, c.number)}
	if c.answers == 0 {
		id, err = d.at(c.at).AddComment(d.ctx, who, idea, draft)
	} else {
		id, err = d.at(c.at).ReplyToComment(d.ctx, who, said[place(c.answers)], draft)
	}
	if err != nil {
		return 0, who, err
	}
	said[place(c.number)] = id
	return id, who, d.became(c, id, who, author)
}

// became is what happened to a comment later.
func (d *demo) became(c comment, id int64, who, author domain.Actor) error {
	there, found := d.joined(c.at), 0
	for n := 0; found < c.helpful && n < len(there); n++ {
		reader := there[(n*37+c.number*5)%len(there)]
		if reader.ID == who.ID {
			continue
		}
		if _, err := d.at(c.at.Add(time.Duration(n+1)*time.Hour)).FindHelpful(d.ctx, reader, id, true); err != nil {
			return err
		}
		found++
	}
	if c.extension {
		return d.at(c.at.Add(3*time.Hour)).ExtendIdea(d.ctx, author, id, true)
	}
	return nil
}
