package web

import (
	"net/http"
	"slices"
	"strings"

	"groundswell/internal/domain"
)

// route is one line of the table: an address, the action that the policy is
// asked about before anything else happens, and the handler.
type route struct {
	method string
	path   string
	action domain.Action
	handle func(*Server, *request) error
	// shared pages are the same for every guest with the same language, so their
	// finished bytes are kept until something changes.
	shared bool
	// alike pages are the same for every member of a role, but for places that are the
	// reader's own: they are drawn once for all of them. Their handlers read nothing of a
	// request but its address.
	alike bool
	// resume is what the page of a form is asked for again after signing in, as the
	// name there and the form's field, and the place on the page: "name=:field#place".
	resume string
	// page is the line of the page that this one belongs to: itself, or for a form the
	// nearest above. It is found when the line is registered.
	page *route
	// nav is the entry of the navigation that the page stands under.
	nav string
	// noindex pages are for nobody's search engine, as is all that guests do not read.
	noindex bool
	// draft is the form whose words are kept until it is sent: its domain.FormName with
	// ":id" for the number, and the fields that people write in.
	draft string
	// on is the page that a form is on, where its address does not tell.
	on string
	// quiet lines change nothing that pages show to anybody but who asks.
	quiet bool
	// recent lines may find who asks a second late, for their verbs ask again in the
	// transaction: sessions, rights and roles are those of its moment.
	recent bool
	// file is the field in which a form may bring a file.
	file string
	// demo lines are there with serve --demo only, and nowhere otherwise.
	demo bool
}

// Route is a line of the table for those who list it.
type Route struct {
	Method string        `json:"method"`
	Path   string        `json:"path"`
	Action string        `json:"action"`
	Roles  []domain.Role `json:"roles"`
	Demo   bool          `json:"demo,omitempty"` // with serve --demo only
}

const get, post = http.MethodGet, http.MethodPost

