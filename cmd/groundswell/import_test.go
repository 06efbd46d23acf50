package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

const testMap = "--map=key=id,title=title,body=body,created=when,promotes=up,demotes=down,status=state,space=space,author=who,tags=labels,url=link"

// importing runs the command on a file of testdata.
func importing(t *testing.T, target, file string, more ...string) (string, error) {
	t.Helper()
	args := append([]string{"import", "ideas", "--database=" + target, file}, more...)
	out, err := command(t, "", args...)
	if err != nil {
		out += sentence(err)
	}
	return out, err
}

func TestImportGoodRows(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		flags := []string{testMap, "--status=Closed=declined,Open=new", "--url-base=https://example.org", "--text=html", "--authors-by-name"}
		out, err := importing(t, target, "testdata/good.csv", append(flags, "--dry-run")...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "3 would be imported")
		db := open(t, target)
		wantCount(t, db, 0)
		out, err = importing(t, target, "testdata/good.csv", flags...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "3 imported, 0 unchanged, 0 differ", "2 spaces were created", "1 author was created")
		i, err := db.Reader().IdeaFor(t.Context(), domain.Nobody, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		if i.Title != "Two lines in a title" || i.Body != "Some **HTML**" || i.Points() != 5 || i.Heat != 0 ||
			i.Promotes != 0 || i.Status != domain.StatusDeclined ||
			i.Author.Name != "Ada" || i.Space.Slug != "gaerten" || len(i.Tags) != 2 ||
			i.SourceURL != "https://example.org/p/1" || i.Created.Year() != 2020 {
			t.Errorf("%+v", i)
		}
		author, err := db.Reader().Member(t.Context(), i.Author.ID)
		if err != nil || author.CanSignIn() || author.Email != "" {
			t.Errorf("somebody could sign in as %+v, %v", author, err)
		}
		out, err = importing(t, target, "testdata/good.csv", flags...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "0 imported, 3 unchanged, 0 differ")
		changed := filepath.Join(t.TempDir(), "good.csv")
		text, _ := os.ReadFile("testdata/good.csv")
		os.WriteFile(changed, []byte(strings.Replace(string(text), "Short", "Longer than before", 1)), 0o600)
		out, err = importing(t, target, changed, flags...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "0 imported, 2 unchanged, 1 differ")
		wantCount(t, db, 3)
		if _, err := importing(t, target, "testdata/good.csv", append(flags, "--source=another")...); err != nil {
			t.Error(err)
		}
		wantCount(t, db, 6) // keys are unique in a source
	})
}

func TestImportBadRows(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		flags := []string{testMap, "--status=Open=new"}
		out, err := importing(t, target, "testdata/bad.csv", flags...)
		if err == nil {
			t.Fatal("bad rows were taken")
		}
		wantSays(t, out, "testdata/bad.csv, line 3, column 3 (\"title\"): A title has 1 to 300 characters; this one has 0",
			`line 4, column 16 ("when"): “yesterday” is not a date`, "“many” is not a whole number", "“Perhaps” is not a status",
			"line 5, column 1 (\"id\"): This key is in line 2 already", "line 6: it has 2 values, the header has 11 columns",
			"4 of 6 rows are bad; nothing was imported")
		db := open(t, target)
		wantCount(t, db, 0)
		rejects := filepath.Join(t.TempDir(), "rejects.csv")
		out, err = importing(t, target, "testdata/bad.csv", append(flags, "--rejects="+rejects)...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "2 imported", "4 rejected", rejects)
		wantCount(t, db, 2)
		text, err := os.ReadFile(rejects)
		if err != nil {
			t.Fatal(err)
		}
		wantSays(t, string(text), "link,line,reason\n", "2,,no title", "short row", "Twice")
	})
}

func TestBrokenQuotingIsRefusedWhole(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		for _, more := range [][]string{nil, {"--rejects=" + filepath.Join(t.TempDir(), "rejects.csv")}} {
			out, err := importing(t, target, "testdata/broken.csv", append([]string{"--map=key=id,title=title", "--space=Imports"}, more...)...)
			if err == nil {
				t.Error("a file with broken quotes was taken")
			}
			wantSays(t, out, "testdata/broken.csv, line 3, column 6: the quoting is broken", "nothing was imported")
		}
		wantCount(t, open(t, target), 0)
	})
}

func TestImportJSONLines(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		out, err := importing(t, target, "testdata/good.jsonl", "--map=key=id,title=title,points=points,tags=tags", "--space=Imports")
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "2 imported")
		i, err := open(t, target).Reader().IdeaFor(t.Context(), domain.Nobody, 2, 0)
		if err != nil || i.Points() != -3 || i.Title != "Another" {
			t.Errorf("%+v, %v", i, err)
		}
	})
}

