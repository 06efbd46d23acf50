// Package arch holds the house rules that no compiler knows: who may import
// whom, and what may be written where.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "groundswell/"

var leaves = []string{"internal/card", "internal/config", "internal/i18n", "internal/language", "internal/legal",
	"internal/logo", "internal/markdown", "internal/mail",
	"internal/lockstep", "internal/search", "internal/signal", "internal/slug", "internal/tabular", "internal/text"}

// mayImport is the table. A package that is not in it may not exist.
var mayImport = map[string][]string{
	"internal/domain":          {},
	"migrations":               {},
	"static":                   {},
	"internal/card":            {},
	"internal/config":          {"internal/domain"},
	"internal/i18n":            {"internal/domain"},
	"internal/language":        {},
	"internal/legal":           {"internal/domain", "internal/markdown"},
	"internal/logo":            {"internal/domain"},
	"internal/markdown":        {"internal/domain"},
	"internal/lockstep":        {},
	"internal/mail":            {"internal/domain"},
	"internal/search":          {"internal/domain", "internal/language"},
	"internal/signal":          {"internal/domain"},
	"internal/slug":            {"internal/domain"},
	"internal/spam":            {},
	"internal/tabular":         {"internal/domain"},
	"internal/text":            {"internal/domain"},
	"internal/store":           with("internal/domain", "internal/store/plans", "migrations"),
	"internal/store/plans":     {},
	"internal/store/storetest": {"internal/store"},
	"internal/mail/mailtest":   {},
	"internal/backup":          {"internal/store"},
	"internal/app":             with("internal/domain", "internal/store"),
	"views":                    with("internal/domain", "static"),
	"internal/demo":            {"internal/domain", "internal/store", "internal/app"},
	"internal/jobs":            with("internal/domain", "internal/store", "internal/backup", "internal/app", "views"),
	"internal/web":             with("internal/domain", "internal/app", "internal/store", "views", "static"),
	"internal/arch":            {},
	"internal/bench":           {},
	"cmd/groundswell":          nil, // everything
	".ci/release":              {},
	".ci/report":               {},
}

func with(some ...string) []string { return append(some, leaves...) }

// source is one parsed Go file that is not a test and not generated.
type source struct {
	path, pkg string
	file      *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{".git", "bin", "data", "node_modules", "internal/litestream"}, rel) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err == nil {
			all = append(all, source{rel, filepath.ToSlash(filepath.Dir(rel)), file})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d files were found", len(all))
	}
	return all
}

func TestImportTable(t *testing.T) {
	for _, s := range sources(t) {
		allowed, known := mayImport[s.pkg]
		if !known {
			t.Errorf("%s: package %s is not in the table", s.path, s.pkg)
		}
		for _, imported := range imports(s.file) {
			ours, is := strings.CutPrefix(imported, module)
			if is && allowed != nil && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", s.path, ours)
			}
		}
	}
}

func imports(f *ast.File) []string {
	var all []string
	for _, i := range f.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		all = append(all, path)
	}
	return all
}

// onlyIn says where something may be imported.
var onlyIn = map[string][]string{
	"github.com/labstack/echo/v4":                 {"internal/web"},
	"github.com/gorilla/sessions":                 {"internal/web"},
	"database/sql":                                {"internal/store", "internal/store/storetest"},
	"github.com/mattn/go-sqlite3":                 {"internal/store", "cmd/groundswell"}, // there for its version
	"github.com/alecthomas/kong":                  {"cmd/groundswell"},
	"github.com/wneessen/go-mail":                 {"internal/mail"},
	"github.com/yuin/goldmark":                    {"internal/markdown"},
	"github.com/pressly/goose/v3":                 {"internal/store"},
	"github.com/alexedwards/argon2id":             {"internal/app"},
	"github.com/mozillazg/go-unidecode":           {"internal/slug"},
	"github.com/sergi/go-diff/diffmatchpatch":     {"internal/text"},
	"github.com/blevesearch/snowballstem":         {"internal/search"},
	"github.com/blevesearch/snowballstem/english": {"internal/search"},
	"github.com/blevesearch/snowballstem/german":  {"internal/search"},
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range imports(s.file) {
			if where, limited := onlyIn[imported]; limited && !slices.Contains(where, s.pkg) {
				t.Errorf("%s imports %s", s.path, imported)
			}
		}
	}
	for _, s := range sources(t) {
		if s.pkg == "internal/domain" {
			for _, imported := range imports(s.file) {
				if strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
					t.Errorf("%s imports %s: domain has the standard library only", s.path, imported)
				}
			}
		}
	}
}