// routes is everything the site answers, but for static files and the two
// probes of operators.
var routes = []route{
	{method: get, path: "/", action: domain.Read, handle: (*Server).feed, shared: true, alike: true, nav: "ideas"},
	{method: get, path: "/ideas", action: domain.Read, handle: (*Server).feed, shared: true, alike: true, nav: "ideas"},
	{method: get, path: "/ideas/new", action: domain.SubmitIdea, handle: (*Server).newIdea, nav: "ideas"},
	{method: get, path: "/ideas/similar", action: domain.Read, handle: (*Server).similar, nav: "ideas"},
	{
		method: post, path: "/ideas", action: domain.SubmitIdea, handle: (*Server).submitIdea,
		on: "/ideas/new", draft: "ideas title body",
	},
	{method: get, path: "/ideas/:id", action: domain.Read, handle: (*Server).idea, shared: true, alike: true, nav: "ideas"},
	{method: get, path: "/ideas/:id/edit", action: domain.EditIdea, handle: (*Server).editIdea, nav: "ideas"},
	{
		method: post, path: "/ideas/:id/edit", action: domain.EditIdea, handle: (*Server).changeIdea,
		draft: "ideas/:id/edit title body",
	},
	{method: get, path: "/ideas/:id/versions", action: domain.Read, handle: (*Server).versions, shared: true, nav: "ideas"},
	{method: post, path: "/ideas/:id/reopen", action: domain.ReopenIdea, handle: (*Server).reopenIdea},
	{method: post, path: "/ideas/:id/erasure", action: domain.DeleteIdea, handle: (*Server).askErasure},
	{method: post, path: "/ideas/:id/delete", action: domain.DeleteIdea, handle: (*Server).deleteIdea},
	{method: post, path: "/ideas/:id/vote", action: domain.CastVote, handle: (*Server).vote, resume: "vote=:value", recent: true},
	{
		method: post, path: "/ideas/:id/reason", action: domain.CastVote, handle: (*Server).giveReason,
		draft: "ideas/:id/reason body",
	},
	{method: get, path: "/ideas/:id/reasons", action: domain.SeeQueues, handle: (*Server).reasons, nav: "ideas"},
	{method: get, path: "/ideas/:id/votes", action: domain.SeeQueues, handle: (*Server).voters, nav: "ideas"},
	{method: post, path: "/ideas/:id/chips", action: domain.EditReasons, handle: (*Server).saveIdeaChips},
	{method: post, path: "/ideas/:id/follow", action: domain.Follow, handle: (*Server).followIdea},
	{method: post, path: "/ideas/:id/want", action: domain.CastVote, handle: (*Server).want},
	{method: post, path: "/ideas/:id/recorded", action: domain.VoteForOthers, handle: (*Server).recordVote},
	{method: post, path: "/ideas/:id/recorded/withdraw", action: domain.VoteForOthers, handle: (*Server).withdrawRecorded},
	{method: get, path: "/ideas/:id/queue", action: domain.WorkQueue, handle: (*Server).takeUpForm, nav: "ideas"},
	{method: post, path: "/ideas/:id/queue", action: domain.WorkQueue, handle: (*Server).takeUp},
	{method: get, path: "/ideas/:id/merge", action: domain.ProposeMerge, handle: (*Server).mergeForm, nav: "ideas"},
	{
		method: post, path: "/ideas/:id/merge", action: domain.MergeIdeas, handle: (*Server).merge,
		resume: "into=:into", draft: "ideas/:id/merge reason",
	},
	{
		method: post, path: "/ideas/:id/merge/propose", action: domain.ProposeMerge, handle: (*Server).proposeMerge,
		resume: "into=:into", draft: "ideas/:id/propose note",
	},
	{method: post, path: "/ideas/:id/unmerge", action: domain.MergeIdeas, handle: (*Server).unmerge},
	{
		method: post, path: "/ideas/:id/answer", action: domain.EditIdea, handle: (*Server).answerQuestion,
		draft: "ideas/:id/answer answer",
	},
	{
		method: post, path: "/ideas/:id/status", action: domain.SetStatus, handle: (*Server).decide,
		draft: "ideas/:id/status reason",
	},
	{method: post, path: "/ideas/:id/space", action: domain.MoveIdea, handle: (*Server).moveIdea},
	{method: post, path: "/ideas/:id/remove", action: domain.RemoveIdea, handle: (*Server).removeIdea},
	{method: post, path: "/ideas/:id/restore", action: domain.RemoveIdea, handle: (*Server).restoreIdea},
	{
		method: post, path: "/ideas/:id/comments", action: domain.PostComment, handle: (*Server).addComment,
		draft: "ideas/:id/comments body",
	},
	{method: post, path: "/ideas/:id/seen", action: domain.NoteVisit, handle: (*Server).noteVisit, quiet: true},
	{method: post, path: "/ideas/:id/notes", action: domain.WriteNotes, handle: (*Server).addNote, draft: "ideas/:id/notes body"},
	{method: get, path: "/notes/:id", action: domain.ReadNotes, handle: (*Server).note, nav: "ideas"},
	{method: post, path: "/notes/:id/edit", action: domain.WriteNotes, handle: (*Server).changeNote, draft: "notes/:id/edit body"},
	{method: get, path: "/comments/:id", action: domain.Read, handle: (*Server).comment, shared: true, nav: "ideas"},
	{method: get, path: "/comments/:id/reply", action: domain.PostComment, handle: (*Server).replyForm, nav: "ideas"},
	{
		method: post, path: "/comments/:id/reply", action: domain.PostComment, handle: (*Server).replyToComment,
		draft: "comments/:id/reply body",
	},
	{method: get, path: "/comments/:id/edit", action: domain.EditComment, handle: (*Server).editComment, nav: "ideas"},
	{
		method: post, path: "/comments/:id/edit", action: domain.EditComment, handle: (*Server).changeComment,
		draft: "comments/:id/edit body",
	},
	{method: post, path: "/comments/:id/delete", action: domain.DeleteComment, handle: (*Server).deleteComment},
	{method: post, path: "/comments/:id/helpful", action: domain.MarkHelpful, handle: (*Server).findHelpful},
	{method: post, path: "/comments/:id/extension", action: domain.ExtendIdea, handle: (*Server).extendIdea},
	{method: post, path: "/comments/:id/official", action: domain.AnswerOfficially, handle: (*Server).setOfficial},
	{method: post, path: "/comments/:id/remove", action: domain.RemoveComment, handle: (*Server).removeComment},
	{method: post, path: "/comments/:id/restore", action: domain.RemoveComment, handle: (*Server).restoreComment},
	{method: get, path: "/shipped", action: domain.Read, handle: (*Server).shipped, shared: true, alike: true, nav: "ideas"},
	{method: get, path: "/decisions", action: domain.Read, handle: (*Server).ledger, shared: true, alike: true, nav: "ideas"},
	{method: get, path: "/decisions/feed.atom", action: domain.Read, handle: (*Server).decisionNews, shared: true},
	{method: get, path: "/feed.atom", action: domain.Read, handle: (*Server).ideaNews, shared: true},
	{method: get, path: "/ideas/:id/feed.atom", action: domain.Read, handle: (*Server).newsOfIdea, shared: true},
	{method: get, path: "/ideas/:id/card.png", action: domain.Read, handle: (*Server).card, shared: true},
	{method: get, path: "/spaces/:slug/feed.atom", action: domain.Read, handle: (*Server).newsOfSpace, shared: true},
	{method: get, path: "/tags/:slug/feed.atom", action: domain.Read, handle: (*Server).newsOfTag, shared: true},
	{method: get, path: "/products/:slug/feed.atom", action: domain.Read, handle: (*Server).newsOfProduct, shared: true},
	{method: get, path: "/robots.txt", action: domain.Read, handle: (*Server).robots, shared: true},
	{method: get, path: "/sitemap.xml", action: domain.Read, handle: (*Server).sitemap, shared: true},
	{method: get, path: "/sitemap/pages.xml", action: domain.Read, handle: (*Server).sitemapPages, shared: true},
	{method: get, path: "/sitemap/ideas/:part", action: domain.Read, handle: (*Server).sitemapIdeas, shared: true},
	{method: get, path: "/sitemap/products/:part", action: domain.Read, handle: (*Server).sitemapProducts, shared: true},
	{method: get, path: "/search", action: domain.Read, handle: (*Server).search, noindex: true},
	{method: get, path: "/spaces", action: domain.Read, handle: (*Server).spaces, shared: true, alike: true, nav: "spaces"},
	{method: get, path: "/spaces/:slug", action: domain.Read, handle: (*Server).space, shared: true, alike: true, nav: "spaces"},
	{method: post, path: "/spaces/:slug/follow", action: domain.Follow, handle: (*Server).followSpace},
	{method: get, path: "/spaces/:slug/reasons", action: domain.EditReasons, handle: (*Server).spaceReasons, nav: "spaces"},
	{method: post, path: "/spaces/:slug/reasons", action: domain.EditReasons, handle: (*Server).saveSpaceChips},
	{method: get, path: "/tags/:slug", action: domain.Read, handle: (*Server).tag, shared: true, alike: true, nav: "ideas"},

	{method: get, path: "/products", action: domain.Read, handle: (*Server).products, shared: true, alike: true, nav: "products"},
	{method: get, path: "/products/:slug", action: domain.Read, handle: (*Server).product, shared: true, alike: true, nav: "products"},
	{
		method: post, path: "/products/:slug/rating", action: domain.RateProduct, handle: (*Server).rate,
		resume: "rate=:stars#rate", draft: "products/:id/rating title body", recent: true,
	},
	{method: post, path: "/products/:slug/rating/delete", action: domain.RateProduct, handle: (*Server).takeBackRating},
	{method: post, path: "/products/:slug/follow", action: domain.Follow, handle: (*Server).followProduct},
	{method: post, path: "/products/:slug/owner", action: domain.RateProduct, handle: (*Server).claimProduct},
	{method: post, path: "/products/:slug/revisions", action: domain.ReleaseRevision, handle: (*Server).releaseRevision},
	{
		method: post, path: "/products/:slug/override", action: domain.OverrideRule, handle: (*Server).override,
		draft: "products/:id/override reason",
	},
	{method: post, path: "/products/:slug/override/end", action: domain.OverrideRule, handle: (*Server).endOverride},
	{method: get, path: "/products/:slug/exclusions", action: domain.ExcludeRatings, handle: (*Server).exclusions, nav: "products"},
	{
		method: post, path: "/products/:slug/exclusions", action: domain.ExcludeRatings, handle: (*Server).exclude,
		draft: "products/:id/exclusions reason",
	},
	{method: post, path: "/products/:slug/exclusions/:id/undo", action: domain.ExcludeRatings, handle: (*Server).undoExclusion},
	{method: get, path: "/products/:slug/themes", action: domain.EditThemes, handle: (*Server).themes, nav: "products"},
	{method: post, path: "/products/:slug/themes", action: domain.EditThemes, handle: (*Server).saveTheme},
	{method: get, path: "/products/:slug/themes/count", action: domain.EditThemes, handle: (*Server).countTheme},
	{method: post, path: "/products/:slug/themes/:id/delete", action: domain.EditThemes, handle: (*Server).deleteTheme},
	{method: get, path: "/products/:slug/themes/:id/work", action: domain.WorkQueue, handle: (*Server).workForm, nav: "products"},
	{method: post, path: "/products/:slug/themes/:id/work", action: domain.WorkQueue, handle: (*Server).workOnTheme},
	{method: get, path: "/ratings", action: domain.Read, handle: (*Server).ratings, shared: true, alike: true, nav: "products"},
	{method: get, path: "/reviews", action: domain.WatchProducts, handle: (*Server).unanswered, nav: "products"},
	{method: get, path: "/reviews/:id", action: domain.Read, handle: (*Server).review, shared: true, nav: "products"},
	{method: post, path: "/reviews/:id/helpful", action: domain.MarkHelpful, handle: (*Server).markHelpful},
	{
		method: post, path: "/reviews/:id/reply", action: domain.ReplyReview, handle: (*Server).replyToReview,
		draft: "reviews/:id/reply reply",
	},
	{method: post, path: "/reviews/:id/themes", action: domain.EditThemes, handle: (*Server).chooseThemes},
	{method: post, path: "/reviews/:id/promotional", action: domain.LabelRating, handle: (*Server).labelPromotional},
	{method: post, path: "/reviews/:id/verified", action: domain.VerifyOwner, handle: (*Server).verifyOwner},

	{method: get, path: "/desk", action: domain.SeeQueues, handle: (*Server).work, nav: "work"},
	{method: get, path: "/queues", action: domain.SeeQueues, handle: (*Server).queues, nav: "queues"},
	{method: get, path: "/queues/:slug", action: domain.SeeQueues, handle: (*Server).queue, nav: "queues"},
	{
		method: post, path: "/queues/:slug/items", action: domain.WorkQueue, handle: (*Server).addWork,
		draft: "queues/:id/items title note",
	},
	{method: post, path: "/queues/:slug/bulk", action: domain.WorkQueue, handle: (*Server).bulk},
	{method: post, path: "/queues/:slug/duty", action: domain.WorkQueue, handle: (*Server).setDuty},
	{method: get, path: "/queues/:slug/items/:id", action: domain.SeeQueues, handle: (*Server).item, nav: "queues"},
	{
		method: post, path: "/queues/:slug/items/:id/decide", action: domain.WorkQueue, handle: (*Server).decideItem,
		draft: "items/:id/decide reason",
	},
	{method: post, path: "/queues/:slug/items/:id/undo", action: domain.WorkQueue, handle: (*Server).undoDecision},
	{
		method: post, path: "/queues/:slug/items/:id/park", action: domain.WorkQueue, handle: (*Server).parkItem,
		draft: "items/:id/park reason",
	},
	{method: post, path: "/queues/:slug/items/:id/unpark", action: domain.WorkQueue, handle: (*Server).unparkItem},
	{
		method: post, path: "/queues/:slug/items/:id/ask", action: domain.WorkQueue, handle: (*Server).askAuthor,
		draft: "items/:id/ask question",
	},
	{method: post, path: "/queues/:slug/items/:id/change", action: domain.WorkQueue, handle: (*Server).changeItem},
	{
		method: post, path: "/queues/:slug/items/:id/release", action: domain.WorkQueue, handle: (*Server).releaseFor,
		draft: "items/:id/release reason",
	},
	{method: post, path: "/queues/:slug/items/:id/move", action: domain.WorkQueue, handle: (*Server).moveItem},

	{method: get, path: "/moderation", action: domain.Moderate, handle: (*Server).moderation, nav: "moderation"},
	{method: get, path: "/fairness", action: domain.Read, handle: (*Server).fairness, shared: true, alike: true},
	{method: get, path: "/flag", action: domain.FlagPost, handle: (*Server).flagForm, noindex: true},
	{method: post, path: "/flag", action: domain.FlagPost, handle: (*Server).flag, resume: "of=:of"},
	{method: get, path: "/report", action: domain.Read, handle: (*Server).reportForm, noindex: true},
	{method: post, path: "/report", action: domain.Read, handle: (*Server).report},
	{method: get, path: "/report/confirm", action: domain.Read, handle: (*Server).confirmReportForm, noindex: true},
	{method: post, path: "/report/confirm", action: domain.Read, handle: (*Server).confirmReport},
	{method: get, path: "/objection", action: domain.Read, handle: (*Server).objectionForm, noindex: true},
	{method: post, path: "/objection", action: domain.Read, handle: (*Server).objectByLink},
	{method: post, path: "/moderation/seen", action: domain.Moderate, handle: (*Server).seeRows, quiet: true},
	{method: post, path: "/moderation/bulk", action: domain.Moderate, handle: (*Server).decideRows},
	{method: post, path: "/moderation/rows/:id/decide", action: domain.Moderate, handle: (*Server).decideRow},
	{method: post, path: "/moderation/rows/:id/undo", action: domain.Moderate, handle: (*Server).undoRow},
	{method: post, path: "/moderation/rows/:id/claim", action: domain.Moderate, handle: (*Server).claimRow},
	{method: get, path: "/moderation/members/:id", action: domain.Moderate, handle: (*Server).conduct, nav: "moderation"},
	{method: post, path: "/moderation/members/:id/notes", action: domain.Moderate, handle: (*Server).noteMember},
	{method: post, path: "/moderation/members/:id/silence", action: domain.Suspend, handle: (*Server).silence},
	{method: post, path: "/moderation/members/:id/unsilence", action: domain.Suspend, handle: (*Server).unsilence},
	{method: post, path: "/moderation/members/:id/remove", action: domain.Suspend, handle: (*Server).removeEverything},
	{method: post, path: "/moderation/members/:id/restore", action: domain.Suspend, handle: (*Server).undoRemoval},
	{method: post, path: "/moderation/proposals/:id/decline", action: domain.MergeIdeas, handle: (*Server).declineProposal},

	{method: post, path: "/moderation/posts/:id/approve", action: domain.Moderate, handle: (*Server).letPostIn, on: "/moderation"},
	{method: get, path: "/held", action: domain.OwnAccount, handle: (*Server).heldPosts},
	{method: get, path: "/held/:id", action: domain.OwnAccount, handle: (*Server).heldPost},
	{method: post, path: "/held/:id", action: domain.OwnAccount, handle: (*Server).resendHeld},
	{method: post, path: "/held/:id/withdraw", action: domain.OwnAccount, handle: (*Server).withdrawHeld},

	{method: get, path: "/members/:id", action: domain.Read, handle: (*Server).member, shared: true, noindex: true},
	{method: post, path: "/members/:id/follow", action: domain.Follow, handle: (*Server).followMember},
	{
		method: post, path: "/members/:id/role", action: domain.ManagePeople, handle: (*Server).setRole,
		draft: "members/:id/role reason",
	},
	{
		method: post, path: "/members/:id/suspend", action: domain.Suspend, handle: (*Server).suspend,
		draft: "members/:id/suspend reason",
	},
	{method: post, path: "/members/:id/reinstate", action: domain.Suspend, handle: (*Server).reinstate},

	{method: get, path: "/imprint", action: domain.Read, handle: (*Server).legal, shared: true, alike: true},
	{method: get, path: "/privacy", action: domain.Read, handle: (*Server).legal, shared: true, alike: true},
	{method: get, path: "/terms", action: domain.Read, handle: (*Server).legal, shared: true, alike: true},
	{method: get, path: "/accessibility", action: domain.Read, handle: (*Server).legal, shared: true, alike: true},
	{method: get, path: "/rules", action: domain.Read, handle: (*Server).legal, shared: true, alike: true},
	{method: get, path: "/face/:slug", action: domain.Read, handle: (*Server).faceSheet, noindex: true},
	{method: get, path: "/logos/:slug", action: domain.Read, handle: (*Server).logo, noindex: true},
	{method: get, path: "/legal/:slug/versions", action: domain.Read, handle: (*Server).legalVersions, shared: true, noindex: true},

	{method: get, path: "/signin", action: domain.SignIn, handle: (*Server).signInForm},
	{method: post, path: "/signin", action: domain.SignIn, handle: (*Server).signIn},
	{method: post, path: "/signout", action: domain.OwnAccount, handle: (*Server).signOut},
	{method: get, path: "/signup", action: domain.SignIn, handle: (*Server).signUpForm},
	{method: post, path: "/signup", action: domain.SignIn, handle: (*Server).signUp},
	{method: get, path: "/confirm", action: domain.SignIn, handle: (*Server).confirmForm},
	{method: post, path: "/confirm", action: domain.SignIn, handle: (*Server).confirm},
	{method: get, path: "/reset", action: domain.SignIn, handle: (*Server).resetForm},
	{method: post, path: "/reset", action: domain.SignIn, handle: (*Server).reset},
	{method: get, path: "/invitation", action: domain.SignIn, handle: (*Server).invitationForm},
	{method: post, path: "/invitation", action: domain.SignIn, handle: (*Server).acceptInvitation},
	{method: get, path: "/setup", action: domain.SignIn, handle: (*Server).setUpForm},
	{method: post, path: "/setup", action: domain.SignIn, handle: (*Server).setUp},

	{method: get, path: "/mentions", action: domain.PostComment, handle: (*Server).completeName},
	{method: post, path: "/drafts", action: domain.Read, handle: (*Server).saveDraft, quiet: true},
	{method: post, path: "/drafts/discard", action: domain.OwnAccount, handle: (*Server).discardDraft, quiet: true},

	{method: post, path: demoPath, action: domain.SignIn, handle: (*Server).signInDemo, demo: true},

	{method: get, path: "/account", action: domain.OwnAccount, handle: (*Server).account},
	{method: get, path: "/account/restrictions", action: domain.OwnAccount, handle: (*Server).restrictions},
	{method: get, path: "/account/drafts", action: domain.OwnAccount, handle: (*Server).drafts},
	{method: get, path: "/account/data", action: domain.OwnAccount, handle: (*Server).ownData},
	{method: get, path: "/account/erase", action: domain.OwnAccount, handle: (*Server).eraseForm},
	{method: post, path: "/account/erase", action: domain.OwnAccount, handle: (*Server).eraseAccount},
	{method: post, path: "/account/restrictions/:id/object", action: domain.OwnAccount, handle: (*Server).object},
	{method: post, path: "/account/name", action: domain.OwnAccount, handle: (*Server).changeName},
	{method: post, path: "/account/email", action: domain.OwnAccount, handle: (*Server).changeEmail},
	{method: post, path: "/account/password", action: domain.OwnAccount, handle: (*Server).changePassword},
	{method: post, path: "/account/preferences", action: domain.OwnAccount, handle: (*Server).changePreferences},
	{method: post, path: "/account/terms", action: domain.OwnAccount, handle: (*Server).agreeTerms, quiet: true},
	{method: post, path: "/account/sessions", action: domain.OwnAccount, handle: (*Server).endOtherSessions},
	{method: post, path: "/account/sessions/:id", action: domain.OwnAccount, handle: (*Server).endSession},

	{method: post, path: "/account/mail", action: domain.OwnAccount, handle: (*Server).changeMail},
	{method: get, path: "/unsubscribe/:token", action: domain.SignIn, handle: (*Server).unsubscribeForm, noindex: true},
	{method: post, path: "/unsubscribe/:token", action: domain.SignIn, handle: (*Server).unsubscribe},
	{method: get, path: "/notifications", action: domain.OwnAccount, handle: (*Server).notifications},
	{method: post, path: "/notifications/seen", action: domain.OwnAccount, handle: (*Server).seeNews, quiet: true},

	{method: get, path: "/setup/:slug", action: domain.ManageSettings, handle: (*Server).setupStep, nav: "admin"},
	{method: post, path: "/setup/:slug", action: domain.ManageSettings, handle: (*Server).saveSetupStep},
	{method: get, path: "/admin", action: domain.ManageSettings, handle: (*Server).admin, nav: "admin"},
	{method: get, path: "/admin/people", action: domain.ManagePeople, handle: (*Server).adminPeople, nav: "admin"},
	{method: post, path: "/admin/people", action: domain.ManagePeople, handle: (*Server).invite},
	{method: post, path: "/admin/people/invitations/:id", action: domain.ManagePeople, handle: (*Server).revokeInvitation},
	{method: get, path: "/admin/spaces", action: domain.ManageSpaces, handle: (*Server).adminSpaces, nav: "admin"},
	{method: post, path: "/admin/spaces", action: domain.ManageSpaces, handle: (*Server).saveSpace},
	{method: post, path: "/admin/spaces/:id", action: domain.ManageSpaces, handle: (*Server).saveSpace},
	{method: get, path: "/admin/products", action: domain.ManageProducts, handle: (*Server).adminProducts, nav: "admin"},
	{method: post, path: "/admin/products", action: domain.ManageProducts, handle: (*Server).addProduct},
	{method: get, path: "/admin/products/:id", action: domain.ManageProducts, handle: (*Server).adminProduct, nav: "admin"},
	{method: post, path: "/admin/products/:id", action: domain.ManageProducts, handle: (*Server).saveProduct},
	{method: post, path: "/admin/products/:id/serials", action: domain.ManageProducts, handle: (*Server).addSerials},
	{method: get, path: "/admin/families", action: domain.ManageProducts, handle: (*Server).adminFamilies, nav: "admin"},
	{method: post, path: "/admin/families", action: domain.ManageProducts, handle: (*Server).saveFamily},
	{method: post, path: "/admin/families/:id", action: domain.ManageProducts, handle: (*Server).saveFamily},
	{method: get, path: "/admin/tags", action: domain.ManageTags, handle: (*Server).adminTags, nav: "admin"},
	{method: post, path: "/admin/tags", action: domain.ManageTags, handle: (*Server).saveTag},
	{method: post, path: "/admin/tags/:id", action: domain.ManageTags, handle: (*Server).saveTag},
	{method: post, path: "/admin/tags/:id/merge", action: domain.ManageTags, handle: (*Server).mergeTag},
	{method: post, path: "/admin/tags/:id/delete", action: domain.ManageTags, handle: (*Server).deleteTag},
	{method: get, path: "/admin/queues", action: domain.ManageQueues, handle: (*Server).adminQueues, nav: "admin"},
	{method: post, path: "/admin/queues", action: domain.ManageQueues, handle: (*Server).addQueue},
	{method: get, path: "/admin/queues/:id", action: domain.ManageQueues, handle: (*Server).adminQueue, nav: "admin"},
	{method: post, path: "/admin/queues/:id", action: domain.ManageQueues, handle: (*Server).saveQueue},
	{method: get, path: "/admin/queues/rules", action: domain.ManageQueues, handle: (*Server).adminRules, nav: "admin"},
	{method: post, path: "/admin/queues/rules", action: domain.ManageQueues, handle: (*Server).addRule},
	{method: get, path: "/admin/queues/rules/:id", action: domain.ManageQueues, handle: (*Server).adminRule, nav: "admin"},
	{method: post, path: "/admin/queues/rules/:id", action: domain.ManageQueues, handle: (*Server).saveRule},
	{method: post, path: "/admin/queues/rules/:id/move", action: domain.ManageQueues, handle: (*Server).moveRule},
	{method: post, path: "/admin/queues/rules/:id/route", action: domain.ManageQueues, handle: (*Server).routeNow},
	{method: post, path: "/admin/queues/rules/:id/delete", action: domain.ManageQueues, handle: (*Server).deleteRule},
	{method: get, path: "/admin/searches", action: domain.TeachSearch, handle: (*Server).adminSearches, nav: "admin"},
	{method: post, path: "/admin/searches", action: domain.TeachSearch, handle: (*Server).addSynonym},
	{method: post, path: "/admin/searches/:id/delete", action: domain.TeachSearch, handle: (*Server).deleteSynonym},
	{method: get, path: "/admin/signals", action: domain.ManageSettings, handle: (*Server).adminSignals, nav: "admin"},
	{method: post, path: "/admin/signals", action: domain.ManageSettings, handle: (*Server).saveSignals},
	{method: post, path: "/admin/signals/rehearsal", action: domain.ManageSettings, handle: (*Server).rehearseSignals, on: "/admin/signals"},
	{method: get, path: "/admin/settings", action: domain.ManageSettings, handle: (*Server).adminSettings, nav: "admin"},
	{method: post, path: "/admin/settings", action: domain.ManageSettings, handle: (*Server).saveSettings},
	{method: get, path: "/admin/face", action: domain.ManageSettings, handle: (*Server).adminFace, nav: "admin"},
	{method: post, path: "/admin/face", action: domain.ManageSettings, handle: (*Server).saveFace},
	{method: post, path: "/admin/face/logo", action: domain.ManageSettings, handle: (*Server).uploadLogo, file: "logo"},
	{method: post, path: "/admin/face/logo/remove", action: domain.ManageSettings, handle: (*Server).removeLogo},
	{method: get, path: "/admin/spaces/:id/face", action: domain.ManageSpaces, handle: (*Server).adminFace, nav: "admin"},
	{method: post, path: "/admin/spaces/:id/face", action: domain.ManageSpaces, handle: (*Server).saveFace},
	{method: post, path: "/admin/spaces/:id/face/logo", action: domain.ManageSpaces, handle: (*Server).uploadLogo, file: "logo"},
	{method: post, path: "/admin/spaces/:id/face/logo/remove", action: domain.ManageSpaces, handle: (*Server).removeLogo},
	{method: get, path: "/admin/legal", action: domain.ManageSettings, handle: (*Server).adminLegal, nav: "admin"},
	{method: get, path: "/admin/legal/:slug", action: domain.ManageSettings, handle: (*Server).adminLegalPage, nav: "admin"},
	{method: post, path: "/admin/legal/:slug", action: domain.ManageSettings, handle: (*Server).saveLegalPage},
	{method: get, path: "/admin/audit", action: domain.ReadAudit, handle: (*Server).adminAudit, nav: "admin"},
	{method: get, path: "/admin/audit.csv", action: domain.ReadAudit, handle: (*Server).auditFile},
	{method: get, path: "/admin/status", action: domain.WatchJobs, handle: (*Server).adminStatus, nav: "admin"},
	{method: get, path: "/admin/mail", action: domain.ManagePeople, handle: (*Server).adminMail, nav: "admin"},
	{method: get, path: "/admin/jobs", action: domain.WatchJobs, handle: (*Server).adminJobs, nav: "admin"},
	{method: post, path: "/admin/jobs/:id", action: domain.WatchJobs, handle: (*Server).reviveJob},
}

// noRoute is the line of an address that has none.
var noRoute = route{page: &route{}}

// pageOf is the line of a page: the one with a path, or the nearest above it.
func pageOf(table []route, path string) *route {
	for path != "" {
		if i := slices.IndexFunc(table, func(r route) bool { return r.method == get && r.path == path }); i >= 0 {
			return &table[i]
		}
		path = path[:strings.LastIndexByte(path, '/')]
	}
	return noRoute.page
}

// Routes lists the table with the roles that may use each line.
func Routes() []Route {
	all := make([]Route, len(routes))
	for i, r := range routes {
		all[i] = Route{Method: r.method, Path: r.path, Action: string(r.action), Demo: r.demo}
		for _, role := range domain.Roles {
			if domain.May(role, r.action) {
				all[i].Roles = append(all[i].Roles, role)
			}
		}
	}
	return all
}
