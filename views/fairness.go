package views

import (
	"context"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// FairnessPage is what anybody may know of how the community is moderated.
type FairnessPage struct {
	Page
	Settings domain.Settings
	Counted  domain.Fairness
}

// months are those in which anything was decided, the newest first.
func (p FairnessPage) months() []time.Time {
	var some []time.Time
	for _, month := range domain.FairMonthsTo(p.Now) {
		if p.Counted.Line(domain.FairMonth(month), "").Decided > 0 {
			some = append(some, month)
		}
	}
	return some
}

// kinds says how many decisions of each kind a month had: "Flags 12, Objections 2".
func (p FairnessPage) kinds(ctx context.Context, month time.Time) string {
	var all []string
	for _, k := range domain.DeskKinds {
		if n := p.Counted.Line(domain.FairMonth(month), string(k)).Decided; n > 0 {
			all = append(all, t(ctx, "desk.kind."+string(k))+" "+num(ctx, n))
		}
	}
	return strings.Join(all, ", ")
}

// monthName writes a month with its year.
func monthName(ctx context.Context, month time.Time) string {
	return t(ctx, "month."+id(int64(month.Month()))) + " " + id(int64(month.Year()))
}

// half says within which time half of some decisions were made.
func half(ctx context.Context, l domain.FairLine) string {
	if l.Half <= time.Minute {
		return t(ctx, "fair.half", "Time", tn(ctx, "wait.minutes", 1))
	}
	return t(ctx, "fair.half", "Time", l.Half)
}

// overturned says how many decisions did not last.
func overturned(ctx context.Context, l domain.FairLine) string {
	if l.Overturned() == 0 {
		return t(ctx, "fair.none_overturned")
	}
	percent := int64(share(l.Overturned(), l.Decided) + .5)
	return tn(ctx, "fair.overturned_n", l.Overturned(), "Share", t(ctx, "percent", "N", percent))
}

// rules are those of moderation, with the numbers in force.
func (p FairnessPage) rules(ctx context.Context) []string {
	s := p.Settings
	hide := float64(s.Tenths(domain.FlagHide)) / 10
	return []string{
		t(ctx, "fair.rule_flag", "Hours", int64(domain.FlaggerAge.Hours())),
		t(ctx, "fair.rule_weight", "Plain", domain.FlagsPlain, "Share", domain.FlagRightShare),
		t(ctx, "fair.rule_hide", "Weight", i18n.From(ctx).Decimal(hide)),
		t(ctx, "fair.rule_proven", "N", domain.FlagsProven, "Share", domain.FlagProvenShare),
		t(ctx, "fair.rule_return", "Minutes", int64(domain.PostReturns.Minutes())),
		t(ctx, "fair.rule_silence", "N", domain.SilencingFlaggers),
		t(ctx, "fair.rule_first", "Days", s.Number(domain.TrustDays), "Posts", s.Number(domain.TrustPosts)),
		t(ctx, "fair.rule_signal", "List", s.Number(domain.SignalList), "Decisions", s.Number(domain.SignalHoldDecisions),
			"Percent", s.Number(domain.SignalHoldPercent)),
		t(ctx, "fair.rule_votes"),
		t(ctx, "fair.rule_person"),
		t(ctx, "fair.rule_told"),
		t(ctx, "fair.rule_objection", "Hours", int64(domain.ObjectionWait.Hours())),
		t(ctx, "fair.rule_undo"),
		t(ctx, "fair.rule_log"),
	}
}

// fairObjections says how objections to restrictions ended.
func fairObjections(ctx context.Context, r domain.FairRestricted) string {
	if r.Objected() == 0 {
		return t(ctx, "fair.no_objection")
	}
	return tn(ctx, "fair.objections", r.Objected(), "Lifted", r.Lifted, "Upheld", r.Upheld, "Waiting", r.Waiting)
}
