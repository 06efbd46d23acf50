package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// SettingKind says how a setting's value is read.
type SettingKind string

// The kinds of settings.
const (
	Text   SettingKind = "text"
	Number SettingKind = "number"
	Choice SettingKind = "choice"
	Tenths SettingKind = "tenths" // a number with at most one digit behind the point
	Span   SettingKind = "span"   // any Go duration above zero
	Email  SettingKind = "email"  // an address alone, without a name; or none
)

// Setting is one thing an admin decides. Its sentence in the catalogues is
// "setting." + Key.
type Setting struct {
	Key     string
	Kind    SettingKind
	Default string
	Min     int64    // of a Number; of Tenths in tenths
	Max     int64    // of a Number; of Tenths in tenths; of a Text in characters
	Choices []string // of a Choice
}

// Keys that code asks for by name.
const (
	CommunityName = "community.name"
	Language      = "community.language"
	SignUp        = "signup"

	MailFrom       = "mail.from"        // address that mails come from; --mail-from wins over it
	MailLetters    = "mail.letters"     // on, or off: nobody gets mails about what they follow
	MailHostMinute = "mail.host_minute" // of these to the addresses of one host

	WatchRatings = "watch.ratings"
	WatchBelow   = "watch.below"
	WatchFor     = "watch.for"

	FlagHide = "flag.hide" // the weight at which a post without promotes is hidden

	LimitSignInMinute   = "limit.signin.minute"
	LimitSignInHour     = "limit.signin.hour"
	LimitSignInNetwork  = "limit.signin.network"
	LimitWrongPasswords = "limit.password.wrong"
	LimitSignUpDay      = "limit.signup.day"
	LimitMailHour       = "limit.mail.hour"
	LimitIdeasDay       = "limit.ideas.day"
	LimitIdeasFirstDay  = "limit.ideas.first_day"
	LimitEditsDay       = "limit.edits.day"

	LimitCommentsGap         = "limit.comments.gap"           // seconds from one to the next
	LimitCommentsFirstDayGap = "limit.comments.first_day_gap" // the same on an account's first day
	LimitCommentsFirstDay    = "limit.comments.first_day"

	LimitVotesMinute       = "limit.votes.minute"
	LimitVotesDay          = "limit.votes.day"
	LimitFlagsDay          = "limit.flags.day"
	LimitReportsDay        = "limit.reports.day" // of a network
	LimitRatingsDay        = "limit.ratings.day"
	LimitDraftsMinute      = "limit.drafts.minute"
	LimitCompletionsMinute = "limit.completions.minute"
	LimitSerialsDay        = "limit.serials.day"
	LimitSearchesMinute    = "limit.searches.minute" // of a member; guests are limited by pages
	LimitPagesSecond       = "limit.pages.second"
	LimitPagesBurst        = "limit.pages.burst"
)

// Catalogue is every setting, in the order admins read them. The limits are
// those of Discourse and Lobsters, as starting points.
var Catalogue = []Setting{
	{Key: CommunityName, Kind: Text, Default: "Groundswell", Max: 60},
	{Key: Language, Kind: Choice, Default: "en", Choices: []string{"en", "de"}},
	{Key: SignUp, Kind: Choice, Default: "open", Choices: []string{"open", "closed"}},
	{Key: MailFrom, Kind: Email}, {Key: MailLetters, Kind: Choice, Default: "on", Choices: []string{"on", "off"}}, limit(MailHostMinute, 120),
	{Key: WatchRatings, Kind: Number, Default: "10", Min: 1, Max: 1_000_000},
	{Key: WatchBelow, Kind: Tenths, Default: "2.0", Min: 10, Max: 50},
	{Key: WatchFor, Kind: Span, Default: "168h"},
	{Key: FlagHide, Kind: Tenths, Default: "3.0", Min: 10, Max: 1000},
	limit(LimitSignInMinute, 6), limit(LimitSignInHour, 30), limit(LimitSignInNetwork, 60), limit(LimitWrongPasswords, 10),
	limit(LimitSignUpDay, 3), limit(LimitMailHour, 3),
	limit(LimitIdeasDay, 20), limit(LimitIdeasFirstDay, 3), limit(LimitEditsDay, 30),
	gap(LimitCommentsGap, 5), gap(LimitCommentsFirstDayGap, 30), limit(LimitCommentsFirstDay, 10),
	limit(LimitVotesMinute, 30), limit(LimitVotesDay, 500), limit(LimitRatingsDay, 20), limit(LimitFlagsDay, 20),
	limit(LimitReportsDay, 20), limit(LimitSerialsDay, 10),
	limit(LimitDraftsMinute, 60), limit(LimitCompletionsMinute, 120),
	limit(LimitSearchesMinute, 120),
	limit(LimitPagesSecond, 20), limit(LimitPagesBurst, 60),
	{Key: TrustDays, Kind: Number, Default: "30", Min: 1, Max: 3650},
	{Key: TrustPosts, Kind: Number, Default: "10", Min: 1, Max: AcceptedMax},
	{Key: SignalList, Kind: Number, Default: "3", Min: 1, Max: 100},
	{Key: SignalHoldDecisions, Kind: Number, Default: "30", Min: 30, Max: 1_000_000},
	{Key: SignalHoldPercent, Kind: Number, Default: "99", Min: 99, Max: 100},
}

