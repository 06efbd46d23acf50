package web

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/text"
	"groundswell/views"
)

// mergeForm finds what an idea could go into, and shows the two side by side.
func (s *Server) mergeForm(r *request) error { return s.showMerge(r, http.StatusOK, views.Form{}) }

func (s *Server) showMerge(r *request, status int, form views.Form) error {
	source, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	page := views.MergePage{Page: r.page(r.lang.T("merge.title")), Source: source, Form: form, Words: strings.TrimSpace(r.field("q"))}
	into := r.number("into")
	if into == 0 {
		into = ideaNumber(page.Words)
	}
	if into == 0 {
		if page.Found, err = s.mergeTargets(r, source, page.Words); err != nil {
			return err
		}
		return r.render(status, views.Merge(page))
	}
	target, err := s.read.IdeaFor(r.ctx(), r.who, into, r.today())
	if errors.Is(err, domain.ErrNotFound) {
		page.Form = r.typed(domain.FieldError{Field: "into", Key: "error.merge_unknown"})
		return r.render(http.StatusUnprocessableEntity, views.Merge(page))
	}
	if err != nil {
		return err
	}
	page.Target = &target
	if err := s.addMergeFacts(r, &page); err != nil {
		return err
	}
	return r.render(status, views.Merge(page))
}

// outlookVotes is how many votes are looked at to say what a merge would do.
const outlookVotes = 20_000

// addMergeFacts finds what a merge of two ideas would do, or why there is none.
func (s *Server) addMergeFacts(r *request, page *views.MergePage) (err error) {
	if refusal := domain.CheckMerge(&page.Source, page.Target); refusal != nil {
		var why *domain.Error
		if len(page.Form.Errors) == 0 && errors.As(refusal, &why) {
			wrong := append(why.Fields, domain.FieldError{Field: "into", Key: why.Key, Args: why.Args})
			page.Form = views.Form{Typed: r.form, Errors: wrong[:1]}
		}
		return nil
	}
	if page.Outlook, err = s.read.MergeOutlook(r.ctx(), &page.Source, page.Target, outlookVotes); err != nil {
		return err
	}
	if page.Source.Place.Item != 0 {
		if page.Item, err = s.read.ItemByID(r.ctx(), page.Source.Place.Item); err != nil {
			return err
		}
	}
	page.Proposal, err = s.read.ProposalOf(r.ctx(), page.Source.ID, page.Target.ID)
	return err
}

// numbered ideas are named by their number, or by their address.
var ideaAddress = regexp.MustCompile(`^(?:\S*/ideas/|#)?(\d+)(?:-\S*)?$`)

// ideaNumber is the number of an idea that somebody typed or pasted; 0 for words.
func ideaNumber(words string) int64 {
	if found := ideaAddress.FindStringSubmatch(words); found != nil {
		return wholeNumber(found[1])
	}
	return 0
}

// mergeTargetsMax is how many ideas are shown of those that may be meant.
const mergeTargetsMax = 10

// mergeTargets finds open ideas that have the words, or without words those that are most
// like the source.
func (s *Server) mergeTargets(r *request, source domain.Idea, words string) (found []domain.Idea, err error) {
	if words == "" {
		like, err := s.read.Similar(r.ctx(), s.read.Understand(source.Title, r.community), source.Title, source.ID, mergeTargetsMax)
		if err != nil {
			return nil, err
		}
		found, err = s.read.IdeasOf(r.ctx(), like)
		return openOthers(found, source), err
	}
	f := domain.SearchFilter{Kind: domain.FindIdeas, Statuses: domain.OpenStatuses, Limit: mergeTargetsMax}
	query := s.read.Understand(text.Cut(words, domain.QueryMax), r.community)
	all, _, err := s.read.Search(r.ctx(), r.who, query, f)
	return openOthers(all.Ideas, source), err
}

// openOthers leaves out the source itself and what cannot take it.
func openOthers(found []domain.Idea, source domain.Idea) []domain.Idea {
	return slices.DeleteFunc(found, func(i domain.Idea) bool { return i.ID == source.ID || i.Status.Closed() })
}

// merge puts an idea into another one and shows that one.
func (s *Server) merge(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	into := r.number("into")
	err = s.app.Merge(r.ctx(), r.who, id, into, r.field("reason"))
	return r.answer(err, "done.merged", domain.IdeaPath(into), "into", s.showMerge)
}

// proposeMerge proposes it to the moderators, and leads on from where the idea stands.
func (s *Server) proposeMerge(r *request) error {
	source, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	to, err := s.afterProposal(r, &source)
	if err != nil {
		return err
	}
	err = s.app.ProposeMerge(r.ctx(), r.who, source.ID, r.number("into"), r.field("note"))
	return r.answer(err, "done.proposed", to, "into", s.showMerge)
}

// afterProposal is the next item for those who decide in the idea's queue, its card for
// others who see queues, else the idea.
func (s *Server) afterProposal(r *request, source *domain.Idea) (string, error) {
	if source.Place.Item == 0 || !domain.May(r.who.Role, domain.SeeQueues) {
		return source.Path(), nil
	}
	item, err := s.read.ItemByID(r.ctx(), source.Place.Item)
	if err != nil || item.Queue.ID == 0 || !domain.May(r.who.Role, domain.WorkQueue) {
		return item.Path(), err
	}
	queue, err := s.read.QueueByID(r.ctx(), item.Queue.ID)
	if err != nil || domain.CheckDecides(r.who, queue) != nil {
		return item.Path(), err
	}
	return s.behind(r, item)
}

// unmerge takes a merge back.
func (s *Server) unmerge(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	return r.answer(s.app.Unmerge(r.ctx(), r.who, id), "done.unmerged", r.here(), "unmerge", s.showIdea)
}

// declineProposal closes a proposal.
func (s *Server) declineProposal(r *request) error {
	return r.act(s.app.DeclineProposal, "done.proposal_declined", "/moderation")
}
