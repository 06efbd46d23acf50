package app_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Whoever has not agreed to terms that ask for it writes nothing, until they agree: to
// these or newer ones. Staff write, and everybody keeps their account.
func TestWritingWaitsForConsent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		ctx, id := t.Context(), w.world.idea(w.staff[domain.Officer], "A quieter fan for everyone")
		member, engineer := w.account(domain.Customer), w.account(domain.Engineer)
		vote := func(who domain.Actor) error { _, err := w.free.Vote(ctx, who, id, domain.Promote); return err }
		comment := func(who domain.Actor) error {
			_, err := w.free.AddComment(ctx, who, id, domain.CommentDraft{Body: w.name("Words"), Nonce: w.name("nonce")})
			return err
		}
		first := w.saveTerms("Be kind.", false)
		w.want(vote(member), 0, "terms that ask nobody")
		asked := w.saveTerms("Be kind, always.", true)
		w.want(vote(member), domain.Conflict, "a vote before agreeing")
		w.want(comment(member), domain.Conflict, "a comment before agreeing")
		w.want(w.free.AgreeTerms(ctx, member, first), 0, "agreeing to what was shown a while ago")
		w.want(comment(member), domain.Conflict, "a comment after agreeing to older terms")
		w.want(comment(engineer), 0, "a comment by staff")
		w.want(w.free.SetPreferences(ctx, member, "de", domain.ThemeDark, true), 0, "the own account")
		w.want(w.free.AgreeTerms(ctx, member, asked+1), domain.NotFound, "agreeing to terms that are not there")
		w.want(w.free.AgreeTerms(ctx, member, asked), 0, "agreeing")
		w.want(w.free.AgreeTerms(ctx, member, asked), 0, "agreeing once more")
		w.want(comment(member), 0, "a comment by an actor that was read before agreeing")
		w.saveTerms("Be kind, always and to all.", false)
		w.want(vote(member), 0, "a vote after newer terms that ask nobody")
		w.saveTerms("Be kind, always and to all people.", true)
		w.want(vote(member), domain.Conflict, "a vote after newer terms that ask")
	})
}

// Two who edit a page at once make one version; nobody agrees to a text with gaps, and a
// text as it was is no version.
func TestLegalVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		save := func(version int64, text string, asks bool) error {
			return w.free.SaveLegal(t.Context(), domain.System, domain.Terms, version, map[string]string{"en": text, "de": text}, asks)
		}
		w.want(save(0, "Be kind.", false), 0, "the first version")
		w.want(save(0, "Be very kind.", false), domain.Conflict, "another first version")
		w.want(save(1, "Be kind.", false), 0, "the same text")
		w.want(save(1, "Be kind to [[whom]].", true), domain.Invalid, "gaps that members would agree to")
		w.want(save(1, " ", false), domain.Invalid, "nothing")
		w.want(save(1, "Be kind to [[whom]].", false), 0, "gaps")
		got, err := db.Reader().LegalVersions(t.Context(), domain.Terms, "de", 0, 10)
		w.must(err)
		if len(got) != 2 || got[0].Version != 2 || got[1].Body != "Be kind." || len(got[0].Blanks()) != 1 {
			t.Errorf("the versions are %+v", got)
		}
	})
}
