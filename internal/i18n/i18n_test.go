package i18n

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"groundswell/internal/domain"
)

// written reads the files of a language as they stand: a message is one sentence,
// or one for each plural form.
func written(t *testing.T, code string) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for _, file := range matching(t, code+"/*.json") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var entries map[string]any
		if err := json.Unmarshal(text, &entries); err != nil {
			t.Fatal(file, err)
		}
		for key, v := range entries {
			switch v := v.(type) {
			case string:
				all[key] = map[string]string{"": v}
			case map[string]any:
				all[key] = map[string]string{}
				for form, sentence := range v {
					all[key][form] = sentence.(string)
				}
			}
		}
	}
	return all
}

func matching(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	return files
}

// keys are those of a file, in their order.
func keys(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range keyLine.FindAllStringSubmatch(string(text), -1) {
		all = append(all, m[1])
	}
	return all
}

// keyLine is a line of a catalogue that begins a message.
var keyLine = regexp.MustCompile(`(?m)^  "([^"]+)":`)

// A translator sees both languages in one order, file beside file.
func TestCataloguesHaveOneOrder(t *testing.T) {
	for _, file := range matching(t, "en/*.json") {
		german := "de/" + filepath.Base(file)
		if en, de := keys(t, file), keys(t, german); !slices.Equal(en, de) {
			t.Errorf("%s and %s have not the same keys in the same order", file, german)
		}
	}
	if en, de := len(matching(t, "en/*.json")), len(matching(t, "de/*.json")); en != de {
		t.Errorf("%d files in English, %d in German", en, de)
	}
}

var placeholders = regexp.MustCompile(`\{\{\s*\.\w+\s*\}\}`)

// alike are the keys whose sentence is the same in both languages.
var alike = []string{"version.end", "moderation.title", "demo.label",
	"filter.label", "idea.status", "admin.name", "account.name", "ledger.by", "month.4", "month.8", "month.9", "month.11",
	"vote.on", "audit.about", "audit.of.synonym", "percent", "decisions.team", "product.revision",
	"form.optional", "filter.active",
}

func TestCataloguesMatch(t *testing.T) {
	en, de := written(t, "en"), written(t, "de")
	for key, forms := range en {
		other, ok := de[key]
		if !ok {
			t.Errorf("%s is missing in German", key)
			continue
		}
		for form, sentence := range forms {
			german, ok := other[form]
			if !ok {
				t.Errorf("%s has no form %q in German", key, form)
			}
			a, b := placeholders.FindAllString(sentence, -1), placeholders.FindAllString(german, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s: placeholders %v in English, %v in German", key, a, b)
			}
			if sentence == german && !slices.Contains(alike, key) {
				t.Errorf("%s is %q in both languages", key, sentence)
			}
			if strings.TrimSpace(sentence) == "" || strings.TrimSpace(german) == "" {
				t.Errorf("%s is empty", key)
			}
		}
	}
	for key := range de {
		if _, ok := en[key]; !ok {
			t.Errorf("%s is missing in English", key)
		}
	}
}

// keyLiteral is a string that names a sentence, by the groups the catalogues
// have.
var keyLiteral = regexp.MustCompile(`"([a-z_]+(?:\.[a-z_0-9]+)*)"`)

func TestEveryKeyInTheCodeExists(t *testing.T) {
	en := written(t, "en")
	groups := map[string]bool{}
	for key := range en {
		group, _, _ := strings.Cut(key, ".")
		groups[group] = true
	}
	used := map[string]bool{}
	for _, pattern := range []string{"*.go", "../domain/*.go", "../app/*.go", "../logo/*.go", "../signal/*.go",
		"../store/*.go", "../web/*.go", "../jobs/*.go", "../../views/*.templ", "../../views/*.go", "../../cmd/groundswell/*.go"} {
		for _, file := range matching(t, pattern) {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range keyLiteral.FindAllStringSubmatch(string(text), -1) {
				group, _, _ := strings.Cut(m[1], ".")
				if _, exists := en[m[1]]; strings.Contains(m[1], ".") && groups[group] && !exists && !known(m[1]) {
					t.Errorf("%s names %s, which no catalogue has", file, m[1])
				}
				used[m[1]] = true
			}
		}
	}
	for key := range en {
		if !used[key] && !composed(key) {
			t.Errorf("%s is in the catalogues and nothing uses it", key)
		}
	}
}

