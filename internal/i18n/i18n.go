// Package i18n makes the sentences people read, in German and English: those of
// pages, mails and errors, plurals, numbers and dates. The catalogues are the
// folders en and de beside this file: a JSON file for each noun, alike in both.
package i18n

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"groundswell/internal/domain"
)

//go:embed en/*.json de/*.json
var files embed.FS

// Codes are the languages there are; the first is the fallback.
var Codes = []string{"en", "de"}

// Language makes sentences in one language. It is safe for concurrent use.
type Language struct {
	Code     string
	tag      language.Tag
	messages map[string]forms
	numbers  *message.Printer
}

var (
	languages = load()
	matcher   = language.NewMatcher([]language.Tag{language.English, language.German})
)

func load() map[string]*Language {
	all := map[string]*Language{}
	for _, code := range Codes {
		tag := language.Make(code)
		all[code] = &Language{Code: code, tag: tag, messages: catalogue(code), numbers: message.NewPrinter(tag)}
	}
	return all
}

// catalogue reads the files of a language. They are embedded: what is wrong with
// one is wrong for every start or none.
func catalogue(code string) map[string]forms {
	paths, err := fs.Glob(files, code+"/*.json")
	if err != nil {
		panic(err)
	}
	all := map[string]forms{}
	for _, path := range paths {
		text, err := files.ReadFile(path)
		if err != nil {
			panic(err)
		}
		for key, sentences := range compile(path, text) {
			if all[key] != nil {
				panic(fmt.Sprintf("%s says %s once more", path, key))
			}
			all[key] = sentences
		}
	}
	return all
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
	if code := matched.code(accept); code != "" {
		return For(code)
	}
	return For(fallback)
}

// match is the code of the language that a header asks for, "" for none we have.
func match(accept string) string {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return ""
	}
	_, i, sure := matcher.Match(tags...)
	if sure == language.No {
		return ""
	}
	return Codes[i]
}

// matched remembers what headers ask for: every request brings one, browsers send
// few different ones, and reading them takes longer than answering with a kept page.
var matched = memory{codes: map[string]string{}}

type memory struct {
	mu    sync.RWMutex
	codes map[string]string
}

// What is remembered: so many headers, none longer than so many bytes.
const (
	memoryMost   = 1000
	memoryLength = 200
)

func (m *memory) code(accept string) string {
	m.mu.RLock()
	code, known := m.codes[accept]
	m.mu.RUnlock()
	if known {
		return code
	}
	code = match(accept)
	if len(accept) > memoryLength {
		return code
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.codes) >= memoryMost {
		clear(m.codes) // somebody makes headers up: the real ones are soon back
	}
	m.codes[strings.Clone(accept)] = code
	return code
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
	return l.sentence(key, plural.Other, args)
}

// Has reports whether there is a sentence with a key.
func (l *Language) Has(key string) bool { return l.messages[key] != nil }

// N returns the sentence of a key for a count, which it also shows as {{.N}}.
func (l *Language) N(key string, n int64, args ...any) string {
	form := plural.Cardinal.MatchPlural(l.tag, int(max(n, -n)), 0, 0, 0, 0)
	return l.sentence(key, form, append(slices.Clip(args), "N", n))
}

func (l *Language) sentence(key string, form plural.Form, args []any) string {
	all, known := l.messages[key]
	if !known {
		return key // a test holds that no key is missing
	}
	sentence, known := all[form]
	if !known {
		sentence = all[plural.Other]
	}
	return sentence.fill(l, args)
}

// show writes a value as people of the language read it.
func (l *Language) show(v any) string {
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
	case time.Time:
		return l.Moment(v)
	}
	return fmt.Sprint(v)
}

// Number writes a whole number with the language's separators and a real minus.
func (l *Language) Number(n int64) string {
	if n >= 0 && n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return strings.Replace(l.numbers.Sprint(number.Decimal(n)), "-", "−", 1)
}

// Decimal writes a number with at most one digit behind the point.
func (l *Language) Decimal(f float64) string {
	return strings.Replace(l.numbers.Sprint(number.Decimal(f, number.MaxFractionDigits(1))), "-", "−", 1)
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
	return strings.Replace(l.numbers.Sprint(form), "-", "−", 1)
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
