package views

import (
	"time"

	"groundswell/internal/domain"
)

// Addresses is what every constant and function of addressFiles makes, with the method that
// it is asked for with. Those that take a verb are asked for all in verbs.
func Addresses(verbs map[string][]string) map[string][]string {
	product, rating := &domain.Product{Slug: "moss"}, &domain.Rating{ID: 4}
	filter := ReviewFilter{Order: domain.Newest, Stars: 2, Revision: 3, Theme: 4, Language: "de", Verified: true,
		Counted: true, Unanswered: true}
	all := map[string][]string{
		"homeURL": {"GET " + homeURL}, "ideasURL": {"GET " + ideasURL}, "spacesURL": {"GET " + spacesURL},
		"shippedURL": {"GET " + shippedURL}, "productsURL": {"GET " + productsURL},
		"ratingsURL": {"GET " + ratingsURL}, "unansweredURL": {"GET " + unansweredURL}, "signUpURL": {"GET " + signUpURL, "POST " + signUpURL},
		"signOutURL": {"POST " + signOutURL}, "confirmURL": {"POST " + confirmURL}, "resetURL": {"GET " + resetURL, "POST " + resetURL},
		"InvitationURL": {"POST " + InvitationURL}, "revokeURL": {"POST " + revokeURL(1)},
		"setUpURL": {"POST " + setUpURL}, "demoURL": {"POST " + demoURL}, "accountURL": {"GET " + accountURL},
		"draftsURL": {"POST " + draftsURL}, "discardURL": {"POST " + discardURL}, "ownDataURL": {"GET " + ownDataURL},
		"eraseURL": {"POST " + eraseURL}, "nameURL": {"POST " + nameURL},
		"emailURL": {"POST " + emailURL}, "passwordURL": {"POST " + passwordURL}, "preferencesURL": {"POST " + preferencesURL},
		"sessionsURL": {"POST " + sessionsURL}, "sessionURL": {"POST " + sessionURL(1)},
		"FeedURL": {
			"GET " + FeedURL(Feed{}, domain.Top, Filter{}, ""), "GET " + FeedURL(Feed{Space: &domain.Space{Slug: "desk"}},
				domain.New, Filter{Tag: "fan"}, "a"),
			"GET " + FeedURL(Feed{Tag: &domain.Tag{Slug: "fan"}}, domain.Hot, Filter{Status: "open"}, ""),
		},
		"productIdeasURL": {"GET " + productIdeasURL(product)}, "inStatusURL": {"GET " + inStatusURL(domain.StatusShipped)},
		"submitURL": {"GET " + submitURL(Page{}), "GET " + submitURL(Page{Space: 1})}, "submitAboutURL": {"GET " + submitAboutURL(product)},
		"submitToURL": {"POST " + submitToURL(0), "POST " + submitToURL(1)}, "spaceURL": {"GET " + spaceURL("desk")},
		"tagURL":    {"GET " + tagURL("fan")},
		"memberURL": {"GET " + memberURL(1)}, "onwardURL": {"GET " + onwardURL(signUpURL, "/ideas")},
		"signInURL": {"GET " + signInURL("/ideas"), "POST " + signInURL("")},
		"accessURL": {"GET " + accessURL(1)}, "UnansweredURL": {"GET " + UnansweredURL("a", 1)},
		"RowURL":     {"GET " + RowURL(adminURL("tags"), "a", "tag", 1)},
		"CatalogURL": {"GET " + CatalogURL(domain.ByLaunch, CatalogFilter{Family: "keys"}, "a")},
		"inStateURL": {"GET " + inStateURL(domain.Watched)},
		"familyURL":  {"GET " + familyURL("keys")}, "deleteThemeURL": {"POST " + deleteThemeURL(product, 1)},
		"undoURL":       {"POST " + undoURL(product, 1)},
		"beforeUndoURL": {"GET " + beforeUndoURL(product, 1)}, "exclusionURL": {"GET " + exclusionURL(product, time.Unix(1, 0), time.Time{})},
		"ReviewsURL": {"GET " + ReviewsURL(product, filter, "a")}, "starsURL": {"GET " + starsURL(product, 1)},
		"ownDraftsURL": {"GET " + ownDraftsURL}, "draftURL": {"GET " +
			draftURL(domain.OwnDraft{SavedDraft: domain.SavedDraft{Form: domain.NewIdeaForm}})},
		"yourWorkURL": {"GET " + yourWorkURL},
		"VersionsURL": {"GET " + VersionsURL(1)}, "noteURL": {"POST " + noteURL(&domain.Note{ID: 1}, "edit")},
		"PeriodURL": {"GET " + PeriodURL(Feed{}, 30)},
		"closedURL": {"GET " + closedURL(Feed{})}, "roadThemeURL": {"GET " + roadThemeURL(product, 1)},
		"deleteTagURL": {"POST " + deleteTagURL(1)}, "mergeTagURL": {"POST " + mergeTagURL(1)}, "serialsURL": {"POST " + serialsURL(1)},
		"formURL": {
			"POST " + formURL("spaces", 0), "POST " + formURL("spaces", 1), "POST " + formURL("products", 0), "POST " +
				formURL("products", 1), "GET " + formURL("products", 1),
			"POST " + formURL("families", 0), "POST " + formURL("families", 1), "POST " + formURL("tags", 0), "POST " +
				formURL("tags", 1), "POST " + formURL("jobs", 1),
			"POST " + formURL("queues", 0), "POST " + formURL("queues", 1), "GET " + formURL("queues", 1), "POST " + formURL("queues/rules", 0),
			"GET " + formURL("queues/rules", 0), "POST " + formURL("queues/rules", 1), "GET " + formURL("queues/rules", 1),
		},
		"ruleURL":  {"POST " + ruleURL(1, "move"), "POST " + ruleURL(1, "route"), "POST " + ruleURL(1, "delete")},
		"adminURL": {"GET " + adminURL("families"), "POST " + adminURL("settings")},
	}
	all["followURL"] = []string{"POST " + followURL(ideaIDURL(1)), "POST " + followURL(spaceURL("desk")), "POST " +
		followURL(product.Path()), "POST " + followURL(memberURL(1))}
	all["mailURL"], all["UnsubscribeURL"] = []string{"POST " + mailURL}, []string{"GET " + UnsubscribeURL("a"), "POST " + UnsubscribeURL("a")}
	for _, object := range []string{"idea", "comment", "member", "item", "product", "queue", "rule"} {
		all["auditURL"] = append(all["auditURL"], "GET "+auditURL(&domain.AuditEntry{Object: object, ObjectID: 1}))
	}
	all["AuditURL"], all["auditFileURL"] = []string{"GET " + AuditURL}, []string{"GET " + auditFileURL}
	all["newsURL"], all["NewsURL"], all["seeNewsURL"] = []string{"GET " + newsURL}, []string{"GET " + NewsURL("a")},
		[]string{"POST " + seeNewsURL}
	face := domain.Face{Accent: "#005f6b"}
	all["FaceURL"], all["LogoURL"] = []string{"GET " + FaceURL(face)}, []string{"GET " + LogoURL(domain.Logo{Key: "a1"})}
	for _, space := range []int64{0, 1} {
		all["faceFormURL"] = append(all["faceFormURL"], "GET "+faceFormURL(space), "POST "+faceFormURL(space))
		all["sendLogoURL"] = append(all["sendLogoURL"], "POST "+sendLogoURL(space))
		all["removeLogoURL"] = append(all["removeLogoURL"], "POST "+removeLogoURL(space))
	}
	all["FairnessURL"] = []string{"GET " + FairnessURL}
	all["adminHomeURL"], all["SetupURL"] = []string{"GET " + adminHomeURL}, []string{"GET " + SetupURL("name"), "POST " + SetupURL("name")}
	all["agreeURL"], all["LegalAdminURL"] = []string{"POST " + agreeURL}, []string{"GET " + LegalAdminURL(domain.Terms),
		"POST " + LegalAdminURL(domain.Terms)}
	all["LegalVersionsURL"] = []string{"GET " + LegalVersionsURL(domain.Terms, "3")}
	all["decisionsURL"], all["decidedURL"] = []string{"GET " + decisionsURL}, []string{"GET " + decidedURL(1)}
	all["LedgerURL"] = []string{"GET " + LedgerURL(LedgerFilter{Space: "desk", Outcome: "declined"}, "a")}
	all["AtomURL"] = []string{
		"GET " + AtomURL(homeURL), "GET " + AtomURL(decisionsURL), "GET " + AtomURL(spaceURL("desk")), "GET " + AtomURL(tagURL("fan")),
		"GET " + AtomURL(product.Path())}
	all["IdeaAtomURL"] = []string{"GET " + IdeaAtomURL(&domain.Idea{ID: 1})}
	all["deleteSynonymURL"], all["similarURL"] = []string{"POST " + deleteSynonymURL(1)}, []string{"GET " + similarURL}
	all["submitTitledURL"], all["teachURL"] = []string{"GET " + submitTitledURL("A fan")}, []string{"GET " + teachURL("fan")}
	all["outcomesURL"] = []string{"GET " + outcomesURL}
	all["CardURL"], all["sitemapOfPages"] = []string{"GET " + CardURL(&domain.Idea{ID: 1})}, []string{"GET " + sitemapOfPages}
	all["ideaIDURL"], all["siteMapURL"] = []string{"GET " + ideaIDURL(1)}, []string{"GET " + siteMapURL}
	all["sitemapURL"] = []string{"GET " + sitemapURL("ideas", 0), "GET " + sitemapURL("products", 0)}
	queue := domain.QueueRef{ID: 1, Slug: "thermal"}
	all["queuesURL"] = []string{"GET " + queuesURL}
	all["columnURL"] = []string{"GET " + columnURL(queue, domain.StatusUnderReview), "GET " + columnURL(queue, domain.StatusShipped)}
	all["viewURL"] = []string{"GET " + viewURL(QueuePage{Queue: domain.Queue{Slug: "thermal"}, Column: domain.Columns[1]}, TableView, "a")}
	all["neighbourURL"] = []string{"GET " + neighbourURL(domain.Item{Queue: queue}, 2), "GET " + neighbourURL(domain.Item{}, 2)}
	for _, verb := range []string{"decide", "undo", "park", "unpark", "ask", "change", "move", "release"} {
		all["itemURL"] = append(all["itemURL"], "POST "+itemURL(domain.Item{Queue: queue}, verb))
	}
	all["mergeURL"], all["declineURL"] = []string{"GET " + mergeURL(1, 2)}, []string{"POST " + declineURL(1)}
	desk := DeskView{Kind: domain.DeskFlag, In: "desk", Own: true}
	all["ConductURL"] = []string{"GET " + ConductURL(1, domain.PartComment, "a")}
	for _, verb := range []string{"notes", "silence", "unsilence", "remove", "restore"} {
		all["conductDoURL"] = append(all["conductDoURL"], "POST "+conductDoURL(1, verb))
	}
	all["moderationURL"], all["deskSeenURL"] = []string{"GET " + moderationURL}, []string{"POST " + deskSeenURL}
	all["DeskURL"], all["DeskRowURL"] = []string{"GET " + DeskURL(desk, "a"), "GET " + DeskURL(DeskView{Decided: true}, "")},
		[]string{"GET " + DeskRowURL(desk, 1)}
	for _, verb := range []string{"decide", "undo", "claim"} {
		all["deskRowURL"] = append(all["deskRowURL"], "POST "+deskRowURL(1, verb, desk))
	}
	all["flagURL"], all["reportURL"] = []string{"GET " + flagURL, "POST " + flagURL}, []string{"GET " + reportURL, "POST " + reportURL}
	all["flagPostURL"] = []string{"GET " + flagPostURL(Page{}, domain.PartIdea, 1)}
	all["ReportConfirmURL"] = []string{"GET " + ReportConfirmURL, "POST " + ReportConfirmURL}
	all["objectionURL"], all["ObjectionURL"] = []string{"POST " + objectionURL}, []string{"GET " + ObjectionURL("a")}
	all["mendURL"] = []string{"GET " + mendURL(domain.PartIdea, 1), "GET " + mendURL(domain.PartComment, 1), "GET " +
		mendURL(domain.PartReview, 1)}
	all["objectURL"] = []string{"POST " + objectURL(1)}
	all["deskBulkURL"] = []string{"POST " + deskBulkURL(desk)}
	all["restrictionsURL"], all["RestrictionURL"] = []string{"GET " + restrictionsURL}, []string{"GET " + RestrictionURL(1)}
	all["HeldURL"], all["withdrawURL"] = []string{"GET " + HeldURL}, []string{"POST " + withdrawURL(1)}
	all["evidenceURL"] = []string{"GET " + evidenceURL("ideas/1")}
	all["rehearsalURL"], all["letPostInURL"] = []string{"POST " + rehearsalURL}, []string{"POST " + letPostInURL(1, desk)}
	all["bombURL"] = []string{"GET " + bombURL(&BombCase{Product: *product})}
	all["workURL"] = []string{"GET " + workURL(product, 1), "POST " + workURL(product, 1)}
	all["takeUpURL"] = []string{"POST " + takeUpURL(TakeUpPage{Idea: domain.Idea{ID: 1}}), "POST " + takeUpURL(TakeUpPage{Product: *product})}
	all["queueURL"] = []string{"POST " + queueURL(queue, "items"), "POST " + queueURL(queue, "duty")}
	all["bulkURL"] = []string{"POST " + bulkURL(QueuePage{Queue: domain.Queue{Slug: "thermal"}, Column: domain.Columns[1], View: TableView})}
	all["doURL"] = []string{"GET " + doURL(domain.Item{Queue: queue}, "d")}
	all["ReasonsURL"] = []string{"GET " + ReasonsURL(1)}
	all["VotersURL"] = []string{"GET " + VotersURL(1, domain.Demote, "a")}
	all["votersDaysURL"] = []string{"GET " + votersDaysURL(1)}
	all["spaceChipsURL"] = []string{"GET " + spaceChipsURL("desk"), "POST " + spaceChipsURL("desk")}
	idea, comment := &domain.Idea{ID: 1, Words: "fan"}, &domain.Comment{ID: 2, Parent: 1}
	all["CommentsURL"] = []string{"GET " + CommentsURL(idea, domain.NewestFirst, "a"), "GET " + CommentsURL(idea, domain.MostHelpful, "")}
	all["PostedURL"] = []string{"GET " + PostedURL(idea, comment), "GET " + PostedURL(idea, &domain.Comment{ID: 1})}
	all["commentURLOf"], all["AtComment"] = []string{"GET " + commentURLOf(1)}, []string{"GET " + AtComment("/comments/2#x", 2)}
	all["replyURL"], all["repliesURL"] = []string{"GET " + replyURL(comment)}, []string{"GET " + repliesURL(comment, 3)}
	all["roadURL"] = []string{"GET " + roadURL(product)}
	for _, s := range adminSections {
		all["adminURL"] = append(all["adminURL"], "GET "+adminURL(s.name))
	}
	for name, make := range map[string]func(verb string) string{
		"ideaURL":    func(verb string) string { return ideaURL(1, verb) },
		"productURL": func(verb string) string { return productURL(product, verb) },
		"aboutURL":   func(verb string) string { return aboutURL(1, verb) },
		"reviewURL":  func(verb string) string { return reviewURL(rating, verb) },
		"commentURL": func(verb string) string { return commentURL(comment, verb) },
	} {
		for _, verb := range verbs[name] {
			all[name] = append(all[name], "ANY "+make(verb))
		}
	}
	return all
}
