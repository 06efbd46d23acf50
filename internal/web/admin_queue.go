package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/text"
	"groundswell/views"
)

func (s *Server) adminQueues(r *request) error {
	return s.showAdminQueues(r, http.StatusOK, views.Form{})
}

func (s *Server) showAdminQueues(r *request, status int, form views.Form) error {
	queues, err := s.read.Queues(r.ctx())
	if err != nil {
		return err
	}
	page := views.QueuesAdmin{Page: r.page(r.lang.T("admin.queues")), Queues: queues}
	if form.Typed == nil {
		form.Typed = views.QueueValues(r.lang, domain.Queue{TimeZone: "UTC", Days: domain.DefaultQueueDays, Weights: domain.PlainWeights})
	}
	page.Form = form
	if page.Engineers, err = s.queueEngineers(r, domain.Queue{}); err != nil {
		return err
	}
	page.Spaces = r.community.Spaces
	return r.render(status, views.AdminQueues(page))
}

// queueEngineers lists who can be an engineer of a queue, and those who are.
func (s *Server) queueEngineers(r *request, queue domain.Queue) ([]domain.Member, error) {
	staff, err := s.read.Staff(r.ctx())
	if err != nil {
		return nil, err
	}
	able := slices.DeleteFunc(staff, func(m domain.Member) bool { return !domain.May(m.Role, domain.WorkQueue) })
	for _, e := range queue.Engineers {
		if !slices.ContainsFunc(able, func(m domain.Member) bool { return m.ID == e.ID }) {
			able = append(able, domain.Member{ID: e.ID, Name: e.Name, Role: e.Role})
		}
	}
	return membersByName(r.lang, able), nil
}

// typedQueue is the queue of the form. What nobody knows stands in it by the name that
// was typed, without an id.
func (s *Server) typedQueue(r *request, id int64) (domain.Queue, error) {
	q := domain.Queue{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), DescriptionEN: r.field("description_en"),
		DescriptionDE: r.field("description_de"),
		TimeZone:      strings.TrimSpace(r.field("time_zone")), Days: r.count("days"), SoftLimit: r.count("soft_limit"),
		Version: r.number("version"),
		Weights: domain.Weights{
			Importance: domain.ParseWeight(r.field("weight_importance")), Stars: domain.ParseWeight(r.field("weight_stars")),
			Effort: domain.ParseWeight(r.field("weight_effort")),
		},
	}
	for _, engineer := range r.ticked("engineer-") {
		q.Engineers = append(q.Engineers, domain.MemberRef{ID: engineer})
	}
	for _, id := range r.ticked("space-") {
		space := domain.Space{Name: r.lang.Number(id)}
		if at := slices.IndexFunc(r.community.Spaces, func(s domain.Space) bool { return s.ID == id }); at >= 0 {
			space = r.community.Spaces[at]
		}
		q.Covers.Spaces = append(q.Covers.Spaces, space)
	}
	for _, name := range coverLines(r.field("products")) {
		product, err := s.productTyped(r, name)
		if err != nil {
			return q, err
		}
		q.Covers.Products = append(q.Covers.Products, product)
	}
	for _, name := range coverLines(r.field("tags")) {
		tag, err := s.tagTyped(r, name)
		if err != nil {
			return q, err
		}
		q.Covers.Tags = append(q.Covers.Tags, tag)
	}
	q.Covers.Products = once(q.Covers.Products, func(p domain.Product) int64 { return p.ID })
	q.Covers.Tags = once(q.Covers.Tags, func(t domain.Tag) int64 { return t.ID })
	return q, nil
}

// coverLines are the names of a field with one on each line: no more than a queue can
// cover and one that shows that there are more.
func coverLines(typed string) []string {
	var names []string
	for line := range strings.Lines(typed) {
		if name := text.Line(line); name != "" && len(names) <= domain.QueueCoversMax {
			names = append(names, name)
		}
	}
	return names
}

