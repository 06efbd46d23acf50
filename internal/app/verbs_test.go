package app_test

import (
	"context"
	"fmt"
	"slices"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// attempt does a verb for an actor, with arguments that are good.
type attempt func(ctx context.Context, a *app.App, who domain.Actor) error

// verb is how to call one: who may, and what must be there before.
type verb struct {
	as      domain.Role
	prepare func(w *rights, who domain.Actor) attempt
}

// simply is a verb that needs nothing to be there.
func simply(do attempt) func(*rights, domain.Actor) attempt {
	return func(*rights, domain.Actor) attempt { return do }
}

const because = "A reason that is long enough to be one."

// verbs has a row for each method of app.App that takes an actor.
var verbs = map[string]verb{
	"SignOut": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.SignOut(ctx, who)
	})},
	"RevokeOtherSessions": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.RevokeOtherSessions(ctx, who)
	})},
	"RevokeSession": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		other := w.session(who.ID)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.RevokeSession(ctx, who, other.SessionID)
		}
	}},
	"ChangeName": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.ChangeName(ctx, who, "Another")
	})},
	"AskEmail": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.AskEmail(ctx, who, "elsewhere@example.org", password)
	})},
	"ChangePassword": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		_, err := a.ChangePassword(ctx, who, from, password, "another walk on the beach")
		return err
	})},
	"SetPreferences": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.SetPreferences(ctx, who, "de", domain.ThemeDark, false)
	})},
	"SetMail": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.SetMail(ctx, who, domain.MailWish{Level: domain.MailAll})
	})},
	"Follow": {domain.Customer, func(w *rights, _ domain.Actor) attempt {
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Follow(ctx, who, domain.Subject{Part: domain.PartSpace, ID: w.space}, true)
		}
	}},
	"EraseAccount": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.EraseAccount(ctx, who, password, false)
	})},
	"SaveDraft": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.SaveDraft(ctx, who, domain.SavedDraft{Form: domain.NewIdeaForm, Fields: map[string]string{"title": because}})
	})},
	"DiscardDraft": {domain.Customer, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.DiscardDraft(ctx, who, domain.NewIdeaForm)
	})},

	"SubmitIdea": {domain.Customer, func(w *rights, _ domain.Actor) attempt {
		d := domain.Draft{Title: w.name("A new idea"), Body: because, SpaceID: w.space, Nonce: w.name("nonce")}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.SubmitIdea(ctx, who, d)
			return err
		}
	}},
	"EditIdea": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		id := w.idea(who, w.name("To be edited"))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.EditIdea(ctx, who, id, domain.Draft{Title: "Edited as wished", Body: because, SpaceID: w.space})
		}
	}},
	"DeleteIdea": {domain.Customer, onIdea((*app.App).DeleteIdea)},
	"AskErasure": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		id := w.idea(who, w.name("To be deleted"))
		_, err := w.free.Vote(w.t.Context(), w.staff[domain.Officer], id, domain.Promote)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.AskErasure(ctx, who, id, because)
		}
	}},
	"ReopenIdea": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		id := w.idea(who, w.name("To be reopened"))
		w.must(w.free.Decide(w.t.Context(), w.staff[domain.Moderator], id, domain.StatusArchived, ""))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ReopenIdea(ctx, who, id, because)
		}
	}},
	"MoveIdea": {domain.Moderator, func(w *rights, who domain.Actor) attempt {
		id := w.idea(who, w.name("To be moved"))
		to, err := w.free.SaveSpace(w.t.Context(), domain.System, domain.Space{Name: w.name("Elsewhere")})
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.MoveIdea(ctx, who, id, to) }
	}},
	"RemoveIdea":  {domain.Moderator, onIdea((*app.App).RemoveIdea)},
	"RestoreIdea": {domain.Moderator, onOthersIdea((*app.App).RestoreIdea, (*app.App).RemoveIdea)},
	"Decide": {domain.Engineer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.Decide(ctx, who, id, domain.StatusUnderReview, "")
	})},
	"Vote": {domain.Customer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		_, err := a.Vote(ctx, who, id, domain.None)
		if err == nil {
			_, err = a.Vote(ctx, who, id, domain.Promote)
		}
		return err
	})},

	"AddMember": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		w.made++
		m := domain.Member{Name: "Added", Email: fmt.Sprintf("added%d@example.org", w.made), Role: domain.Customer}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.AddMember(ctx, who, m, password)
			return err
		}
	}},
	"Invite": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		w.made++
		i := domain.Invitation{Email: fmt.Sprintf("invited%d@example.org", w.made), Role: domain.Customer}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.Invite(ctx, who, i, true)
			return err
		}
	}},
	"RevokeInvitation": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		w.made++
		w.invite(fmt.Sprintf("invited%d@example.org", w.made), domain.Customer)
		open, err := w.db.Reader().Invitations(w.t.Context(), w.clock.now(), 1)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.RevokeInvitation(ctx, who, open[0].ID)
		}
	}},
	"SetRole": {domain.Admin, onMember(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.SetRole(ctx, who, id, domain.Engineer, because)
	})},
	"Suspend": {domain.Moderator, onMember(suspend)},
	"NoteMember": {domain.Moderator, onMember(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.NoteMember(ctx, who, id, because)
	})},
	"Silence":   {domain.Moderator, onMember(silence)},
	"Unsilence": {domain.Moderator, onMember((*app.App).Unsilence, silence)},
	"RemoveEverything": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		m := w.account(domain.Customer)
		w.idea(m, w.name("To be removed"))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return removeEverything(a, ctx, who, m.ID)
		}
	}},
	"UndoRemoval": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		m := w.account(domain.Customer)
		w.idea(m, w.name("To be brought back"))
		w.must(removeEverything(w.free, w.t.Context(), w.staff[domain.Moderator], m.ID))
		removals, err := w.db.Reader().Removals(w.t.Context(), m.ID)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.UndoRemoval(ctx, who, m.ID, removals[0].ID)
		}
	}},
	"Reinstate": {domain.Moderator, onMember((*app.App).Reinstate, suspend)},

	"SaveSpace": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		s := domain.Space{Name: w.name("Space")}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.SaveSpace(ctx, who, s)
			return err
		}
	}},
	"SaveTag": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		tag := w.name("tag")
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.SaveTag(ctx, who, 0, tag) }
	}},
	"AddSynonym": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		s := domain.Synonym{Word: w.name("word"), Other: w.name("other")}
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.AddSynonym(ctx, who, s) }
	}},
	"DeleteSynonym": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		w.must(w.free.AddSynonym(w.t.Context(), w.staff[domain.Moderator], domain.Synonym{Word: w.name("word"), Other: w.name("other")}))
		all, err := w.db.Reader().Synonyms(w.t.Context())
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.DeleteSynonym(ctx, who, all[0].ID)
		}
	}},
	"MergeTags": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		from, into := w.name("tag"), w.name("tag")
		for _, name := range []string{from, into} {
			w.must(w.free.SaveTag(w.t.Context(), domain.System, 0, name))
		}
		t, err := w.db.Reader().TagNamed(w.t.Context(), from)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.MergeTags(ctx, who, t.ID, into)
		}
	}},
	"DeleteTag": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		tag := w.name("tag")
		w.must(w.free.SaveTag(w.t.Context(), domain.System, 0, tag))
		tags, err := w.db.Reader().Tags(w.t.Context(), domain.Cursor{}, 1000)
		w.must(err)
		at := slices.IndexFunc(tags.Items, func(t domain.Tag) bool { return t.Name == tag })
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.DeleteTag(ctx, who, tags.Items[at].ID)
		}
	}},
	"SetSettings": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		values := domain.Settings{domain.CommunityName: w.name("Name")}
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.SetSettings(ctx, who, values) }
	}},
	"ReviveJob": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		id := w.deadJob()
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.ReviveJob(ctx, who, id) }
	}},

	"SaveFamily": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		f := domain.Family{Name: w.name("Family"), Shape: "dock"}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.SaveFamily(ctx, who, f)
			return err
		}
	}},
	"SaveProduct": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		p := domain.Product{Name: w.name("Product"), Family: w.product.Family, Launch: w.clock.now().AddDate(0, -1, 0)}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.SaveProduct(ctx, who, p)
			return err
		}
	}},
	"AddSerials": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		serial := w.name("SERIAL-")
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.AddSerials(ctx, who, w.product.ID, serial)
			return err
		}
	}},
	"ClaimProduct": {domain.Customer, func(w *rights, _ domain.Actor) attempt {
		serial := w.name("SERIAL-")
		_, err := w.free.AddSerials(w.t.Context(), domain.System, w.product.ID, serial)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ClaimProduct(ctx, who, w.product.Slug, serial)
		}
	}},
	"ReleaseRevision": {domain.Engineer, func(w *rights, _ domain.Actor) attempt {
		revision, slug := w.name("Revision"), w.another().Slug
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ReleaseRevision(ctx, who, slug, revision, because)
		}
	}},
	"Override": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		slug := w.another().Slug
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Override(ctx, who, slug, w.clock.now().AddDate(0, 0, 9), because)
		}
	}},
	"EndOverride": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		slug := w.another().Slug
		w.must(w.free.Override(w.t.Context(), domain.System, slug, w.clock.now().AddDate(0, 0, 9), because))
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.EndOverride(ctx, who, slug) }
	}},
	"Exclude": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		slug, exclusion := w.another().Slug, w.exclusion()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Exclude(ctx, who, slug, exclusion)
		}
	}},
	"UndoExclusion": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		p := w.another()
		w.must(w.free.Exclude(w.t.Context(), domain.System, p.Slug, w.exclusion()))
		exclusions, err := w.db.Reader().Exclusions(w.t.Context(), p.ID)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.UndoExclusion(ctx, who, p.Slug, exclusions[0].ID)
		}
	}},
	"SaveTheme": {domain.Engineer, func(w *rights, _ domain.Actor) attempt {
		slug := w.another().Slug
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SaveTheme(ctx, who, slug, domain.Theme{NameEN: "Noise", WordsEN: "loud"})
		}
	}},
	"DeleteTheme": {domain.Engineer, func(w *rights, _ domain.Actor) attempt {
		p, theme := w.themed()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.DeleteTheme(ctx, who, p.Slug, theme)
		}
	}},

	"Rate": {domain.Customer, simplyOnProduct(func(a *app.App, ctx context.Context, who domain.Actor, slug string) error {
		return a.Rate(ctx, who, slug, domain.RatingDraft{Stars: 4})
	})},
	"TakeBackRating": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		w.must(w.free.Rate(w.t.Context(), who, w.product.Slug, domain.RatingDraft{Stars: 4}))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.TakeBackRating(ctx, who, w.product.Slug)
		}
	}},
	"MarkHelpful": {domain.Customer, onRating(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		_, err := a.MarkHelpful(ctx, who, id, true)
		return err
	})},
	"LabelPromotional": {domain.Moderator, onRating(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.LabelPromotional(ctx, who, id, true)
	})},
	"ReplyToReview": {domain.Engineer, onRating(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.ReplyToReview(ctx, who, id, because, true)
	})},
	"VerifyOwner": {domain.Moderator, onRating(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.VerifyOwner(ctx, who, id, because)
	})},
	"ChooseThemes": {domain.Engineer, func(w *rights, _ domain.Actor) attempt {
		p, theme := w.themed()
		id := w.rating(p)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ChooseThemes(ctx, who, id, []int64{theme})
		}
	}},

	"Want": {domain.Customer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.Want(ctx, who, id, true)
	}, func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.Decide(ctx, who, id, domain.StatusDeclined, because+fmt.Sprint(id))
	})},
	"GiveReason": {domain.Customer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.GiveReason(ctx, who, id, domain.Reason{Importance: domain.Important})
	})},
	"SetIdeaChips": {domain.Engineer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.SetIdeaChips(ctx, who, id, []domain.Chip{{NameEN: "Noise"}})
	})},
	"SetSpaceChips": {domain.Engineer, func(w *rights, _ domain.Actor) attempt {
		name := w.name("Noise")
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SetSpaceChips(ctx, who, w.space, []domain.Chip{{NameEN: name}})
		}
	}},
	"VoteForMember": {domain.Officer, func(w *rights, who domain.Actor) attempt {
		idea, member := w.idea(w.staff[domain.Customer], w.name("An idea")), w.account(domain.Customer)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.VoteForMember(ctx, who, idea, member.ID, "trade fair")
		}
	}},
	"VoteForContact": {domain.Officer, onIdea(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.VoteForContact(ctx, who, id, domain.Contact{Name: "A visitor", Said: "trade fair"})
	})},
	"WithdrawForContact": {domain.Officer, func(w *rights, who domain.Actor) attempt {
		idea := w.idea(who, w.name("An idea"))
		w.must(w.free.VoteForContact(w.t.Context(), who, idea, domain.Contact{Name: "A visitor", Said: "trade fair"}))
		votes, _, err := w.db.Reader().StaffRecords(w.t.Context(), idea)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.WithdrawForContact(ctx, who, idea, votes[0].ID)
		}
	}},
	"SaveQueue": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		n := domain.Queue{Name: w.name("Queue"), TimeZone: "UTC", Days: 5, Weights: domain.PlainWeights}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.SaveQueue(ctx, who, n)
			return err
		}
	}},
	"SetDuty": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		queue := w.queueOf(who)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SetDuty(ctx, who, queue.Slug, w.clock.now(), queue.Engineers[0].ID)
		}
	}},
	"SaveRoute": {domain.Admin, func(w *rights, who domain.Actor) attempt {
		rule := domain.Route{Queue: w.queueOf(who).Ref(), Name: w.name("Rule"), Kind: domain.RoutePoints, Points: 1000}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.SaveRoute(ctx, who, rule)
			return err
		}
	}},
	"DeleteRoute": {domain.Admin, onRoute((*app.App).DeleteRoute)},
	"AskRouting":  {domain.Admin, onRoute((*app.App).AskRouting)},
	"MoveRoute": {domain.Admin, onRoute(func(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
		return a.MoveRoute(ctx, who, id, -1)
	})},
	"TakeUp": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		queue, idea := w.queueOf(who), w.idea(who, w.name("An idea"))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.TakeUp(ctx, who, idea, queue.ID)
		}
	}},
	"AddWork": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		queue := w.queueOf(who)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.AddWork(ctx, who, queue.ID, "Measure the new fan", "")
			return err
		}
	}},
	"WorkOnTheme": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		queue := w.queueOf(who)
		p, theme := w.themed()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.WorkOnTheme(ctx, who, p.Slug, theme, queue.ID)
			return err
		}
	}},
	"DecideItem": {domain.Engineer, onItem(func(a *app.App, ctx context.Context, who domain.Actor, i domain.Item) error {
		return a.DecideItem(ctx, who, i.ID, i.Version, app.Verdict{To: domain.StatusAccepted})
	})},
	"UndoDecision": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		i := w.routed(w.queueOf(who), w.name("An idea"))
		w.must(w.free.DecideItem(w.t.Context(), who, i.ID, i.Version, app.Verdict{To: domain.StatusAccepted}))
		i = w.itemOf(i.Idea.ID)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.UndoDecision(ctx, who, i.ID, i.Version)
		}
	}},
	"Merge": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		source, target := w.two()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Merge(ctx, who, source, target, "")
		}
	}},
	"Unmerge": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		source, target := w.two()
		w.must(w.free.Merge(w.t.Context(), domain.System, source, target, ""))
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.Unmerge(ctx, who, source) }
	}},
	"ProposeMerge": {domain.Customer, func(w *rights, _ domain.Actor) attempt {
		source, target := w.two()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ProposeMerge(ctx, who, source, target, because)
		}
	}},
	"DeclineProposal": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		source, target := w.two()
		w.must(w.free.ProposeMerge(w.t.Context(), w.account(domain.Customer), source, target, because))
		p, err := w.db.Reader().ProposalOf(w.t.Context(), source, target)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.DeclineProposal(ctx, who, p.ID)
		}
	}},
	"DecideRow": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		row := w.row()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.DecideRow(ctx, who, row, domain.LeaveApart, "")
		}
	}},
	"UndoRow": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		row := w.row()
		w.must(w.free.DecideRow(w.t.Context(), w.staff[domain.Moderator], row, domain.LeaveApart, ""))
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.UndoRow(ctx, who, row) }
	}},
	"Flag": {domain.Customer, func(w *rights, _ domain.Actor) attempt {
		id := w.idea(w.account(domain.Customer), w.name("An idea"))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Flag(ctx, who, domain.PartIdea, id, domain.FlagDraft{Reason: domain.FlagSpam})
		}
	}},
	"Object": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		idea := w.idea(who, w.name("An idea"))
		w.must(w.free.RemoveIdea(w.t.Context(), w.staff[domain.Moderator], idea))
		told, err := w.db.Reader().RestrictionsOf(w.t.Context(), who.ID, domain.Cursor{})
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Object(ctx, who, told.Items[0].ID, because)
		}
	}},
	"ClaimRow": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		row := w.row()
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.ClaimRow(ctx, who, row, true) }
	}},
	"SeeRows": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		row := w.row()
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SeeRows(ctx, who, []int64{row})
		}
	}},
	"LetPostIn": {domain.Moderator, func(w *rights, _ domain.Actor) attempt {
		h := w.held(w.account(domain.Customer))
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.LetPostIn(ctx, who, h.Weighed) }
	}},
	"ResendHeld": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		h := w.held(who)
		h.Body = "Other words that were sent again."
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ResendHeld(ctx, who, h, domain.Sending{})
		}
	}},
	"WithdrawHeld": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		h := w.held(who)
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.WithdrawHeld(ctx, who, h.ID) }
	}},
	"SetSignals": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		lists := domain.WatchLists{Words: []string{w.name("word")}}
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SetSignals(ctx, who, lists, domain.Settings{})
		}
	}},
	"ReleaseFor": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		raters := make([]domain.Actor, 10)
		for n := range raters {
			raters[n] = w.account(domain.Customer)
		}
		_, i := w.recovery(w.name("Gadget"), who, raters)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.ReleaseFor(ctx, who, i.ID, i.Version, "B", because)
		}
	}},
	"ChangeItem": {domain.Engineer, onItem(func(a *app.App, ctx context.Context, who domain.Actor, i domain.Item) error {
		return a.ChangeItem(ctx, who, i.ID, i.Version, app.ItemChange{Effort: domain.EffortS})
	})},
	"MoveItem": {domain.Engineer, onItem(func(a *app.App, ctx context.Context, who domain.Actor, i domain.Item) error {
		return a.MoveItem(ctx, who, i.ID, i.Version, 0)
	})},
	"Park": {domain.Engineer, onItem(func(a *app.App, ctx context.Context, who domain.Actor, i domain.Item) error {
		return a.Park(ctx, who, i.ID, i.Version, i.Entered.AddDate(0, 0, 7), because)
	})},
	"Unpark": {domain.Engineer, func(w *rights, who domain.Actor) attempt {
		i := w.routed(w.queueOf(who), w.name("An idea"))
		w.must(w.free.Park(w.t.Context(), who, i.ID, i.Version, i.Entered.AddDate(0, 0, 7), because))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.Unpark(ctx, who, i.ID, i.Version+1)
		}
	}},
	"Ask": {domain.Engineer, onItem(func(a *app.App, ctx context.Context, who domain.Actor, i domain.Item) error {
		return a.Ask(ctx, who, i.ID, i.Version, because)
	})},
	"AnswerQuestion": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		queue, idea := w.queue(w.name("Queue"), 0), w.idea(who, w.name("An idea"))
		w.must(w.free.TakeUp(w.t.Context(), domain.System, idea, queue.ID))
		i := w.itemOf(idea)
		w.must(w.free.Ask(w.t.Context(), w.staff[domain.Engineer], i.ID, i.Version, because))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.AnswerQuestion(ctx, who, idea, because)
		}
	}},

	"ImportIdeas": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		idea := domain.ImportedIdea{Key: w.name("key"), Title: "Carried over", Space: "Gaming", Status: domain.StatusNew, Created: w.clock.now()}
		row, err := app.PrepareIdea(idea, domain.TextMarkdown)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.ImportIdeas(ctx, who, "file", []app.PreparedIdea{row})
			return err
		}
	}},
	"RouteImported": {domain.Admin, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		_, err := a.RouteImported(ctx, who, "file")
		return err
	})},
	"ImportProducts": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		name := w.name("imported-")
		row, err := app.PrepareProduct(domain.ImportedProduct{Key: name, Name: name, Launch: w.clock.now()}, "Imported")
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.ImportProducts(ctx, who, "file", []app.PreparedProduct{row})
			return err
		}
	}},
	"ImportComments": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		comment := domain.ImportedComment{Key: w.name("key"), Idea: "x", Body: because, Created: w.clock.now()}
		row, err := app.PrepareComment(comment, w.idea(w.account(domain.Customer), w.name("An idea")), domain.TextMarkdown)
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.ImportComments(ctx, who, "file", []app.PreparedComment{row}, func(string) bool { return true })
			return err
		}
	}},
	"ImportReviews": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		review := domain.ImportedReview{Key: w.name("key"), Product: w.product.Slug, Stars: 4, Created: w.clock.now()}
		row, err := app.PrepareReview(review, domain.TextMarkdown, "Imported")
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.ImportReviews(ctx, who, "file", []app.PreparedReview{row})
			return err
		}
	}},
	"FinishReviews": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		review := domain.ImportedReview{Key: w.name("key"), Product: w.product.Slug, Stars: 4, Created: w.clock.now()}
		row, err := app.PrepareReview(review, domain.TextMarkdown, "Imported")
		w.must(err)
		_, err = w.free.ImportReviews(w.t.Context(), domain.System, "unfinished", []app.PreparedReview{row})
		w.must(err)
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			_, err := a.FinishReviews(ctx, who, "unfinished")
			return err
		}
	}},
}

