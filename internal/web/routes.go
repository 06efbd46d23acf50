package web

import (
	"net/http"

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
	// resume is what the page of a form is asked for again after signing in, as the
	// name there and the form's field: "name=:field".
	resume string
	// page is the path of the page that the line belongs to: its own, or for a form the
	// nearest one above. It is found when the line is registered.
	page string
	// keep shows a form again to somebody who was signed out while typing.
	keep func(*Server, *request) error
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

// routes is everything the site answers, but for static files and the two
// probes of operators.
var routes = []route{
	{method: http.MethodGet, path: "/", action: domain.Read, handle: (*Server).feed, shared: true},
	{method: http.MethodGet, path: "/ideas", action: domain.Read, handle: (*Server).feed, shared: true},
	{method: http.MethodGet, path: "/ideas/new", action: domain.SubmitIdea, handle: (*Server).newIdea},
	{method: http.MethodPost, path: "/ideas", action: domain.SubmitIdea, handle: (*Server).submitIdea, keep: (*Server).keepIdea},
	{method: http.MethodGet, path: "/ideas/:id", action: domain.Read, handle: (*Server).idea, shared: true},
	{method: http.MethodGet, path: "/ideas/:id/edit", action: domain.EditIdea, handle: (*Server).editIdea},
	{method: http.MethodPost, path: "/ideas/:id/edit", action: domain.EditIdea, handle: (*Server).changeIdea, keep: (*Server).keepChange},
	{method: http.MethodPost, path: "/ideas/:id/delete", action: domain.DeleteIdea, handle: (*Server).deleteIdea},
	{method: http.MethodPost, path: "/ideas/:id/vote", action: domain.CastVote, handle: (*Server).vote, resume: "vote=:value"},
	{method: http.MethodPost, path: "/ideas/:id/status", action: domain.SetStatus, handle: (*Server).decide},
	{method: http.MethodPost, path: "/ideas/:id/remove", action: domain.RemoveIdea, handle: (*Server).removeIdea},
	{method: http.MethodPost, path: "/ideas/:id/restore", action: domain.RemoveIdea, handle: (*Server).restoreIdea},
	{method: http.MethodGet, path: "/spaces", action: domain.Read, handle: (*Server).spaces, shared: true},
	{method: http.MethodGet, path: "/spaces/:slug", action: domain.Read, handle: (*Server).space, shared: true},
	{method: http.MethodGet, path: "/tags/:slug", action: domain.Read, handle: (*Server).tag, shared: true},

	{method: http.MethodGet, path: "/products", action: domain.Read, handle: (*Server).products, shared: true},
	{method: http.MethodGet, path: "/products/:slug", action: domain.Read, handle: (*Server).product, shared: true},
	{method: http.MethodPost, path: "/products/:slug/rating", action: domain.RateProduct, handle: (*Server).rate, resume: "rate=:stars", keep: (*Server).keepRating},
	{method: http.MethodPost, path: "/products/:slug/rating/delete", action: domain.RateProduct, handle: (*Server).takeBackRating},
	{method: http.MethodPost, path: "/products/:slug/owner", action: domain.RateProduct, handle: (*Server).claimProduct},
	{method: http.MethodPost, path: "/products/:slug/revisions", action: domain.ReleaseRevision, handle: (*Server).releaseRevision},
	{method: http.MethodPost, path: "/products/:slug/override", action: domain.OverrideRule, handle: (*Server).override},
	{method: http.MethodPost, path: "/products/:slug/override/end", action: domain.OverrideRule, handle: (*Server).endOverride},
	{method: http.MethodGet, path: "/products/:slug/windows", action: domain.ExcludeWindow, handle: (*Server).windows},
	{method: http.MethodPost, path: "/products/:slug/windows", action: domain.ExcludeWindow, handle: (*Server).excludeWindow},
	{method: http.MethodPost, path: "/products/:slug/windows/:id/undo", action: domain.ExcludeWindow, handle: (*Server).undoExclusion},
	{method: http.MethodGet, path: "/products/:slug/themes", action: domain.EditThemes, handle: (*Server).themes},
	{method: http.MethodPost, path: "/products/:slug/themes", action: domain.EditThemes, handle: (*Server).saveTheme},
	{method: http.MethodGet, path: "/products/:slug/themes/count", action: domain.EditThemes, handle: (*Server).countTheme},
	{method: http.MethodPost, path: "/products/:slug/themes/:id/delete", action: domain.EditThemes, handle: (*Server).deleteTheme},
	{method: http.MethodGet, path: "/ratings", action: domain.Read, handle: (*Server).ratings, shared: true},
	{method: http.MethodGet, path: "/reviews", action: domain.WatchProducts, handle: (*Server).unanswered},
	{method: http.MethodGet, path: "/reviews/:id", action: domain.Read, handle: (*Server).review, shared: true},
	{method: http.MethodPost, path: "/reviews/:id/helpful", action: domain.MarkHelpful, handle: (*Server).markHelpful},
	{method: http.MethodPost, path: "/reviews/:id/reply", action: domain.ReplyReview, handle: (*Server).replyToReview},
	{method: http.MethodPost, path: "/reviews/:id/themes", action: domain.EditThemes, handle: (*Server).chooseThemes},
	{method: http.MethodPost, path: "/reviews/:id/promotional", action: domain.LabelRating, handle: (*Server).labelPromotional},
	{method: http.MethodPost, path: "/reviews/:id/verified", action: domain.VerifyOwner, handle: (*Server).verifyOwner},

	{method: http.MethodGet, path: "/members/:id", action: domain.Read, handle: (*Server).member, shared: true},
	{method: http.MethodPost, path: "/members/:id/suspend", action: domain.Suspend, handle: (*Server).suspend},
	{method: http.MethodPost, path: "/members/:id/reinstate", action: domain.Suspend, handle: (*Server).reinstate},

	{method: http.MethodGet, path: "/signin", action: domain.SignIn, handle: (*Server).signInForm},
	{method: http.MethodPost, path: "/signin", action: domain.SignIn, handle: (*Server).signIn},
	{method: http.MethodPost, path: "/signout", action: domain.OwnAccount, handle: (*Server).signOut},
	{method: http.MethodGet, path: "/signup", action: domain.SignIn, handle: (*Server).signUpForm},
	{method: http.MethodPost, path: "/signup", action: domain.SignIn, handle: (*Server).signUp},
	{method: http.MethodGet, path: "/confirm", action: domain.SignIn, handle: (*Server).confirmForm},
	{method: http.MethodPost, path: "/confirm", action: domain.SignIn, handle: (*Server).confirm},
	{method: http.MethodGet, path: "/reset", action: domain.SignIn, handle: (*Server).resetForm},
	{method: http.MethodPost, path: "/reset", action: domain.SignIn, handle: (*Server).reset},
	{method: http.MethodGet, path: "/setup", action: domain.SignIn, handle: (*Server).setUpForm},
	{method: http.MethodPost, path: "/setup", action: domain.SignIn, handle: (*Server).setUp},

	{method: http.MethodPost, path: demoPath, action: domain.SignIn, handle: (*Server).signInDemo, demo: true},

	{method: http.MethodGet, path: "/account", action: domain.OwnAccount, handle: (*Server).account},
	{method: http.MethodPost, path: "/account/name", action: domain.OwnAccount, handle: (*Server).changeName},
	{method: http.MethodPost, path: "/account/email", action: domain.OwnAccount, handle: (*Server).changeEmail},
	{method: http.MethodPost, path: "/account/password", action: domain.OwnAccount, handle: (*Server).changePassword},
	{method: http.MethodPost, path: "/account/preferences", action: domain.OwnAccount, handle: (*Server).changePreferences},
	{method: http.MethodPost, path: "/account/sessions", action: domain.OwnAccount, handle: (*Server).endOtherSessions},
	{method: http.MethodPost, path: "/account/sessions/:id", action: domain.OwnAccount, handle: (*Server).endSession},

	{method: http.MethodGet, path: "/admin", action: domain.ManagePeople, handle: (*Server).admin},
	{method: http.MethodGet, path: "/admin/people", action: domain.ManagePeople, handle: (*Server).adminPeople},
	{method: http.MethodPost, path: "/admin/people/:id/role", action: domain.ManagePeople, handle: (*Server).setRole},
	{method: http.MethodGet, path: "/admin/spaces", action: domain.ManageSpaces, handle: (*Server).adminSpaces},
	{method: http.MethodPost, path: "/admin/spaces", action: domain.ManageSpaces, handle: (*Server).saveSpace},
	{method: http.MethodPost, path: "/admin/spaces/:id", action: domain.ManageSpaces, handle: (*Server).saveSpace},
	{method: http.MethodGet, path: "/admin/products", action: domain.ManageProducts, handle: (*Server).adminProducts},
	{method: http.MethodPost, path: "/admin/products", action: domain.ManageProducts, handle: (*Server).addProduct},
	{method: http.MethodGet, path: "/admin/products/:id", action: domain.ManageProducts, handle: (*Server).adminProduct},
	{method: http.MethodPost, path: "/admin/products/:id", action: domain.ManageProducts, handle: (*Server).saveProduct},
	{method: http.MethodPost, path: "/admin/products/:id/serials", action: domain.ManageProducts, handle: (*Server).addSerials},
	{method: http.MethodGet, path: "/admin/families", action: domain.ManageProducts, handle: (*Server).adminFamilies},
	{method: http.MethodPost, path: "/admin/families", action: domain.ManageProducts, handle: (*Server).saveFamily},
	{method: http.MethodPost, path: "/admin/families/:id", action: domain.ManageProducts, handle: (*Server).saveFamily},
	{method: http.MethodGet, path: "/admin/tags", action: domain.ManageTags, handle: (*Server).adminTags},
	{method: http.MethodPost, path: "/admin/tags", action: domain.ManageTags, handle: (*Server).saveTag},
	{method: http.MethodPost, path: "/admin/tags/:id", action: domain.ManageTags, handle: (*Server).saveTag},
	{method: http.MethodPost, path: "/admin/tags/:id/delete", action: domain.ManageTags, handle: (*Server).deleteTag},
	{method: http.MethodGet, path: "/admin/settings", action: domain.ManageSettings, handle: (*Server).adminSettings},
	{method: http.MethodPost, path: "/admin/settings", action: domain.ManageSettings, handle: (*Server).saveSettings},
	{method: http.MethodGet, path: "/admin/jobs", action: domain.WatchJobs, handle: (*Server).adminJobs},
	{method: http.MethodPost, path: "/admin/jobs/:id", action: domain.WatchJobs, handle: (*Server).reviveJob},
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
