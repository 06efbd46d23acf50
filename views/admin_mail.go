package views

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// mailReasons are the reasons why somebody gets no mails about what they follow, or gets
// them when they do.
func mailReasons(ctx context.Context, p MailPage) []string {
	s, reasons := p.State, []string{}
	say := func(is bool, key string, args ...any) {
		if is {
			reasons = append(reasons, t(ctx, key, args...))
		}
	}
	say(!p.Letters, "admin.mail.off")
	say(s.Member.Confirmed.IsZero(), "admin.mail.unconfirmed")
	say(!s.Member.Suspended.IsZero(), "admin.mail.suspended")
	say(s.Bounces.Stopped(p.Now), "admin.mail.bounced", "Moment", i18nMoment(ctx, s.Bounces.Last.Add(domain.BouncesLife)))
	say(s.Wish.Level == domain.MailNone, "admin.mail.unwanted")
	say(s.Wish.Level == domain.MailDirect, "admin.mail.direct")
	say(s.Wish.Level != domain.MailNone && s.Wish.Weekly, "admin.mail.weekly", "Moment", i18nMoment(ctx, domain.NextWeekly(p.Now)))
	if len(reasons) == 0 {
		return []string{t(ctx, "admin.mail.fine")}
	}
	return reasons
}

// letterOutcome names what became of a letter.
func letterOutcome(l domain.Letter) string {
	if l.Outcome == domain.LetterWaits {
		return "waits"
	}
	return string(l.Outcome)
}

func i18nMoment(ctx context.Context, at time.Time) string { return i18n.From(ctx).Moment(at) }
