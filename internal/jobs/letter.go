package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/internal/text"
	"groundswell/views"
)

const (
	// letterBeat is how long after a round of letters the next one begins.
	letterBeat = 5 * time.Second
	// letterHosts is how many hosts are looked at in a round of letters.
	letterHosts = 100
	// letterNews is how many notifications a letter tells at most; the page has the others.
	letterNews = 50
	// letterWords is how many characters of a comment a letter tells. Reasons are told whole.
	letterWords = 1000
)

// sendLetters sends the letters that are due, host by host and as many a minute as a host
// is to get, until none may leave or the time of a job is over.
func (r *Runner) sendLetters(ctx context.Context, _ domain.Job, _ domain.SendLetters) error {
	for ctx.Err() == nil {
		hosts, err := r.store.Reader().LetterHosts(ctx, r.now(), letterHosts)
		if err != nil {
			return err
		}
		sent := 0
		for _, host := range hosts {
			letters, err := r.app.TakeLetters(ctx, host, mailBatch)
			if err != nil {
				return err
			}
			sent += len(letters)
			if reached, err := r.sendBatch(ctx, letters); err != nil || !reached {
				return err
			}
		}
		if sent == 0 {
			return nil
		}
	}
	return nil
}

// sendBatch sends letters over one connection, and reports whether the mail server was
// there. What was not tried goes back and loses nothing.
func (r *Runner) sendBatch(ctx context.Context, letters []domain.Letter) (reached bool, err error) {
	var line post
	defer line.close()
	for i, l := range letters {
		if ctx.Err() != nil || line.down != nil {
			r.log.Warn("letters wait", "letters", len(letters)-i, "error", line.down)
			return false, r.app.GiveBackLetters(context.WithoutCancel(ctx), letters[i:])
		}
		if err := r.sendLetter(ctx, &line, l); err != nil {
			return true, err
		}
		if line.down != nil {
			return false, r.app.GiveBackLetters(context.WithoutCancel(ctx), letters[i:])
		}
	}
	return true, nil
}

// sendLetter sends a letter and writes down what became of it, also when the time is over.
func (r *Runner) sendLetter(ctx context.Context, line *post, l domain.Letter) error {
	message, outcome, err := r.letterMail(ctx, l)
	if err != nil {
		return err
	}
	done := context.WithoutCancel(ctx)
	if message == nil {
		return r.app.LetterSent(done, l, outcome)
	}
	failure := line.send(ctx, r.mail, *message)
	switch {
	case line.down != nil:
		return nil
	case failure == nil:
		return r.app.LetterSent(done, l, domain.LetterSent)
	}
	said := address.ReplaceAllString(failure.Error(), "(address)")
	r.log.Warn("a letter was not taken", "letter", l.LetterID, "attempt", l.Attempts, "error", domain.JobError(said))
	return r.app.LetterFailed(done, l, mail.Refusal(failure), said)
}

// letterMail writes a letter: what of it may be told to this member now, in their language
// and in the words as they were written. Without a message the outcome says why there is
// none.
func (r *Runner) letterMail(ctx context.Context, l domain.Letter) (*mail.Message, domain.LetterOutcome, error) {
	m, err := r.store.Reader().Member(ctx, l.Member)
	if err != nil {
		return nil, "", err
	}
	wish, bounces, err := r.store.Reader().MailWish(ctx, l.Member)
	switch {
	case err != nil:
		return nil, "", err
	case m.Email == "" || m.Confirmed.IsZero() || !m.Suspended.IsZero():
		return nil, domain.LetterNothing, nil
	case bounces.Stopped(r.now()):
		return nil, domain.LetterStopped, nil
	}
	groups, err := r.store.Reader().LetterNews(ctx, l.LetterID, letterNews)
	if err != nil {
		return nil, "", err
	}
	if groups = wanted(groups, wish); len(groups) == 0 {
		return nil, domain.LetterNothing, nil
	}
	stop := r.baseURL + views.UnsubscribeURL(l.Token)
	message, err := r.mailOf(ctx, fmt.Sprint("letter-", l.LetterID), addressee{m.Email, m.Language, m.Created},
		func(lang *i18n.Language, community string) views.Mail {
			body := r.letterBody(ctx, lang, l, groups)
			body.Why, body.Stop, body.StopText = lang.T("mail.news.why", "Community", community), stop, lang.T("mail.news.stop")
			if l.Part == "" {
				body.Title = lang.T("mail.news.week.title", "Community", community)
			}
			return body
		})
	if err == nil {
		message.Token, message.Stop = l.Token, stop
	}
	return message, domain.LetterSent, err
}

// wanted is what somebody still wants mails of.
func wanted(groups []domain.NewsGroup, wish domain.MailWish) []domain.NewsGroup {
	var left []domain.NewsGroup
	for _, g := range groups {
		var news []domain.Notification
		for _, n := range g.News {
			if wish.Mails(n.Kind, n.Direct) {
				news = append(news, n)
			}
		}
		if g.News = news; len(news) > 0 {
			left = append(left, g)
		}
	}
	return left
}

// letterBody is what a letter says.
func (r *Runner) letterBody(ctx context.Context, lang *i18n.Language, l domain.Letter, groups []domain.NewsGroup) views.Mail {
	body := views.Mail{Link: r.baseURL + views.NewsURL(""), Button: lang.T("mail.news.button_all")}
	first := &groups[0]
	if l.Part != "" {
		body.Link, body.Button = r.baseURL+first.Path(), lang.T("mail.news.button")
		body.Title = lang.T("mail.news.title", "Title", first.Title())
		if n := first.News[0]; len(first.News) == 1 && n.Kind == domain.EventDecision {
			body.Title = lang.T("mail.news.decision.title", "Title", first.Title(), "Status", lang.T("status."+string(n.To)))
		}
	}
	words := i18n.With(ctx, lang)
	for i := range groups {
		g := &groups[i]
		for j := range g.News {
			n := &g.News[j]
			said := views.MailNews{Head: views.NewsText(words, g, n), Words: strings.TrimSpace(n.Words), Language: n.Language}
			if n.Kind != domain.EventDecision {
				said.Words = text.Cut(said.Words, letterWords)
			}
			if l.Part == "" && j == 0 {
				said.About = g.Title()
			}
			body.News = append(body.News, said)
		}
	}
	return body
}