// known are strings that look like keys and are none.
func known(s string) bool {
	_, isSetting := domain.SettingFor(s)
	return isSetting || strings.HasSuffix(s, ".org")
}

// composed are the groups whose keys the code puts together.
func composed(key string) bool {
	for _, group := range []string{
		"status.", "role.", "month.", "setting.", "tab.", "search.tab.", "vote.offer.", "legal.page.", "setup.step.",
		"setup.why.", "health.lane.", "kept.", "health.engine.", "error.title.", "confirm.", "mail.", "admin.", "nav.", "member.",
		"vote.promote", "vote.demote", "vote.withdraw", "state.", "order.", "signin.for.", "signup.for.", "item.source.",
		"item.why.", "item.act.",
		"weekday.", "cause.", "event.", "reviews.by.", "shape.", "why.level.", "comments.by.", "comment.gone.", "news.",
		"letter.level.", "letter.outcome.", "draft.in.",
		"audit.do.", "audit.of.", "signal.", "approval.held.", "waiting.state.", "waiting.for.", "post.kind.",
		"desk.", "flag.", "review.gone.", "objection.", "held.why.", "ground.", "report.law.", "restricted.", "restriction.",
		"part.", "conduct.part.", "conduct.of.", "conduct.flag.",
	} {
		if strings.HasPrefix(key, group) {
			return true
		}
	}
	return false
}

