package app_test

import (
	"context"
	"maps"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

func init() { maps.Copy(verbs, commentVerbs) }

// quietVerbs write what no page of several people shows.
var quietVerbs = []string{"SaveDraft", "DiscardDraft", "NoteVisit"}

// commentVerbs are the rows of verbs that are about comments.
var commentVerbs = map[string]verb{
	"AddComment": {domain.Customer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		_, err := a.AddComment(ctx, who, id, domain.CommentDraft{Body: because})
		return err
	})},
	"ReplyToComment": {domain.Customer, onComment(byOther, func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		_, err := a.ReplyToComment(ctx, who, id, domain.CommentDraft{Body: because})
		return err
	})},
	"EditComment": {domain.Customer, onComment(bySelf, func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.EditComment(ctx, who, id, domain.CommentDraft{Body: "Said better."})
	})},
	"DeleteComment":  {domain.Customer, onComment(bySelf, (*app.App).DeleteComment)},
	"RemoveComment":  {domain.Moderator, onComment(byOther, (*app.App).RemoveComment)},
	"RestoreComment": {domain.Moderator, onComment(byOther, (*app.App).RestoreComment, (*app.App).RemoveComment)},
	"SetOfficial": {domain.Engineer, onComment(bySelf, func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.SetOfficial(ctx, who, id, true)
	})},
	"ExtendIdea": {domain.Moderator, onComment(byOther, func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.ExtendIdea(ctx, who, id, true)
	})},
	"FindHelpful": {domain.Customer, onComment(byOther, func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		_, err := a.FindHelpful(ctx, who, id, true)
		return err
	})},
	"AddNote": {domain.Moderator, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.AddNote(ctx, who, id, domain.CommentDraft{Body: because, Nonce: because + who.Name})
	})},
	"EditNote": {domain.Moderator, func(w *rights, who domain.Actor) attempt {
		idea := w.idea(who, w.name("Noted"))
		w.must(w.free.AddNote(w.t.Context(), who, idea, domain.CommentDraft{Body: because, Nonce: w.name("note")}))
		_, notes, err := w.db.Reader().StaffRecords(w.t.Context(), idea)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.EditNote(ctx, who, notes[0].ID, domain.CommentDraft{Body: because + " It changed."})
		}
	}},
	"NoteVisit": {domain.Customer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.NoteVisit(ctx, who, id, 0, false)
	})},
}

// bySelf and byOther say who wrote the comment that a verb is done to.
const bySelf, byOther = true, false

// onComment does a verb to a comment, after others were done to it.
func onComment(own bool, do byID, before ...byID) func(*rights, domain.Actor) attempt {
	return on(func(w *rights, who domain.Actor) int64 {
		writer := w.staff[domain.Officer]
		if own {
			writer = who
		}
		return w.comment(writer, w.idea(w.staff[domain.Customer], w.name("An idea")), 0, because)
	}, do, before)
}

// comment posts one; above is the comment it answers, 0 for none.
func (w *world) comment(who domain.Actor, idea, above int64, words string) (id int64) {
	w.t.Helper()
	var err error
	if above == 0 {
		id, err = w.free.AddComment(w.t.Context(), who, idea, domain.CommentDraft{Body: words})
	} else {
		id, err = w.free.ReplyToComment(w.t.Context(), who, above, domain.CommentDraft{Body: words})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}
