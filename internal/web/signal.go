package web

import (
	"net/http"
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/signal"
	"groundswell/views"
)

// adminSignals shows what signals look for and how often they were right.
func (s *Server) adminSignals(r *request) error {
	lists, err := s.read.Watched(r.ctx())
	if err != nil {
		return err
	}
	settings, err := s.read.Settings(r.ctx())
	if err != nil {
		return err
	}
	form := views.Form{Typed: url.Values{"words": {strings.Join(lists.Words, "\n")}, "hosts": {strings.Join(lists.Hosts, "\n")}}}
	for _, key := range views.SignalSettings {
		form.Typed.Set(key, settings.Value(key))
	}
	return s.showSignals(r, http.StatusOK, form)
}

func (s *Server) showSignals(r *request, status int, form views.Form) error {
	page, err := s.signalsPage(r, form)
	if err != nil {
		return err
	}
	return r.render(status, views.Signals(page))
}

func (s *Server) signalsPage(r *request, form views.Form) (page views.SignalsPage, err error) {
	page = views.SignalsPage{Page: r.page(r.lang.T("admin.signals")), Form: form}
	if page.Records, err = s.read.Records(r.ctx()); err != nil {
		return page, err
	}
	page.Settings, err = s.read.Settings(r.ctx())
	return page, err
}

// signalForm reads lists and thresholds from the form.
func (r *request) signalForm() (domain.WatchLists, domain.Settings) {
	values := domain.Settings{}
	for _, key := range views.SignalSettings {
		values[key] = r.field(key)
	}
	return domain.WatchLists{Words: strings.Split(r.field("words"), "\n"), Hosts: strings.Split(r.field("hosts"), "\n")}, values
}

// saveSignals keeps lists and thresholds.
func (s *Server) saveSignals(r *request) error {
	lists, values := r.signalForm()
	err := s.app.SetSignals(r.ctx(), r.who, lists, values)
	return r.answer(err, "done.saved", "/admin/signals#save", "words", s.showSignals)
}

// rehearsed is how many posts a rehearsal looks at.
const rehearsed = 1000

// rehearseSignals says what lists and thresholds would have done, and changes nothing.
func (s *Server) rehearseSignals(r *request) error {
	lists, values := r.signalForm()
	var p domain.Problems
	lists = signal.TidyLists(&p, lists)
	for key, value := range values {
		if setting, _ := domain.SettingFor(key); setting.Check(value) != nil {
			p.Add(key, "error.setting_number", domain.Args{"Min": setting.Min, "Max": setting.Max})
		}
	}
	if err := p.Err(); err != nil {
		return r.again(err, "words", s.showSignals)
	}
	page, err := s.signalsPage(r, r.typed())
	if err != nil {
		return err
	}
	posts, err := s.read.RecentPosts(r.ctx(), rehearsed)
	if err != nil {
		return err
	}
	tried := signal.Rehearse(posts, lists, page.Records, values)
	page.Rehearsal = &tried
	return r.render(http.StatusOK, views.Signals(page))
}