func TestComposedKeysExist(t *testing.T) {
	en := written(t, "en")
	var keys []string
	for _, s := range domain.Statuses {
		keys = append(keys, "status."+string(s))
	}
	for _, r := range domain.Roles {
		keys = append(keys, "role."+string(r))
	}
	for _, s := range domain.Signals {
		keys = append(keys, "signal."+string(s.Name))
		if s.Weight > 0 {
			keys = append(keys, "signal.found."+string(s.Name), fmt.Sprintf("signal.weight.%d", s.Weight))
		}
	}
	for _, k := range domain.DeskKinds {
		keys = append(keys, "desk.kind."+string(k), "desk.one."+string(k))
		for _, d := range k.Decisions() {
			keys = append(keys, "desk."+string(k)+"."+string(d.Do))
		}
	}
	for _, g := range domain.Grounds {
		keys = append(keys, "ground."+strings.Replace(string(g), ":", ".", 1))
	}
	for _, g := range domain.Laws {
		keys = append(keys, "report."+strings.Replace(string(g), ":", ".", 1))
	}
	for _, s := range domain.Catalogue {
		keys = append(keys, "setting."+s.Key)
		for _, c := range s.Choices {
			keys = append(keys, "setting.choice."+c)
		}
	}
	for level := domain.ImportanceUnsaid; level <= domain.Critical; level++ {
		keys = append(keys, fmt.Sprint("why.level.", int(level)))
	}
	for _, o := range domain.Tabs {
		keys = append(keys, "tab."+string(o))
	}
	for _, p := range domain.LegalPages {
		keys = append(keys, "legal.page."+string(p))
	}
	for _, s := range domain.States {
		keys = append(keys, "state."+string(s))
	}
	for _, o := range domain.ProductOrders {
		keys = append(keys, "order."+string(o))
	}
	for _, o := range domain.ReviewOrders {
		keys = append(keys, "reviews.by."+string(o))
	}
	for _, o := range domain.CommentOrders {
		keys = append(keys, "comments.by."+string(o))
	}
	for _, g := range []domain.Gone{domain.DeletedByAuthor, domain.RemovedByStaff} {
		keys = append(keys, "comment.gone."+string(g))
	}
	for _, k := range []domain.EventKind{domain.EventAnswer, domain.EventComment, domain.EventQuestion, domain.EventIdea} {
		keys = append(keys, "news."+string(k))
	}
	for _, o := range []domain.LetterOutcome{domain.LetterSent, domain.LetterNothing, domain.LetterStopped, domain.LetterFailed,
		domain.LetterHeld, domain.LetterRefused, domain.LetterReturned, domain.LetterComplained, "waits"} {
		keys = append(keys, "letter.outcome."+string(o))
	}
	for _, l := range domain.MailLevels {
		keys = append(keys, "letter.level."+string(l))
	}
	for _, s := range domain.Shapes {
		keys = append(keys, "shape."+s)
	}
	for _, c := range []domain.Cause{
		domain.CauseRating, domain.CauseEdit, domain.CauseDeletion, domain.CauseLabel, domain.CauseSuspension,
		domain.CauseReinstating, domain.CauseRole, domain.CauseExclusion,
		domain.CauseUndo, domain.CauseRevision, domain.CauseOverride, domain.CauseOverrideEnd, domain.CauseSettings,
		domain.CauseImport, domain.CauseClock,
	} {
		keys = append(keys, "cause."+string(c))
		if c.Logged(domain.Listed, domain.Listed) {
			keys = append(keys, "event."+string(c))
		}
	}
	for _, n := range []domain.WatchNotice{domain.WatchBegan, domain.WatchEnds, domain.WatchOver} {
		keys = append(keys, "mail."+string(n)+".title", "mail."+string(n)+".text")
	}
	for _, lane := range domain.Lanes {
		keys = append(keys, "health.lane."+string(lane))
	}
	for _, act := range []string{"promote", "demote", "rate", "submit"} {
		keys = append(keys, "signin.for."+act, "signup.for."+act)
	}
	for _, status := range []string{"403", "404", "409", "422", "429", "500", "503"} {
		keys = append(keys, "error.title."+status)
	}
	for _, key := range keys {
		if _, ok := en[key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
}

// literal is text between tags of a template that no expression makes.
var literal = regexp.MustCompile(`>([^<>{}]*[A-Za-zÄÖÜäöüß]{2,}[^<>{}]*)<`)

// names are words on pages that are the same in every language.
var names = []string{"Groundswell", "J", "K", "P", "D", "W", "C"}

func TestNoTemplateHasWordsOfItsOwn(t *testing.T) {
	files, err := filepath.Glob("../../views/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	attribute := regexp.MustCompile(`\b(aria-label|title|placeholder|alt)="[^"{]*[A-Za-z]{2,}`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range templates(string(text)) {
			for _, m := range literal.FindAllStringSubmatch(block, -1) {
				if words := strings.TrimSpace(m[1]); !slices.Contains(names, words) {
					t.Errorf("%s says %q itself", file, words)
				}
			}
			if m := attribute.FindString(block); m != "" {
				t.Errorf("%s says %s itself", file, m)
			}
		}
	}
}

// templates returns the bodies of the templ blocks, without Go code in them.
func templates(text string) []string {
	var blocks []string
	var current []string
	open := 0 // parentheses of a call that goes on in the next line
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.HasPrefix(line, "templ "):
			current = []string{}
		case line == "}" && current != nil:
			blocks = append(blocks, strings.Join(current, "\n"))
			current = nil
		case current != nil:
			trimmed := strings.TrimSpace(line)
			call := open > 0 || strings.HasPrefix(trimmed, "@")
			if call {
				open += strings.Count(line, "(") - strings.Count(line, ")")
			}
			if call || !strings.HasPrefix(trimmed, "<") && (strings.HasSuffix(trimmed, "{") || strings.HasPrefix(trimmed, "{{")) {
				line = "" // Go, not markup
			}
			current = append(current, line)
		}
	}
	return blocks
}

