package demo

import (
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// carefulSpace is where the first posts of a person wait for a moderator.
const carefulSpace = "kleine-betriebe"

// arrivals are people who joined just now and whose first posts the moderators have.
var arrivals = []struct {
	name, title, body, space string
	ago                      float64 // days
	back                     string  // what the moderator said who sent it back
	again                    string  // the words in which it was sent again
}{
	{
		"Tjark Ohlsen", "Ein gemeinsames Adressbuch für fünf Rechner",
		"Wir sind zu fünft im Laden und pflegen dieselben Adressen an fünf Stellen. Ein Adressbuch, das sich im eigenen Netz abgleicht, " +
			"ohne dass etwas nach draußen geht, würde uns jede Woche eine Stunde sparen.",
		carefulSpace, 0.3, "", "",
	},
	{
		"Swantje Behrens", "Bitte alles einfacher machen", "Es ist alles viel zu kompliziert, macht das bitte einfacher.",
		carefulSpace, 1.1, "Bitte schreib dazu, was genau du tun wolltest und woran es hing. Dann können andere zustimmen.",
		"Ich wollte einen zweiten Drucker einrichten und musste dafür an jedem Rechner dieselben sechs Fenster durchgehen. " +
			"Einmal einrichten und an allen Rechnern übernehmen, das wäre einfach.",
	},
}

// deals are posts of new accounts that all lead to one page.
var deals = []struct{ name, title, body string }{
	{"dock_deals_01", "Cheaper docks than here, have a look",
		"I found the same dock for half of the money on https://half-price-docks.example and it came in two days."},
	{"bargain.hunter.7", "Half the price for the same dock",
		"Everybody should know https://half-price-docks.example before they buy anything here."},
	{"savemoney24", "Do not pay full price for a dock",
		"My whole office bought from https://half-price-docks.example last week, all of them work."},
}

// awaitModerators leaves the moderators first posts and posts that signals found.
func (d *demo) awaitModerators() error {
	space, err := d.db.Reader().Space(d.ctx, d.spaces[carefulSpace])
	if err != nil {
		return err
	}
	space.FirstPosts = 1
	if _, err := d.app.SaveSpace(d.ctx, domain.System, space); err != nil {
		return err
	}
	for _, p := range arrivals {
		if err := d.arrive(p.name, p.title, p.body, p.ago, p.back, p.again); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	for n, p := range deals {
		if err := d.tout(n, p.name, p.title, p.body); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// joinsAt adds somebody who joined an hour before a moment.
func (d *demo) joinsAt(name string, at time.Time) (who domain.Actor, err error) {
	err = d.db.Tx(d.ctx, func(q *store.Tx) error {
		who, err = d.addSilent(q, name, fmt.Sprintf("new%d@demo.example.org", at.UnixMilli()), domain.Customer, at.Add(-time.Hour))
		return err
	})
	return who, err
}

// arrive posts for the first time; the moderator may send it back, and it is sent again.
func (d *demo) arrive(name, title, body string, ago float64, back, again string) error {
	at := d.ago(ago)
	who, err := d.joinsAt(name, at)
	if err != nil {
		return err
	}
	now := func() time.Time { return at }
	_, err = d.app.Unlimited(now).SubmitIdea(d.ctx, who, domain.Draft{Title: title, Body: body,
		SpaceID: d.spaces[carefulSpace], Language: "de", Nonce: "first " + name})
	var held *domain.Held
	if !errors.As(err, &held) {
		return fmt.Errorf("the post does not wait: %w", err)
	}
	if back == "" {
		return nil
	}
	moderator, err := d.named(accounts[2].name)
	if err != nil {
		return err
	}
	h, err := d.db.Reader().Held(d.ctx, held.ID)
	if err != nil {
		return err
	}
	row, err := d.rowOf(h.Weighed)
	if err != nil {
		return err
	}
	at = at.Add(40 * time.Minute)
	if err := d.at(at).DecideRow(d.ctx, moderator, row, domain.SendBack, back); err != nil {
		return err
	}
	if h, err = d.db.Reader().Held(d.ctx, held.ID); err != nil {
		return err
	}
	h.Body = again
	at = at.Add(25 * time.Minute)
	return d.app.Unlimited(now).ResendHeld(d.ctx, who, h, domain.Sending{})
}

// rowOf is the row of the desk that a weighed post opened.
func (d *demo) rowOf(weighed int64) (int64, error) {
	rows, err := d.db.Reader().DeskRows(d.ctx, domain.DeskFilter{Kind: domain.DeskApproval})
	if err != nil {
		return 0, err
	}
	for _, row := range rows.Items {
		if row.Subject == weighed {
			return row.ID, nil
		}
	}
	return 0, domain.ErrNotFound
}

// tout posts as a machine does: a moment after the form was there, from one network.
func (d *demo) tout(n int, name, title, body string) error {
	at := d.ago(0.1 - float64(n)*0.01)
	who, err := d.joinsAt(name, at)
	if err != nil {
		return err
	}
	sent := domain.Sending{Network: "198.51.100.7/32", Opened: at.Add(-2 * time.Second)}
	_, err = d.app.Unlimited(func() time.Time { return at }).SubmitIdea(d.ctx, who, domain.Draft{
		Title: title, Body: body, SpaceID: d.spaces["docks-ports"], Language: "en", Nonce: "deal " + name, Sent: sent,
	})
	return err
}
