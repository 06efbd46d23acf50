package views

import (
	"context"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// ModerationPage is what waits for a moderator, or what was decided.
type ModerationPage struct {
	Page
	DeskView
	Cases   []DeskCase
	Counts  []domain.DeskCount
	Load    domain.DeskLoad
	Spaces  []domain.Space // of the community
	Named   bool           // spaces name the viewer as their moderator
	Next    string
	Form    Form
	Decided *DeskCase // what the viewer decided a moment ago and can take back; nil: nothing
	Results []DeskResult
}

// DeskView is which rows of the desk a page shows.
type DeskView struct {
	Kind    domain.DeskKind // "": all
	Own     bool            // of the spaces that name the viewer as a moderator
	In      string          // a space by its slug; "": all
	Decided bool            // the log
	After   string
}

// DeskCase is a row of the desk with its evidence, of which a row has that of its kind.
type DeskCase struct {
	domain.DeskRow
	Proposal domain.Proposal
	Flagged  domain.Flagged // the post that the row is about, with the flags of it
	Reports  []domain.Report
	Told     domain.Restriction // that an objection is about
	Votes    *domain.VoteGroup
	Bomb     BombCase
	Erasure  domain.Erasure
	Approval domain.Case
}

// About names the post that the row is about, where it is about one.
func (c *DeskCase) About() domain.PostKey {
	if c.Kind == domain.DeskObjection {
		return domain.PostKey{Part: c.Told.Part, ID: c.Told.Subject}
	}
	return domain.PostKey{Part: c.Part, ID: c.Subject}
}

// DeskResult is what became of one of several rows.
type DeskResult struct {
	Row     int64
	Refused string // the sentence that says why not; "" when it was done
}

// deskIcons are the pictures of the kinds.
var deskIcons = map[domain.DeskKind]string{
	domain.DeskFlag: "i-flag", domain.DeskReport: "i-flag", domain.DeskApproval: "i-clock", domain.DeskProposal: "s-merged",
	domain.DeskVotes: "i-warn", domain.DeskBomb: "i-warn", domain.DeskErasure: "s-archived", domain.DeskObjection: "i-comment",
}

// deskMarks are their colours: what may harm, what looks manipulated, what asks to be
// looked at again; none: what only waits.
var deskMarks = map[domain.DeskKind]string{
	domain.DeskFlag: "mark-ember", domain.DeskReport: "mark-ember", domain.DeskVotes: "mark-ochre", domain.DeskBomb: "mark-ochre",
	domain.DeskObjection: "mark-slate", domain.DeskProposal: "mark-slate",
}

// waiting is how many rows wait of a kind, or of all.
func (p ModerationPage) waiting(k domain.DeskKind) (n int64) {
	for _, c := range p.Counts {
		if k == "" || c.Kind == k {
			n += c.N
		}
	}
	return n
}

// deskCount is a number of rows that was counted up to a bound.
func deskCount(ctx context.Context, n int64) string {
	if n >= domain.DeskCountMax {
		return num(ctx, domain.DeskCountMax-1) + "+"
	}
	return num(ctx, n)
}

// bulk are the decisions that can be made for several rows of the page at once.
func (p ModerationPage) bulk() (some []domain.DeskDecision) {
	if p.DeskView.Decided || len(p.Cases) < 2 {
		return nil
	}
	for _, d := range p.Kind.Decisions() {
		if d.Bulk {
			some = append(some, d)
		}
	}
	return some
}

// decisions are those that can be made about the row as it stands.
func (c *DeskCase) decisions() (all []domain.DeskDecision) {
	for _, d := range c.Kind.Decisions() {
		if d.Do != domain.DeleteIt || !c.Erasure.NameOnlyGoes() {
			all = append(all, d)
		}
	}
	return all
}

// unseen are the rows that the viewer has not been shown before.
func (p ModerationPage) unseen() (ids []int64) {
	for i := range p.Cases {
		seen := !p.Cases[i].Open()
		for _, m := range p.Cases[i].Seen {
			seen = seen || m.ID == p.Viewer.ID
		}
		if !seen {
			ids = append(ids, p.Cases[i].ID)
		}
	}
	return ids
}

// others are those who have seen a row, but for the viewer.
func (c *DeskCase) others(who domain.Actor) (all []domain.MemberRef) {
	for _, m := range c.Seen {
		if m.ID != who.ID {
			all = append(all, m)
		}
	}
	return all
}

// holder is who has claimed the row and has it still; ID 0 for nobody.
func (c *DeskCase) holder(now time.Time) domain.MemberRef {
	if c.Open() && now.Before(c.ClaimAt.Add(domain.DeskClaim)) {
		return c.Claimed
	}
	return domain.MemberRef{}
}

// deskWord is a decision in words.
func deskWord(ctx context.Context, k domain.DeskKind, do domain.DeskDo) string {
	if do == "" {
		return t(ctx, "desk.settled")
	}
	return t(ctx, "desk."+string(k)+"."+string(do))
}

// caseTitle is what a row is about, in few words.
func caseTitle(ctx context.Context, c *DeskCase) string {
	switch c.Kind {
	case domain.DeskFlag, domain.DeskReport:
		return c.Flagged.Post.Title
	case domain.DeskObjection:
		return nameOf(ctx, c.Told.Whom)
	case domain.DeskApproval:
		return caseOf(ctx, c)
	case domain.DeskProposal:
		return c.Proposal.Source.Title
	case domain.DeskBomb:
		return t(ctx, "bomb.title", "Product", c.Bomb.Product.Name, "Days", windowSpan(ctx, c.Bomb.Window()))
	case domain.DeskErasure:
		return c.Erasure.Idea.Title
	case domain.DeskVotes:
		return tn(ctx, "held.title", c.Votes.Accounts, "Votes", c.Votes.Votes)
	}
	return ""
}

// namesOf are people's names in one line.
func namesOf(ctx context.Context, all []domain.MemberRef) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = i18n.Isolate(nameOf(ctx, m))
	}
	return strings.Join(names, ", ")
}