func TestImportSaysWhatIsWrongWithItsFlags(t *testing.T) {
	target := storetest.SQLite(t)
	for _, c := range []struct{ flag, want string }{
		{"--map=key=id", "must say which column is the title"}, {"--map=key=id,title=titel", `the file has no column "titel"; it has`},
		{"--map=key=id,title=title,colour=red", `there is no field "colour"`},
	} {
		out, err := importing(t, target, "testdata/good.csv", c.flag)
		if err == nil {
			t.Errorf("%s was taken", c.flag)
		}
		wantSays(t, out, c.want)
	}
	if out, err := importing(t, target, "testdata/good.csv", testMap, "--status=Closed=gone"); err == nil ||
		!strings.Contains(out, `there is no status "gone"`) {
		t.Errorf("%v %s", err, out)
	}
}

// Ideas that real people wrote, where the files are at hand.
func TestImportRealFiles(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(data); err != nil {
		t.Skip("the files of real input are not beside the project: their import was left out; testdata covers every case")
	}
	target := storetest.SQLite(t)
	petitions := []string{"--map=key=id,title=title,body=body,created=created,points=signature_count,status=status",
		"--status=Closed=declined,Reviewed=under_review", "--space=Petitions"}
	for _, c := range []struct {
		file  string
		flags []string
		fails bool
		want  string
	}{
		{"wethepeople_petitions/petitions.csv", petitions, false, "998 imported"},
		{"wethepeople_petitions/petitions.csv", petitions, false, "0 imported, 998 unchanged"},
		{"wethepeople_petitions/petitions_raw_broken_quotes.csv", []string{"--map=key=PID,title=title", "--space=Petitions"},
			true, "line 11, column 110: the quoting is broken"},
		{"decide_madrid_2019/proposals.csv",
			[]string{"--map=key=code,title=title,body=text,created=date,points=numSupports,status=status,author=userId,url=url",
				"--status=archived=archived,open=new", "--space=Madrid", "--url-base=https://decide.madrid.es"}, false, "80 imported"},
		{"cimt_german_citizen_ideas/ideas_de.csv", []string{"--map=key=id,title=title,body=text,space=place,url=url"}, false, "4022 imported"},
	} {
		out, err := importing(t, target, filepath.Join(data, c.file), c.flags...)
		if (err != nil) != c.fails {
			t.Errorf("%s: %s", c.file, out)
		}
		wantSays(t, out, c.want)
	}
	db := open(t, target)
	wantCount(t, db, 998+80+4022-75) // lists show no archived ones
	wantSays(t, must(t, "check", "--database="+target), "everything is in order")
}

// What a file holds comes in as clean as what is typed; what nobody can see is a bad
// row.
func TestImportsKeepCleanLetters(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		flags := []string{"--map=key=id,title=title,body=body,author=author,space=space,tags=tags", "--rejects=" +
			filepath.Join(t.TempDir(), "rejects.csv")}
		out, err := importing(t, target, "testdata/letters.csv", flags...)
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "4 imported", "1 rejected")
		db := open(t, target)
		for id, want := range []domain.Idea{
			{Title: "Kühler für größere Gehäuse", Body: "G\u00ebräusch", Author: domain.MemberRef{Name: "Mira Köhler"},
				Space: domain.Space{Name: "Geräte"}, Tags: []domain.Tag{{Name: "Lüfter"}}},
			// nobody is named
			{Title: "turned round title", Body: "firstline\nsecond \u2067line\u2069", Author: domain.MemberRef{Name: "letters.csv"}},
			{Title: "Title with [31mescape and backspace", Body: "Body", Author: domain.MemberRef{Name: "A B"}},
			{Title: "Z\u0353\u0354\u0351Z piles of marks", Body: "x", Author: domain.MemberRef{Name: "letters.csv"},
				Tags: []domain.Tag{{Name: "quiet"}}},
		} {
			got, err := db.Reader().IdeaFor(t.Context(), domain.Nobody, int64(id+1), 0)
			if err != nil {
				t.Fatal(err)
			}
			if got.Title != want.Title || got.Body != want.Body || got.Author.Name != want.Author.Name ||
				domain.TagNames(got.Tags) != domain.TagNames(want.Tags) {
				t.Errorf("%q %q by %q, %q", got.Title, got.Body, got.Author.Name, domain.TagNames(got.Tags))
			}
			if want.Space.Name != "" && got.Space.Name != want.Space.Name {
				t.Errorf("the space is %q", got.Space.Name)
			}
		}
	})
}
