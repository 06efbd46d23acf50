package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// fileOf writes a file to import.
func fileOf(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesPeopleHave(t *testing.T) {
	const rows = "id,title,body\r\n1,Größere Lüfter für das Gerät,\"Bitte, sonst\r\nzu laut\"\r\n"
	latin, _ := charmap.Windows1252.NewEncoder().String(rows)
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(rows)
	bare16, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(rows)
	storetest.EachTarget(t, func(t *testing.T, target string) {
		good := 0
		for _, c := range []struct {
			name, text string
			flags      []string
			want       string // "" when the idea above is to be there
		}{
			{"plain", rows, nil, ""},
			{"UTF-16", utf16, nil, ""},
			{"UTF-16 without a mark", bare16, nil, ""},
			{"Windows", latin, []string{"--encoding=windows-1252"}, ""},
			{"Windows, not told", latin, nil,
				`line 2, column 3 ("title"): it is not UTF-8; if the file is in windows-1252, say --encoding windows-1252`},
			{"semicolons", "id;title;body\r\n1;Größere Lüfter für das Gerät;\"Bitte, sonst\r\nzu laut\"\r\n", nil, ""},
			{"a separator told", "id^title^body\n1^Größere Lüfter für das Gerät^\"Bitte, sonst\nzu laut\"\n", []string{"--separator=^"}, ""},
			{"tabs told by name", "id\ttitle\tbody\n1\tGrößere Lüfter für das Gerät\t\"Bitte, sonst\nzu laut\"\n", []string{"--separator=tab"}, ""},
			{"a repeated column nobody asks for",
				"id,Labels,Labels,title,body\n1,a,b,Größere Lüfter für das Gerät,\"Bitte, sonst\nzu laut\"\n", nil, ""},
			{"a repeated column that is asked for", "id,title,body,Labels,labels,Labels\n1,a,b,c,d,e\n",
				[]string{"--map=tags=Labels"}, `there are 2 columns "Labels": say which by its number, #4 or #6`},
			{"space around names", " ID , Title,body \n1,Größere Lüfter für das Gerät,\"Bitte, sonst\nzu laut\"\n", nil, ""},
			{"a NUL in a row", "id,title,body\n1,a\x00b,c\n", nil, `line 2, column 3 ("title"): it has a character NUL in it`},
			{"a NUL where nobody looks", "id,title,body,more\n1,Größere Lüfter für das Gerät,\"Bitte, sonst\nzu laut\",\x00\n", nil, ""},
			{"a NUL in JSON", `{"id":1,"title":"a\u0000b","body":""}`, nil, `line 1, column "title": it has a character NUL in it`},
			{"JSON lines", `{"id":1,"title":"Größere Lüfter für das Gerät","body":"Bitte, sonst\nzu laut","author":{"name":"somebody"}}`, nil, ""},
			{"an object in JSON", `{"id":1,"title":{"de":"Größere"},"body":""}`, nil,
				`line 1, column "title": it holds an object, not text, a number or a list of them`},
			{"JSON too deep", `{"id":1,"title":"a","body":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, nil,
				"line 1: it is nested deeper than 32"},
			{"a JSON array", `[{"id":1,"title":"a","body":""}]`, nil, "line 1, column 1: this is a JSON array"},
			{"JSON over lines", "{\n\"id\":1\n}\n", nil, "line 1, column 1: the object that begins here ends in a later line"},
			{"a name that JSON lacks", `{"id":1,"title":"a"}`, nil, `--map: no row of the file has ["body"]`},
			{"an empty file", "", nil, "line 1, column 1: the file is empty"},
			{"a header alone", "id,title,body\n", nil,
				"0 imported, 0 unchanged, 0 differ from what was imported before and were left alone, 0 rejected"},
		} {
			out, err := importing(t, target, fileOf(t, strings.ReplaceAll(c.name, " ", "_"), c.text),
				append([]string{"--map=key=id,title=title", "--map=body=body"}, c.flags...)...)
			if c.want != "" {
				if !strings.Contains(out, c.want) {
					t.Errorf("%s: %s, want %s", c.name, out, c.want)
				}
				continue
			}
			if good++; err != nil || !strings.HasPrefix(out, "1 imported") {
				t.Errorf("%s: %s", c.name, out)
			}
		}
		db := open(t, target)
		wantCount(t, db, int64(good))
		for id := range int64(good) {
			i, err := db.Reader().IdeaFor(t.Context(), domain.Nobody, id+1, 0)
			if err != nil || i.Title != "Größere Lüfter für das Gerät" || i.Body != "Bitte, sonst\nzu laut" || i.Space.Slug != "general" {
				t.Errorf("%q %q in %s, %v", i.Title, i.Body, i.Space.Slug, err)
			}
		}
	})
}

func TestTheFirstSpaceSpeaksTheCommunitysLanguage(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		must(t, "settings", "set", "--database="+target, "community.language", "de")
		file := fileOf(t, "a.csv", "id,title\n1,An idea without a space\n2,Another\n")
		wantSays(t, must(t, "import", "ideas", "--database="+target, file, "--map=key=id,title=title"), "2 imported", "1 space was created")
		spaces, err := open(t, target).Reader().Spaces(t.Context())
		if err != nil || len(spaces) != 1 || spaces[0].Name != "Allgemein" {
			t.Errorf("%+v, %v", spaces, err)
		}
	})
}

// One run names everything that is wrong with a row, and says of a good one what
// is left out.
func TestFaultsOfARowAreToldTogether(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		file := fileOf(t, "a.csv", "id,title,body,created,tags\n"+
			"1,,"+strings.Repeat("x", domain.ImportedBodyMax+1)+",someday,\"a,b\"\n"+
			"2,An idea with many tags,"+strings.Repeat("x", domain.ImportedBodyMax)+",2024-03-01,one two "+
			strings.Repeat("y", 50)+" three four five six\n"+
			"2,The same key again,x,3/4/2024,\n")
		flags := []string{"--map=key=id,title=title,body=body,created=created,tags=tags", "--tag-separator= "}
		out, err := importing(t, target, file, flags...)
		if err == nil {
			t.Fatal("bad rows were taken")
		}
		wantSays(t, out, `line 2, column 3 ("title"): A title has`, `("created"): “someday” is not a date`,
			`line 2, column 4 ("body"): Too long by 1`,
			`line 4, column 24 ("created"): “3/4/2024” may begin with the day or with the month`,
			`line 4, column 1 ("id"): This key is in line 3 already`, "2 of 3 rows are bad")
		rejects := filepath.Join(t.TempDir(), "rejects.csv")
		out, err = importing(t, target, file, append(flags, "--rejects="+rejects)...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "1 imported", "2 rejected", "the tags six are left out", "1 row goes in without what is named above",
			"is left out: a tag has")
		i, err := open(t, target).Reader().IdeaFor(t.Context(), domain.Nobody, 1, 0)
		if err != nil || len(i.Tags) != domain.TagsMax || len(i.Body) != domain.ImportedBodyMax {
			t.Errorf("%d tags, %d characters, %v", len(i.Tags), len(i.Body), err)
		}
	})
}

// A file of bad rows can be mended and imported with the flags of the whole.
func TestRejectsAreReadAsTheFileWas(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		latin, _ := charmap.Windows1252.NewEncoder().String("id;title;zahl\n1;Gut genug;4\n2;Größer, aber;viele\n")
		dir := t.TempDir()
		file, rejects := filepath.Join(dir, "ideas.csv"), filepath.Join(dir, "bad.csv")
		os.WriteFile(file, []byte(latin), 0o600)
		flags := []string{"--map=key=id,title=title,points=zahl", "--encoding=windows-1252", "--separator=;", "--source=old"}
		out, err := importing(t, target, file, append(flags, "--rejects="+rejects)...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "1 imported", "1 rejected")
		text, _ := os.ReadFile(rejects)
		wantSays(t, string(text), "\ufeffid;title;zahl;line;reason\n2;Größer, aber;viele;3;")
		os.WriteFile(rejects, bytes.Replace(text, []byte("viele"), []byte("7"), 1), 0o600)
		out, err = importing(t, target, rejects, flags...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "1 imported, 0 unchanged")
		wantFiles(t, dir, "bad.csv", "ideas.csv")
	})
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, want) {
		t.Errorf("the folder has %v, want %v", names, want)
	}
}

func TestRejectsOntoTheInputAreRefused(t *testing.T) {
	target, dir := storetest.SQLite(t), t.TempDir()
	const text = "id,title\n1,\n2,An idea that is good\n"
	file := filepath.Join(dir, "a.csv")
	os.WriteFile(file, []byte(text), 0o600)
	os.Symlink(file, filepath.Join(dir, "link.csv"))
	os.Link(file, filepath.Join(dir, "twin.csv"))
	for _, rejects := range []string{file, filepath.Join(dir, "link.csv"), filepath.Join(dir, "twin.csv"),
		filepath.Join(dir, ".", "..", filepath.Base(dir), "a.csv"), target} {
		out, err := importing(t, target, file, "--map=key=id,title=title", "--rejects="+rejects)
		if err == nil || !strings.Contains(out, "--rejects would write onto") {
			t.Errorf("%s: %s", rejects, out)
		}
	}
	if left, _ := os.ReadFile(file); string(left) != text {
		t.Errorf("the input is %q now", left)
	}
	wantCount(t, open(t, target), 0)
	if out, err := importing(t, target, file, "--map=key=id,title=title", "--rejects="+filepath.Join(dir, "no", "folder.csv")); err == nil {
		t.Errorf("rejects in no folder: %s", out)
	}
	wantCount(t, open(t, target), 0)
}

// Commands that read make no database, and change none.
func TestReadingCreatesNoDatabase(t *testing.T) {
	file := fileOf(t, "a.csv", "id,title\n1,\n2,An idea that is good\n")
	commands := [][]string{{"settings", "list"}, {"settings", "get", "signup"}, {"check"}}
	dry := []string{"import", "ideas", file, "--map=key=id,title=title", "--dry-run"}
	empty := func(t *testing.T, target string, rejects string) {
		for _, args := range commands {
			if out, err := command(t, "", append(args, "--database="+target)...); err == nil || out != "" ||
				!strings.Contains(err.Error(), "there is no Groundswell database") {
				t.Errorf("%v: %s, %v", args, out, err)
			}
		}
		out, err := command(t, "", append(slices.Clone(dry), "--database="+target, "--rejects="+rejects)...)
		if err != nil {
			t.Errorf("%s: %v", out, err)
		}
		wantSays(t, out, "line 2, column 3", "1 would be imported, 0 unchanged", "1 rejected", "there is no database yet")
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		empty(t, filepath.Join(dir, "data", "groundswell.db"), filepath.Join(dir, "rejects.csv"))
		wantFiles(t, dir)
		if _, err := command(t, "", append(slices.Clone(dry[:len(dry)-1]), "--database="+filepath.Join(dir, "g.db"))...); err == nil {
			t.Error("a bad row was taken")
		}
		wantFiles(t, dir) // a file that is refused makes none either
	})
	t.Run("postgres", func(t *testing.T) {
		target := storetest.EmptyPostgres(t)
		empty(t, target, filepath.Join(t.TempDir(), "rejects.csv"))
		if out := must(t, "migrate", "--database="+target); strings.HasPrefix(out, "0 ") {
			t.Errorf("a command that reads had migrated: %s", out)
		}
	})
}

// Without a column for it the key is what a row says; rows that say the same are
// voices of their own.
func TestImportWithoutAKey(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		file := fileOf(t, "laptops.csv", "product,rating,review,seen\nNB-1,5,good,1\nNB-1,5,good,1\nNB-1,5,good,2\nNB-2,1,bad,1\n")
		flags := []string{"--map=product=product,stars=rating,body=review"}
		wantSays(t, importKind(t, "reviews", target, file, flags...), "4 imported", "1 row says the same as an earlier one",
			"what a row says is its key")
		wantSays(t, importKind(t, "reviews", target, file, flags...), "0 imported, 4 unchanged")
		p, err := open(t, target).Reader().Product(t.Context(), "nb-1")
		if err != nil || p.N != 3 {
			t.Errorf("%d ratings, %v", p.N, err)
		}
		wantSays(t, importKind(t, "products", target, fileOf(t, "p.csv", "name\nThing\n"), "--map=name=name"), "must say which column is the key")
	})
}

func TestColumnsAreNamed(t *testing.T) {
	for _, c := range []struct {
		file  string
		flags []string
		want  string
	}{
		{"id,\"Your idea, in one line\",by\n1,A good idea,Ann\n", []string{"--map=key=id,title=Your idea, in one line,author=by"}, "1 imported"},
		{"id,\"a,url=b\"\n1,A good idea\n", []string{`--map=key=id,title=a\,url=b`}, "1 imported"},
		{"id,a,a\n1,A good idea,no\n", []string{"--map=key=id", "--map=title=#2"}, "1 imported"},
		{"id,a\n1,A good idea\n", []string{"--map=key=id,title=a,key=a"}, `"key" is said twice`},
		{"id,a\n1,A good idea\n", []string{"--map=key"}, `"key" is not of the form name=value`},
		{"id,a,s\n1,A good idea,\"Closed, no\"\n2,A better one,Open\n",
			[]string{"--map=key=id,title=a,status=s", "--status=Closed, no=already_offered,Open=new"}, "2 imported"},
		{"id,a\n1,A good idea\n", []string{"--map=key=id,title=a", "--time-zone=Mars/Crater"}, "is no time zone"},
		{"id,a\n1,A good idea\n", []string{"--map=key=id,title=a", "--separator=xy"}, "is neither one character nor"},
		{"id,a\n1,A good idea\n", []string{"--map=key=id,title=a", "--encoding=klingon"}, `the encoding "klingon" is not known here`},
	} {
		out, err := importing(t, storetest.SQLite(t), fileOf(t, "a.csv", c.file), c.flags...)
		if !strings.Contains(out, c.want) {
			t.Errorf("%q: %s, %v, want %s", c.flags, out, err, c.want)
		}
	}
}

// Standard input is read like a file, and a signal ends the wait for it.
func TestStandardInput(t *testing.T) {
	target := storetest.SQLite(t)
	args := []string{"import", "ideas", "--database=" + target, "-", "--map=key=id,title=title"}
	if _, err := command(t, "id,title\n1,An idea from a pipe\n", args...); err == nil || !strings.Contains(err.Error(), "--source must name") {
		t.Error(err)
	}
	args = append(args, "--source=pipe")
	out, err := command(t, "id,title\n1,An idea from a pipe\n", args...)
	if err != nil {
		t.Fatal(err)
	}
	wantSays(t, out, "1 imported")
	ctx, stop := context.WithCancel(t.Context())
	in, writer := io.Pipe()
	defer writer.Close()
	ended := make(chan error)
	go func() {
		ended <- run(&environment{ctx: ctx, in: in, out: io.Discard, now: func() time.Time { return noon },
			log: slog.New(slog.DiscardHandler)}, args)
	}()
	if _, err := io.WriteString(writer, "id,title\n2,An idea that came\n"); err != nil {
		t.Fatal(err)
	}
	stop()
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), "stopped while reading; nothing was imported") {
			t.Error(err)
		}
	case <-time.After(time.Second):
		t.Error("it did not end within a second")
	}
	wantCount(t, open(t, target), 1)
}
