package app_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func TestSettings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, admin := t.Context(), w.staff[domain.Admin]
		w.want(w.app.SetSettings(ctx, w.staff[domain.Officer], domain.Settings{domain.CommunityName: "X"}), domain.Forbidden, "an officer")
		w.want(w.app.SetSettings(ctx, admin, domain.Settings{domain.CommunityName: "Arbor", domain.LimitIdeasDay: "none"}),
			domain.Invalid, "a bad value")
		values, err := db.Reader().Settings(ctx)
		if err != nil || values.Value(domain.CommunityName) != "Groundswell" {
			t.Errorf("half of a refused form was kept: %v, %v", values, err)
		}
		w.want(w.app.SetSettings(ctx, admin, domain.Settings{domain.CommunityName: " Arbor "}), 0, "a good value")
		community, err := db.Reader().Community(ctx, w.clock.now())
		if err != nil || community.Settings.Value(domain.CommunityName) != "Arbor" {
			t.Errorf("%v, %v", community, err)
		}
		w.want(w.app.SetSettings(ctx, admin, domain.Settings{"invented": "1"}), domain.Invalid, "an unknown key")
	})
}

func TestSpacesAndTags(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, admin := t.Context(), w.staff[domain.Admin]
		id, err := w.app.SaveSpace(ctx, admin,
			domain.Space{Name: "Docks & ports", Responsible: domain.MemberRef{ID: w.staff[domain.Engineer].ID}})
		w.want(err, 0, "a space")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{Name: "Docks, ports"})
		w.want(err, 0, "the same words in the address")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{Name: "docks & Ports"})
		w.want(err, domain.Invalid, "the same name")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{Name: "Harbours", Slug: "docks-ports"})
		w.want(err, domain.Invalid, "the same typed word in the address")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{Name: "Harbours", Slug: "new"})
		w.want(err, domain.Invalid, "a word that the site itself may need")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{ID: id, Name: "Docks", Slug: "docks"})
		w.want(err, 0, "a change")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{ID: id, Name: "Older", Slug: "older"})
		w.want(err, domain.Conflict, "a change of an old version")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{Name: "X", Slug: "x"})
		w.want(err, domain.Invalid, "a name that is too short")
		_, err = w.app.SaveSpace(ctx, admin, domain.Space{Name: "Nobody's", Responsible: domain.MemberRef{ID: w.staff[domain.Customer].ID}})
		w.want(err, domain.Invalid, "a customer who is responsible")

		w.want(w.app.SaveTag(ctx, admin, 0, "Fan"), 0, "a tag")
		w.want(w.app.SaveTag(ctx, admin, 0, "fan"), domain.Invalid, "the same tag")
		w.want(w.app.SaveTag(ctx, admin, 0, "a, b"), domain.Invalid, "two tags at once")
		tag, err := db.Reader().TagBySlug(ctx, "fan")
		if err != nil {
			t.Fatal(err)
		}
		idea, err := w.free.SubmitIdea(ctx, admin,
			domain.Draft{Title: "A quieter fan", Body: "Please.", SpaceID: w.space, Nonce: "n", Tags: []domain.Tag{{Slug: "fan", Name: "fan"}}})
		if err != nil {
			t.Fatal(err)
		}
		w.want(w.app.SaveTag(ctx, admin, tag.ID, "Fans"), 0, "a rename")
		if tags := w.read(admin, idea).Tags; len(tags) != 1 || tags[0].Slug != "fans" || tags[0].Ideas != 1 {
			t.Errorf("%+v", tags)
		}
		w.want(w.app.DeleteTag(ctx, admin, tag.ID), 0, "deleting it")
		if tags := w.read(admin, idea).Tags; len(tags) != 0 {
			t.Errorf("the idea still carries %+v", tags)
		}
	})
}
