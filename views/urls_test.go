package views_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"groundswell/internal/web"
	"groundswell/views"
)

var (
	// verbCall is where an address is made of a thing and a verb.
	verbCall = regexp.MustCompile(`\b(ideaURL|productURL|reviewURL|aboutURL|commentURL)\([^"()]*"([a-z/]+)"\)`)
	// written is an address that stands in a template or beside one.
	written = regexp.MustCompile(`"/[a-z#?"]`)
)

// addressFiles are where addresses are made: those that everybody may read, and staff's.
var addressFiles = []string{"urls.go", "urls_staff.go"}

// Every address that a page can lead to has a line in the table of routes, and is made
// in one of addressFiles.
func TestEveryAddressHasARoute(t *testing.T) {
	verbs := map[string][]string{}
	for file, text := range templates(t) {
		for _, call := range verbCall.FindAllStringSubmatch(text, -1) {
			verbs[call[1]] = append(verbs[call[1]], call[2])
		}
		if address := written.FindString(text); address != "" && !slices.Contains(addressFiles, file) {
			t.Errorf("%s writes an address of its own: %s", file, address)
		}
	}
	made := views.Addresses(verbs)
	for _, name := range declared(t) {
		if len(made[name]) == 0 {
			t.Errorf("no address of %s is tried", name)
		}
	}
	for name, addresses := range made {
		for _, address := range addresses {
			method, path, _ := strings.Cut(address, " ")
			path, _, _ = strings.Cut(path, "#")
			path, _, _ = strings.Cut(path, "?")
			if !routed(method, path) {
				t.Errorf("%s makes %s, which has no route", name, address)
			}
		}
	}
}

// templates are the texts of this package that are written by hand.
func templates(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"*.templ", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[file] = string(text)
		}
	}
	return all
}

// declared are the constants and functions of addressFiles that are addresses.
func declared(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, name := range addressFiles {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if ident, ok := n.(*ast.Ident); ok && ident.Obj != nil && strings.HasSuffix(ident.Name, "URL") {
				names = append(names, ident.Name)
			}
			return true
		})
	}
	return names
}

// routed reports whether a line of the table takes an address.
func routed(method, path string) bool {
	for _, r := range web.Routes() {
		pattern := regexp.MustCompile(":[a-z]+").ReplaceAllString(r.Path, "[^/]+")
		if (method == "ANY" || method == r.Method) && regexp.MustCompile("^"+pattern+"$").MatchString(path) {
			return true
		}
	}
	return false
}