// calls are things that may be used in named packages only; an empty list is
// nowhere.
var calls = map[string][]string{
	"time.Now":           {"cmd/groundswell"},
	"time.Since":         {},
	"templ.Raw":          {"views"},
	"http.Get":           {},
	"http.Post":          {},
	"http.DefaultClient": {},
	"http.Client":        {},
	"time.Sleep":         {},
}

func TestCallsStayWhereTheyBelong(t *testing.T) {
	raws := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			what := name.Name + "." + selector.Sel.Name
			if where, limited := calls[what]; limited && !slices.Contains(where, s.pkg) {
				t.Errorf("%s uses %s", s.path, what)
			}
			if what == "templ.Raw" {
				raws++
			}
			if s.pkg == "internal/web" && name.Name == "store" && selector.Sel.Name != "Reader" {
				t.Errorf("%s uses store.%s: web has the Reader only", s.path, selector.Sel.Name)
			}
			return true
		})
	}
	if raws != 1 {
		t.Errorf("templ.Raw is used in %d places, not in the one that shows sanitised Markdown", raws)
	}
}

var sql = regexp.MustCompile(`(?s)^\s*(SELECT\b.*\bFROM\b|INSERT INTO\b|UPDATE\b.*\bSET\b|DELETE FROM\b|CREATE (TABLE|INDEX)\b)`)

func TestSQLOnlyInStore(t *testing.T) {
	found := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			value, err := strconv.Unquote(text.Value)
			if err != nil || !sql.MatchString(value) {
				return true
			}
			found++
			if !slices.Contains([]string{"internal/store", "internal/store/storetest", "migrations"}, s.pkg) {
				t.Errorf("%s has SQL: %.60s", s.path, value)
			}
			if strings.Contains(value, "audit") && filepath.Base(s.path) != "audit.go" {
				t.Errorf("%s touches the audit table", s.path)
			}
			if regexp.MustCompile(`(?i)(UPDATE|DELETE FROM) audit\b`).MatchString(value) {
				t.Errorf("%s changes audit entries: %.60s", s.path, value)
			}
			for _, word := range []string{"NOW()", "ILIKE", "::", "OFFSET", "FOR UPDATE", "json_", "CURRENT_TIMESTAMP"} {
				own := filepath.Base(s.path) == "postgres.go" // no SQLite runs what stands there
				if !own && strings.Contains(strings.ToUpper(value), strings.ToUpper(word)) {
					t.Errorf("%s: shared SQL has no %s: %.60s", s.path, word, value)
				}
			}
			return true
		})
	}
	if found < 50 {
		t.Errorf("only %d statements were seen: the pattern looks past them", found)
	}
}

// engineFiles are where the dialect is asked; each has its reason there.
var engineFiles = []string{"check.go", "copy.go", "db.go", "disk_linux.go", "fill.go", "group.go", "handle.go", "migrate.go",
	"postgres.go", "search.go", "snapshot.go"}

func TestTheDialectIsAskedInFewPlaces(t *testing.T) {
	var asking []string
	for _, s := range sources(t) {
		if s.pkg != "internal/store" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			name, ok := n.(*ast.Ident)
			if file := filepath.Base(s.path); ok && (name.Name == "sqlite" || name.Name == "postgres") && !slices.Contains(asking, file) {
				asking = append(asking, file)
			}
			return true
		})
	}
	slices.Sort(asking)
	if !slices.Equal(asking, engineFiles) {
		t.Errorf("the engine is asked in %q, and the list says %q", asking, engineFiles)
	}
}

func TestNoPackageIsADrawer(t *testing.T) {
	for _, s := range sources(t) {
		if slices.Contains([]string{"utils", "util", "common", "helpers", "types", "models", "base"}, s.file.Name.Name) {
			t.Errorf("%s is in a package %s", s.path, s.file.Name.Name)
		}
	}
}

// fileMax is the largest file that a tree of source needs, in bytes.
const fileMax = 1 << 20

// A built program or a database in the tree would be in every clone for ever.
func TestNoFileIsLarge(t *testing.T) {
	root := filepath.Join("..", "..")
	ignored := []string{".git", "bin", "data", "node_modules"} // what .gitignore keeps out
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(ignored, d.Name()) && filepath.Dir(path) == root {
				return filepath.SkipDir
			}
			return nil
		}
		if info, err := d.Info(); err == nil && info.Size() > fileMax && !strings.Contains(d.Name(), ".db") {
			t.Errorf("%s has %d bytes, more than %d", path, info.Size(), fileMax)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