// byID is a verb on the thing with a number.
type byID func(a *app.App, ctx context.Context, who domain.Actor, id int64) error

// onIdea does a verb to an idea of the actor, after others were done to it.
func onIdea(do byID, before ...byID) func(*rights, domain.Actor) attempt {
	return on(func(w *rights, who domain.Actor) int64 { return w.idea(who, w.name("An idea")) }, do, before)
}

// onOthersIdea is onIdea with an idea of somebody else: nobody decides about their own.
func onOthersIdea(do byID, before ...byID) func(*rights, domain.Actor) attempt {
	return on(func(w *rights, _ domain.Actor) int64 { return w.idea(w.staff[domain.Customer], w.name("An idea")) }, do, before)
}

// onRoute does a verb to a rule.
func onRoute(do byID) func(*rights, domain.Actor) attempt {
	return on(func(w *rights, who domain.Actor) int64 {
		w.queue(w.name("Queue"), 1000)
		routes, err := w.db.Reader().Routes(w.t.Context())
		w.must(err)
		return routes[len(routes)-1].ID
	}, do, nil)
}

// onItem does a verb to an item of a queue that the actor is an engineer of.
func onItem(do func(*app.App, context.Context, domain.Actor, domain.Item) error) func(*rights, domain.Actor) attempt {
	return func(w *rights, who domain.Actor) attempt {
		i := w.routed(w.queueOf(who), w.name("An idea"))
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return do(a, ctx, who, i) }
	}
}

