package arch

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/semver"
)

// least are the oldest versions without a known hole or a bug that bites here.
var least = map[string]string{
	"github.com/labstack/echo/v4":        "v4.16.0",
	"github.com/a-h/templ":               "v0.3.977",
	"github.com/mattn/go-sqlite3":        "v1.14.53", // SQLite before 3.51.3 has the WAL-reset bug
	"github.com/gorilla/sessions":        "v1.4.0",
	"github.com/jackc/pgx/v5":            "v5.12.0",
	"github.com/pressly/goose/v3":        "v3.29.0",
	"github.com/yuin/goldmark":           "v1.8.7",
	"github.com/microcosm-cc/bluemonday": "v1.0.27",
	"github.com/alexedwards/argon2id":    "v1.0.0",
	"github.com/wneessen/go-mail":        "v0.8.1",
	"golang.org/x/text":                  "v0.43.0",
}

func TestModulesAreNewEnough(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			continue
		}
		if want, ok := least[fields[0]]; ok {
			seen[fields[0]] = true
			if semver.Compare(fields[1], want) < 0 {
				t.Errorf("%s is %s, at least %s is needed", fields[0], fields[1], want)
			}
		}
		if fields[0] == "github.com/gorilla/csrf" {
			t.Error("gorilla/csrf has an open hole")
		}
	}
	for module := range least {
		if !seen[module] {
			t.Errorf("%s is not in go.mod", module)
		}
	}
}

// htmx is vendored as it was published.
func TestHtmxIsTheOneThatWasChecked(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "static", "js", "htmx.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if got := hex.EncodeToString(sum[:]); got != "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717" {
		t.Errorf("htmx.min.js is not htmx.org 2.0.11: sha256 %s", got)
	}
}
