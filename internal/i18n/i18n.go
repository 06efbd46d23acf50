// Package i18n makes the sentences people read, in German and English: those of
// pages, mails and errors, plurals, numbers and dates. The catalogues are the
// two JSON files beside this one.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"groundswell/internal/domain"
)

//go:embed en.json de.json
var files embed.FS

// Codes are the languages there are; the first is the fallback.
var Codes = []string{"en", "de"}

// Language makes sentences in one language. It is safe for concurrent use.
type Language struct {
	Code  string
	tag   language.Tag
	plain map[string]string // messages without placeholders and plurals, looked up directly
	full  *goi18n.Localizer
}

var (
	languages = load()
	matcher   = language.NewMatcher([]language.Tag{language.English, language.German})
)

func load() map[string]*Language {
	bundle := goi18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	all := map[string]*Language{}
	for _, code := range Codes {
		text, err := files.ReadFile(code + ".json")
		if err == nil {
			_, err = bundle.ParseMessageFileBytes(text, code+".json")
		}
		if err != nil {
			panic(fmt.Sprintf("the %s catalogue: %v", code, err)) // embedded: wrong for every start or none
		}
		all[code] = &Language{Code: code, tag: language.Make(code), plain: plainMessages(text), full: goi18n.NewLocalizer(bundle, code)}
	}
	return all
}

func plainMessages(text []byte) map[string]string {
	var entries map[string]any
	json.Unmarshal(text, &entries) // parsed by the bundle already
	plain := map[string]string{}
	for key, v := range entries {
		if s, ok := v.(string); ok && !strings.Contains(s, "{{") {
			plain[key] = s
		}
	}
	return plain
}

// For returns a language by code, or the fallback.
func For(code string) *Language {
	if l, ok := languages[code]; ok {
		return l
	}
	return languages[Codes[0]]
}

// Match picks a language from an Accept-Language header; fallback is used when
// it names none we have.
func Match(accept, fallback string) *Language {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return For(fallback)
	}
	_, i, sure := matcher.Match(tags...)
	if sure == language.No {
		return For(fallback)
	}
	return For(Codes[i])
}

type contextKey struct{}

// With returns a context whose pages are in a language.
func With(ctx context.Context, l *Language) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From returns the language of a context.
func From(ctx context.Context) *Language {
	if l, ok := ctx.Value(contextKey{}).(*Language); ok {
		return l
	}
	return For("")
}

// T returns the sentence of a key; args are names and values of placeholders,
// in turn.
func (l *Language) T(key string, args ...any) string {
	if s, ok := l.plain[key]; ok {
		return s
	}
	return l.sentence(key, l.values(args), nil)
}

// N returns the sentence of a key for a count, which it also shows as {{.N}}.
func (l *Language) N(key string, n int64, args ...any) string {
	values := l.values(args)
	values["N"] = l.Number(n)
	return l.sentence(key, values, n)
}

func (l *Language) sentence(key string, values map[string]any, count any) string {
	s, err := l.full.Localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: values, PluralCount: count})
	if err != nil {
		return key // a test holds that no key is missing
	}
	return s
}

func (l *Language) values(args []any) map[string]any {
	values := make(map[string]any, len(args)/2+1)
	for i := 0; i+1 < len(args); i += 2 {
		values[args[i].(string)] = l.show(args[i+1])
	}
	return values
}

// show writes a value as people of the language read it.
func (l *Language) show(v any) any {
	switch v := v.(type) {
	case string:
		return Isolate(v)
	case int:
		return l.Number(int64(v))
	case int64:
		return l.Number(v)
	case domain.Status:
		return l.T("status." + string(v))
	case domain.Role:
		return l.T("role." + string(v))
	case time.Duration:
		return l.Wait(v)
	}
	return v
}

// Number writes a whole number with the language's separators and a real minus.
func (l *Language) Number(n int64) string {
	if n > -1000 && n < 1000 {
		return strings.Replace(fmt.Sprint(n), "-", "−", 1)
	}
	return strings.Replace(message.NewPrinter(l.tag).Sprint(number.Decimal(n)), "-", "−", 1)
}

// Decimal writes a number with at most one digit behind the point.
func (l *Language) Decimal(f float64) string {
	return strings.Replace(message.NewPrinter(l.tag).Sprint(number.Decimal(f, number.MaxFractionDigits(1))), "-", "−", 1)
}

// Score writes a number with exactly one digit behind the point, as ratings are
// shown.
func (l *Language) Score(f float64) string { return l.fixed(f, 1) }

// Hundredths writes a number with exactly two digits behind the point.
func (l *Language) Hundredths(f float64) string { return l.fixed(f, 2) }

// Gain is Hundredths with its sign.
func (l *Language) Gain(f float64) string {
	if f > 0 {
		return "+" + l.Hundredths(f)
	}
	return l.Hundredths(f)
}

func (l *Language) fixed(f float64, digits int) string {
	form := number.Decimal(f, number.MinFractionDigits(digits), number.MaxFractionDigits(digits))
	return strings.Replace(message.NewPrinter(l.tag).Sprint(form), "-", "−", 1)
}

// Signed writes a number with its sign.
func (l *Language) Signed(n int64) string {
	if n > 0 {
		return "+" + l.Number(n)
	}
	return l.Number(n)
}

// Date writes a day: 2 Nov 2026, 2. Nov. 2026.
func (l *Language) Date(t time.Time) string {
	return l.T("date", "Day", t.Day(), "Month", l.T(fmt.Sprintf("month.%d", t.Month())), "Year", fmt.Sprint(t.Year()))
}

// Moment writes a day with hour and minute, in UTC.
func (l *Language) Moment(t time.Time) string {
	return l.T("moment", "Date", l.Date(t), "Time", t.UTC().Format("15:04"))
}

// Ago writes how long ago something was, in its largest whole unit.
func (l *Language) Ago(t, now time.Time) string {
	const day = 24 * time.Hour
	switch d := now.Sub(t); {
	case d < time.Minute:
		return l.T("ago.now")
	case d < time.Hour:
		return l.N("ago.minutes", int64(d/time.Minute))
	case d < day:
		return l.N("ago.hours", int64(d/time.Hour))
	case d < 14*day:
		return l.N("ago.days", int64(d/day))
	case d < 60*day:
		return l.N("ago.weeks", int64(d/(7*day)))
	case d < 2*365*day:
		return l.N("ago.months", int64(d/(30*day)))
	default:
		return l.N("ago.years", int64(d/(365*day)))
	}
}

// Wait writes a duration to wait, rounded up.
func (l *Language) Wait(d time.Duration) string {
	switch {
	case d <= time.Minute:
		return l.N("wait.seconds", max(1, int64((d+time.Second-1)/time.Second)))
	case d <= time.Hour:
		return l.N("wait.minutes", int64((d+time.Minute-1)/time.Minute))
	case d <= 48*time.Hour:
		return l.N("wait.hours", int64((d+time.Hour-1)/time.Hour))
	default:
		return l.N("wait.days", int64((d+24*time.Hour-1)/(24*time.Hour)))
	}
}

// Error writes the sentence of a refusal.
func (l *Language) Error(e *domain.Error) string {
	return l.T(e.Key, append(pairs(e.Args), "Wait", e.RetryAfter)...)
}

// FieldError writes the sentence of what is wrong with a field.
func (l *Language) FieldError(e domain.FieldError) string { return l.T(e.Key, pairs(e.Args)...) }

func pairs(args domain.Args) []any {
	all := make([]any, 0, 2*len(args)+2)
	for name, v := range args {
		all = append(all, name, v)
	}
	return all
}