func TestNumbersAndDates(t *testing.T) {
	en, de := For("en"), For("de")
	at := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	for _, c := range [][2]string{
		{en.Number(4120), "4,120"}, {de.Number(4120), "4.120"}, {en.Number(-120), "−120"}, {en.Signed(320), "+320"}, {en.Signed(0), "0"},
		{en.Date(at), "2 Nov 2026"}, {de.Date(at), "2. Nov. 2026"},
		{en.Ago(at, at.Add(30*time.Second)), "just now"}, {en.Ago(at, at.Add(time.Hour)), "1 hour ago"},
		{de.Ago(at, at.AddDate(0, 0, 3)), "vor 3 Tagen"},
		{en.Ago(at, at.AddDate(0, 0, 21)), "3 weeks ago"}, {en.Ago(at, at.AddDate(3, 0, 1)), "3 years ago"},
		{en.Wait(90 * time.Second), "2 minutes"}, {de.Wait(time.Second), "1 Sekunde"}, {en.Wait(168 * time.Hour), "7 days"},
		{de.Wait(47 * time.Hour), "47 Stunden"},
		{en.Score(3), "3.0"}, {de.Score(3.6), "3,6"}, {de.Hundredths(-0.456), "−0,46"}, {en.Gain(0.28), "+0.28"},
		{de.Moment(at), "2. Nov. 2026, 00:00 Uhr (UTC)"},
		{en.N("points", 1), "point"}, {de.N("points", 0), "Punkte"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

// What stands for a placeholder, and which form a count takes.
// familiar are words of whoever says du.
var familiar = regexp.MustCompile(`(?i)\b(du|dich|dir|dein\w*|gib|nimm|mach|schau|sieh)\b`)

func TestGermanSaysSie(t *testing.T) {
	for key, forms := range written(t, "de") {
		for _, sentence := range forms {
			if word := familiar.FindString(sentence); word != "" {
				t.Errorf("%s says %q: %s", key, word, sentence)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	l := &Language{Code: "en", tag: language.English, numbers: message.NewPrinter(language.English),
		messages: compile("en/test.json", []byte(`{
		"plain": "Nothing more.", "single": "{{.A}}", "both": "{{ .A }} and {{.B}}, {{.A}}!", "span": {"one": "{{.N}} day of {{.A}}", "other": "{{.N}} days of {{.A}}"}
	}`))}
	for _, c := range [][2]string{
		{l.T("plain"), "Nothing more."}, {l.T("plain", "A", 1), "Nothing more."}, {l.T("single", "A", "{{.B}}"), "{{.B}}"},
		{l.T("both", "A", 1000, "B", 2.5), "1,000 and 2.5, 1,000!"}, {l.T("both", "A", "x"), "x and <no value>, x!"},
		{l.N("span", 1, "A", "rain"), "1 day of rain"}, {l.N("span", -1, "A", "rain"), "−1 day of rain"},
		{l.N("span", 0, "A", "rain"), "0 days of rain"},
		{l.N("span", 1001, "N", 7, "A", "rain"), "1,001 days of rain"}, {l.T("span", "N", 1, "A", "rain"), "1 days of rain"},
		{l.N("plain", 1), "Nothing more."}, {l.T("missing", "A", 1), "missing"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
	args := make([]any, 2, 8)
	args[0], args[1] = "A", "rain"
	if l.N("span", 2, args...); args[:4][2] != nil {
		t.Error("a count is written into somebody else's arguments")
	}
}

func BenchmarkSentences(b *testing.B) {
	l := For("de")
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		l.Ago(now.AddDate(0, 0, -3), now)
		l.Date(now)
		l.Score(3.6)
		l.Number(4120)
	}
}

func TestMatch(t *testing.T) {
	for accept, want := range map[string]string{
		"de-AT,de;q=0.9,en;q=0.5": "de", "en-US": "en", "fr-FR,fr": "de", "": "de", "fr,en;q=0.5": "en", ";;;": "de",
	} {
		for range 2 { // the second time from memory
			if got := Match(accept, "de").Code; got != want {
				t.Errorf("%q: %s, want %s", accept, got, want)
			}
		}
	}
	if got := Match("fr", "en").Code; got != "en" {
		t.Errorf("a language we do not have: %s, want the fallback", got)
	}
	for n := range 3 * memoryMost {
		Match(fmt.Sprintf("de;q=0.%d", n), "en")
	}
	Match("de, "+strings.Repeat("x", memoryLength), "en")
	if n := len(matched.codes); n > memoryMost {
		t.Errorf("%d headers are remembered", n)
	}
}

func TestErrorsAreSentences(t *testing.T) {
	e := &domain.Error{Kind: domain.Conflict, Key: "error.idea_closed", Args: domain.Args{"Status": domain.StatusDeclined}}
	if got := For("de").Error(e); got != "Die Abstimmung ist beendet: Diese Idee ist „Abgelehnt“. Die Zahlen bleiben." {
		t.Error(got)
	}
	slow := &domain.Error{Kind: domain.TooMany, Key: "error.too_many", RetryAfter: 41 * time.Second}
	if got := For("en").Error(slow); got != "That was a lot in a short time. Try again in 41 seconds." {
		t.Error(got)
	}
	beside := domain.FieldError{Field: "stars", Key: "error.too_many", Args: domain.Args{"Wait": 24 * time.Hour}}
	if got := For("en").FieldError(beside); got != "That was a lot in a short time. Try again in 24 hours." {
		t.Error(got)
	}
}
