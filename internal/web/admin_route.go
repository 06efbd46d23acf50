package web

import (
	"context"
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/text"
	"groundswell/views"
)

// rulesPage is where the rules of all queues stand.
const rulesPage = "/admin/queues/rules"

func (s *Server) adminRules(r *request) error { return s.showRules(r, http.StatusOK, views.Form{}) }

func (s *Server) showRules(r *request, status int, form views.Form) error {
	return s.drawRules(r, status, form, nil)
}

// drawRules lists the rules, with a form for a new one that may have been tried.
func (s *Server) drawRules(r *request, status int, form views.Form, trial *views.Trial) error {
	routes, err := s.read.Routes(r.ctx())
	if err != nil {
		return err
	}
	page := views.RoutesAdmin{Page: r.page(r.lang.T("rule.title")), Routes: routes, Fields: s.ruleFields(r)}
	if page.Fields.Queues, err = s.read.Queues(r.ctx()); err != nil {
		return err
	}
	if page.Yields, err = s.read.Yields(r.ctx(), routes); err != nil {
		return err
	}
	if form.Typed == nil {
		form.Typed = views.RouteValues(domain.Route{Kind: domain.RoutePoints})
	}
	page.Form, page.Trial = form, trial
	return r.render(status, views.AdminRoutes(page))
}

func (s *Server) ruleFields(r *request) views.RuleFields {
	return views.RuleFields{Spaces: r.community.Spaces, Products: r.community.Products}
}

// typedRule is the rule of the form. What nobody knows stands in it by the name that
// was typed, without an id.
func (s *Server) typedRule(r *request, id int64) (rule domain.Route, err error) {
	rule = domain.Route{
		ID: id, Queue: domain.QueueRef{ID: r.number("queue")}, Name: text.Line(r.field("rule_name")), Kind: domain.RouteKind(r.field("kind")),
		Points: r.count("points"), Top: r.count("top"), Days: r.count("days"), Version: r.number("version"),
	}
	if space := r.number("space"); space != 0 {
		rule.Space.ID = space
		if at := slices.IndexFunc(r.community.Spaces, func(s domain.Space) bool { return s.ID == space }); at >= 0 {
			rule.Space = r.community.Spaces[at]
		}
	}
	if name := text.Line(r.field("product")); name != "" {
		if rule.Product, err = s.productTyped(r, name); err != nil {
			return rule, err
		}
	}
	if name := text.Line(r.field("tag")); name != "" {
		rule.Tag, err = s.tagTyped(r, name)
	}
	return rule, err
}

// addRule adds a rule, or only tries it.
func (s *Server) addRule(r *request) error {
	rule, err := s.typedRule(r, 0)
	if err != nil {
		return err
	}
	if r.field("try") != "" {
		return s.tryRule(r, rule, s.showRules, s.drawRules)
	}
	_, err = s.app.SaveRoute(r.ctx(), r.who, rule)
	return r.answer(err, "done.saved", rulesPage, "rule_name", s.showRules)
}

// tryRule says what a rule would have routed, and saves nothing.
func (s *Server) tryRule(r *request, rule domain.Route, again show, draw func(*request, int, views.Form, *views.Trial) error) error {
	queues, err := s.read.Queues(r.ctx())
	if err != nil {
		return err
	}
	var p domain.Problems
	domain.CheckRoute(&p, rule)
	if at := slices.IndexFunc(queues, func(q domain.Queue) bool { return q.ID == rule.Queue.ID }); at >= 0 {
		rule.Queue = queues[at].Ref()
	} else {
		p.Add("queue", "error.queue_unknown", nil)
	}
	if err := p.Err(); err != nil {
		return r.again(err, "rule_name", again)
	}
	trial, err := s.trial(r, rule)
	if err != nil {
		return err
	}
	return draw(r, http.StatusOK, r.typed(), trial)
}

// trial tries a rule on what happened lately, and asks whether others leave it
// anything.
func (s *Server) trial(r *request, rule domain.Route) (*views.Trial, error) {
	routes, err := s.read.Routes(r.ctx())
	if err != nil {
		return nil, err
	}
	trial := views.Trial{Rule: rule}
	if trial.Run, err = s.read.DryRun(r.ctx(), rule, r.today()); err != nil {
		return nil, err
	}
	if by, taken := domain.Taken(routes, rule); taken {
		trial.Taken = by.Name
	}
	return &trial, nil
}

// adminRule shows a rule as it is kept, tried.
func (s *Server) adminRule(r *request) error { return s.showRule(r, http.StatusOK, views.Form{}) }

func (s *Server) showRule(r *request, status int, form views.Form) error {
	return s.drawRule(r, status, form, nil)
}

func (s *Server) drawRule(r *request, status int, form views.Form, trial *views.Trial) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	ctx := r.ctx()
	rule, err := s.read.RouteByID(ctx, id)
	if err != nil {
		return err
	}
	page := views.RouteAdmin{Page: r.page(rule.Name), Rule: rule, Fields: s.ruleFields(r), Trial: trial}
	if page.Fields.Queues, err = s.read.Queues(ctx); err != nil {
		return err
	}
	yields, err := s.read.Yields(ctx, []domain.Route{rule})
	if err != nil {
		return err
	}
	page.Yield = yields[id]
	if form.Typed == nil {
		form.Typed = views.RouteValues(rule)
		if page.Trial, err = s.trial(r, rule); err != nil {
			return err
		}
	}
	page.Form = form
	return r.render(status, views.AdminRoute(page))
}

// saveRule changes the rule in the address, or only tries it.
func (s *Server) saveRule(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	rule, err := s.typedRule(r, id)
	if err != nil {
		return err
	}
	if r.field("try") != "" {
		return s.tryRule(r, rule, s.showRule, s.drawRule)
	}
	_, err = s.app.SaveRoute(r.ctx(), r.who, rule)
	return r.answer(err, "done.saved", r.here(), "rule_name", s.showRule)
}

// moveRule puts the rule in the address before the one above it, or behind the one
// below.
func (s *Server) moveRule(r *request) error {
	by := 1
	if r.field("way") == "up" {
		by = -1
	}
	return r.act(func(ctx context.Context, who domain.Actor, id int64) error {
		return s.app.MoveRoute(ctx, who, id, by)
	}, "", rulesPage)
}

// routeNow routes what the rule in the address fits already.
func (s *Server) routeNow(r *request) error { return r.act(s.app.AskRouting, "done.routing", r.here()) }

func (s *Server) deleteRule(r *request) error {
	return r.act(s.app.DeleteRoute, "done.saved", rulesPage)
}
