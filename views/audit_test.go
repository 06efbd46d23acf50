package views_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"groundswell/internal/i18n"
)

// recorded are the words by which the app writes down what was done.
var recorded = regexp.MustCompile(`(?:record\(ctx, q, [^,"]+, |recordOwn\(ctx, q, [^,"]+, |verb :?= |verb, cause, act :?= |, verb :?= [^"\n]*)"([a-z ]+)"`)

// What the audit log can say of an act is said as a sentence in every language.
func TestActsAreSentences(t *testing.T) {
	files, err := filepath.Glob("../internal/app/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range recorded.FindAllStringSubmatch(string(text), -1) {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(match[1], " ") { // the rest is a kind
				continue
			}
			found++
			for _, code := range []string{"en", "de"} {
				l := i18n.For(code)
				if key := "audit.do." + strings.ReplaceAll(match[1], " ", "_"); !l.Has(key) {
					t.Errorf("%s: %q has no sentence %s in %s", filepath.Base(file), match[1], key, l.Code)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d acts were found", found)
	}
}