func suspend(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
	return a.Suspend(ctx, who, id, domain.Sanction{Reason: because})
}

func silence(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
	return a.Silence(ctx, who, id, domain.Sanction{Reason: because})
}

func removeEverything(a *app.App, ctx context.Context, who domain.Actor, id int64) error {
	return a.RemoveEverything(ctx, who, id, domain.RemovalDraft{Ground: domain.RuleSpam, Reason: because})
}

func onMember(do byID, before ...byID) func(*rights, domain.Actor) attempt {
	return on(func(w *rights, _ domain.Actor) int64 { return w.account(domain.Customer).ID }, do, before)
}

func onRating(do byID) func(*rights, domain.Actor) attempt {
	return on(func(w *rights, _ domain.Actor) int64 { return w.rating(w.product) }, do, nil)
}

func on(thing func(*rights, domain.Actor) int64, do byID, before []byID) func(*rights, domain.Actor) attempt {
	return func(w *rights, who domain.Actor) attempt {
		id := thing(w, who)
		for _, first := range before {
			w.must(first(w.free, w.t.Context(), domain.System, id))
		}
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return do(a, ctx, who, id) }
	}
}

func simplyOnProduct(do func(*app.App, context.Context, domain.Actor, string) error) func(*rights, domain.Actor) attempt {
	return func(w *rights, _ domain.Actor) attempt {
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return do(a, ctx, who, w.product.Slug) }
	}
}

// row is a proposed merge on the desk.
func (w *rights) row() int64 {
	w.t.Helper()
	source, target := w.two()
	w.must(w.free.ProposeMerge(w.t.Context(), w.account(domain.Customer), source, target, because))
	rows, err := w.db.Reader().DeskRows(w.t.Context(), domain.DeskFilter{Kind: domain.DeskProposal})
	w.must(err)
	return rows.Items[0].ID
}