func limit(key string, n int64) Setting {
	return Setting{Key: key, Kind: Number, Default: strconv.FormatInt(n, 10), Min: 1, Max: 1_000_000}
}

// gap is a setting of seconds that pass from one use to the next, a day at most.
func gap(key string, seconds int64) Setting {
	return Setting{Key: key, Kind: Number, Default: strconv.FormatInt(seconds, 10), Min: 1, Max: 24 * 60 * 60}
}

// SettingFor finds a setting by key.
func SettingFor(key string) (Setting, bool) {
	i := slices.IndexFunc(Catalogue, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return Setting{}, false
	}
	return Catalogue[i], true
}

// Check refuses a value that the setting does not take.
func (s Setting) Check(value string) error {
	switch s.Kind {
	case Number:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < s.Min || n > s.Max {
			return BadField(s.Key, "error.setting_number", Args{"Min": s.Min, "Max": s.Max})
		}
	case Tenths:
		if n, ok := parseTenths(value); !ok || n < s.Min || n > s.Max {
			return BadField(s.Key, "error.setting_tenths", Args{"Min": writeTenths(s.Min), "Max": writeTenths(s.Max)})
		}
	case Span:
		if d, err := time.ParseDuration(value); err != nil || d <= 0 {
			return BadField(s.Key, "error.setting_span", nil)
		}
	case Email:
		var p Problems
		if value != "" {
			CheckEmail(&p, s.Key, value)
		}
		return p.Err()
	case Choice:
		if !slices.Contains(s.Choices, value) {
			return BadField(s.Key, "error.setting_choice", Args{"Choices": strings.Join(s.Choices, ", ")})
		}
	case Text:
		switch bad := badLetters(value); {
		case bad != "":
			return BadField(s.Key, bad, nil)
		case Blank(value) || int64(Seen(value)) > s.Max:
			return BadField(s.Key, "error.setting_text", Args{"Max": s.Max})
		}
	}
	return nil
}

// Settings are the values in force, by key; what is not set has its default.
type Settings map[string]string

// Value is a setting as text.
func (s Settings) Value(key string) string {
	if v, ok := s[key]; ok {
		return v
	}
	setting, _ := SettingFor(key)
	return setting.Default
}

// Number is a setting as a number.
func (s Settings) Number(key string) int64 {
	n, _ := strconv.ParseInt(s.Value(key), 10, 64) // Check let nothing else in
	return n
}

// Tenths is a setting in tenths.
func (s Settings) Tenths(key string) int64 {
	n, _ := parseTenths(s.Value(key))
	return n
}

// Duration is a setting as a duration.
func (s Settings) Duration(key string) time.Duration {
	d, _ := time.ParseDuration(s.Value(key))
	return d
}

// parseTenths reads "2", "2.0" or "1.9" without a rounding that floats would
// bring.
func parseTenths(s string) (int64, bool) {
	whole, part, dotted := strings.Cut(s, ".")
	if !dotted {
		part = "0"
	}
	if len(part) != 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+part, 10, 32)
	return int64(n), err == nil && whole != ""
}

func writeTenths(n int64) string {
	return strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10)
}
