package demo

import (
	"fmt"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// flagged are comments that people flag, by customers who flag nothing themselves.
var flagged = []struct {
	on, text string
	by       int // of the crowd
	ago      float64
	reason   domain.FlagReason
	flaggers []string
}{
	{
		"Ask before restarting. Always.", "Original batteries, 70 % off, only this week: batteries.example", 3, 0.4,
		domain.FlagSpam, []string{"Jonas Weidling", "Miriam Tekbas", "Ruben Alsdorf"},
	},
	{
		"A hardware key that mutes speakers for good", "Whoever drew this keyboard has never used one in a meeting.", 5, 1.3,
		domain.FlagHarass, []string{"Farah Nowitz"},
	},
}

// flagPosts leaves the moderators flags, a report and an objection to decide.
func (d *demo) flagPosts() error {
	for n, f := range flagged {
		idea, there := d.ideas[f.on]
		if !there {
			return fmt.Errorf("no idea is called %q", f.on)
		}
		by := d.crowd[f.by]
		draft := domain.CommentDraft{Body: f.text, Nonce: fmt.Sprintf("demo-flagged-%012d", n)}
		id, err := d.at(d.ago(f.ago)).AddComment(d.ctx, by, idea, draft)
		if err != nil {
			return err
		}
		for i, name := range f.flaggers {
			who, err := d.named(name)
			if err != nil {
				return err
			}
			later := d.at(d.ago(f.ago * (0.8 - 0.1*float64(i))))
			if err := later.Flag(d.ctx, who, domain.PartComment, id, domain.FlagDraft{Reason: f.reason}); err != nil {
				return err
			}
		}
	}
	return d.objectAndReport()
}

// objectAndReport lets a moderator remove a comment whose author objects, and a guest
// report another one.
func (d *demo) objectAndReport() error {
	idea, by := d.ideas[flagged[1].on], d.crowd[8]
	removed, err := d.at(d.ago(3)).AddComment(d.ctx, by, idea, domain.CommentDraft{
		Body: "I sell nothing. I only wrote where I bought mine: keys.example", Nonce: "demo-objected-0000000000",
	})
	if err != nil {
		return err
	}
	if err := d.at(d.ago(2.6)).RemoveComment(d.ctx, domain.System, removed); err != nil {
		return err
	}
	told, err := d.db.Reader().RestrictionsOf(d.ctx, by.ID, domain.Cursor{})
	if err != nil {
		return err
	}
	const why = "Nobody pays me for this. Somebody asked where such a key can be bought, and I answered."
	if err := d.at(d.ago(2.2)).Object(d.ctx, by, told.Items[0].ID, why); err != nil {
		return err
	}
	named, err := d.at(d.ago(1.9)).AddComment(d.ctx, d.crowd[11], idea, domain.CommentDraft{
		Body: "The man in row four of the last meetup, second from the left, broke mine.", Nonce: "demo-reported-0000000000",
	})
	if err != nil {
		return err
	}
	return d.report(named)
}

// report reports a comment as a guest does, and confirms the address.
func (d *demo) report(comment int64) error {
	at := d.at(d.ago(1.7))
	err := at.Report(d.ctx, app.Origin{}, domain.Report{Part: domain.PartComment, Subject: comment, Reason: domain.LawPrivacy,
		Words: "Everybody who was there knows who is meant. It is not true.", Name: "A guest", Email: "guest@example.org"})
	if err != nil {
		return err
	}
	token, err := at.NewReportToken(d.ctx, 1)
	if err != nil {
		return err
	}
	return at.ConfirmReport(d.ctx, token)
}