// once leaves out what was named before; what has no id stays.
func once[T any](all []T, id func(T) int64) []T {
	seen := map[int64]bool{}
	return slices.DeleteFunc(all, func(one T) bool {
		again := seen[id(one)]
		seen[id(one)] = id(one) != 0
		return again
	})
}

// ticked are the ids that boxes with a prefix in their names stand for, in order.
func (r *request) ticked(prefix string) []int64 {
	var ids []int64
	for name, values := range r.form {
		if digits, is := strings.CutPrefix(name, prefix); is && values[0] != "" && wholeNumber(digits) != 0 {
			ids = append(ids, wholeNumber(digits))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// productTyped finds a product by the word in its address or its name; one without an
// id where there is none.
func (s *Server) productTyped(r *request, name string) (domain.Product, error) {
	found, err := s.read.Product(r.ctx(), name)
	if errors.Is(err, domain.ErrNotFound) {
		found, err = s.read.ProductNamed(r.ctx(), name)
	}
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Product{Name: name}, nil
	}
	return found, err
}

// tagTyped finds a tag by its name; one without an id where there is none.
func (s *Server) tagTyped(r *request, name string) (domain.Tag, error) {
	found, err := s.read.TagNamed(r.ctx(), name)
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Tag{Name: name}, nil
	}
	return found, err
}

// addQueue adds a queue.
func (s *Server) addQueue(r *request) error {
	queue, err := s.typedQueue(r, 0)
	if err == nil {
		_, err = s.app.SaveQueue(r.ctx(), r.who, queue)
	}
	return r.answer(err, "done.saved", r.here(), "name", s.showAdminQueues)
}

func (s *Server) adminQueue(r *request) error {
	return s.showAdminQueue(r, http.StatusOK, views.Form{})
}

func (s *Server) showAdminQueue(r *request, status int, form views.Form) error {
	return s.drawAdminQueue(r, status, form, nil)
}

func (s *Server) drawAdminQueue(r *request, status int, form views.Form, preview *views.Preview) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	queue, err := s.read.QueueByID(r.ctx(), id)
	if err != nil {
		return err
	}
	if form.Typed == nil {
		form.Typed = views.QueueValues(r.lang, queue)
	}
	page := views.QueueAdmin{Page: r.page(queue.Name), Queue: queue, Spaces: r.community.Spaces, Form: form, Preview: preview}
	if page.Engineers, err = s.queueEngineers(r, queue); err != nil {
		return err
	}
	return r.render(status, views.AdminQueue(page))
}

// saveQueue changes the queue in the address, or only shows what its weights would
// change.
func (s *Server) saveQueue(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	queue, err := s.typedQueue(r, id)
	if err != nil {
		return err
	}
	if r.field("preview") != "" {
		return s.previewQueue(r, queue)
	}
	_, err = s.app.SaveQueue(r.ctx(), r.who, queue)
	return r.answer(err, "done.saved", r.here(), "name", s.showAdminQueue)
}

// How many items are put into a new order to show its first ones.
const (
	previewed    = 500
	previewFirst = 10
)

// previewQueue shows in which order other weights would put what is under review.
func (s *Server) previewQueue(r *request, queue domain.Queue) error {
	var p domain.Problems
	if domain.CheckQueue(&p, queue); p.Err() != nil {
		return r.again(p.Err(), "weights", s.showAdminQueue)
	}
	var items []domain.Item
	filter := domain.ItemFilter{Queue: queue.ID, Column: domain.Columns[0], Limit: 100}
	for len(items) < previewed {
		page, err := s.read.Items(r.ctx(), filter)
		if err != nil {
			return err
		}
		if items = append(items, page.Items...); page.Next.Zero() {
			break
		}
		filter.After = page.Next
	}
	preview := &views.Preview{Moved: domain.Reordered(items, queue.Weights, previewFirst)}
	if len(items) >= previewed {
		preview.Of = int64(len(items))
	}
	return s.drawAdminQueue(r, http.StatusOK, r.typed(), preview)
}
