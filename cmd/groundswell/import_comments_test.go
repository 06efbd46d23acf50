package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

const commentMap = "--map=key=id,idea=idea,parent=parent,body=text,author=who,created=when"

// withIdeas imports the ideas that testdata/comments.csv is about.
func withIdeas(t *testing.T, target string) {
	t.Helper()
	must(t, "import", "ideas", "--database="+target, "testdata/good.csv", testMap, "--status=Closed=declined,Open=new",
		"--url-base=https://example.org", "--text=html", "--authors-by-name")
}

// commenting imports a file of comments.
func commenting(t *testing.T, target, file string, more ...string) (string, error) {
	t.Helper()
	out, err := command(t, "", append([]string{"import", "comments", "--database=" + target, file, commentMap}, more...)...)
	if err != nil {
		out += sentence(err)
	}
	return out, err
}

// spoken is what stands under an idea, each with the number of comments above it.
func spoken(t *testing.T, db *store.DB, idea int64) (all []string) {
	t.Helper()
	talk, err := db.Reader().Conversation(t.Context(), domain.CommentFilter{Idea: idea, Order: domain.OldestFirst})
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *domain.Node)
	walk = func(n *domain.Node) {
		all = append(all, fmt.Sprintf("%d %s %q by %s", n.Branch.Depth(), n.Gone, n.Body, n.Author.Name))
		for _, below := range n.Below {
			walk(below)
		}
	}
	for _, n := range talk.Threads {
		walk(n)
	}
	return all
}

// Answers may stand before what they answer; what is missing is a tombstone; a second
// import changes nothing.
func TestImportComments(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		withIdeas(t, target)
		out, err := commenting(t, target, "testdata/comments.csv", "--dry-run")
		if err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "8 would be imported", "2 comments answer ones that are missing")
		db := open(t, target)
		if got := spoken(t, db, 1); len(got) > 0 {
			t.Errorf("a dry run wrote %v", got)
		}
		if out, err = commenting(t, target, "testdata/comments.csv"); err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "8 imported, 0 unchanged, 0 differ", "3 comments answer ones that are missing") // one closes a circle
		want := []string{`0  "The first." by Ada`, `1  "An answer before it in the file." by Bo`, `2  "And one to that." by Ada`,
			`0 missing "" by comments.csv`, `1  "What it answers is gone." by Cy`, `1  "As for this one." by comments.csv`}
		if got := spoken(t, db, 1); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("it reads\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		idea, err := db.Reader().IdeaFor(t.Context(), domain.Nobody, 1, 0)
		if err != nil || idea.Comments != 5 {
			t.Errorf("%d comments are counted, %v", idea.Comments, err)
		}
		if got := spoken(t, db, 2); len(got) != 3 || !strings.HasPrefix(got[0], "0 missing") {
			t.Errorf("comments that answer one another stand as %v", got)
		}
		if out, err = commenting(t, target, "testdata/comments.csv"); err != nil {
			t.Fatal(out)
		}
		wantSays(t, out, "0 imported, 8 unchanged, 0 differ")
		if got := spoken(t, db, 1); len(got) != len(want) {
			t.Errorf("after the second time it reads %v", got)
		}
		wantSays(t, must(t, "check", "--database="+target), "everything is in order")
	})
}

func TestImportCommentsSaysWhatIsWrong(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		out, err := commenting(t, target, "testdata/comments.csv")
		if err == nil || !strings.Contains(out, "Say which import brought the ideas") && !strings.Contains(out, "there is no database yet") {
			t.Errorf("without ideas: %v %s", err, out)
		}
		withIdeas(t, target)
		bad := filepath.Join(t.TempDir(), "bad.csv")
		rows := "id,idea,parent,text,who,when\n1,1,,Fine.,Ada,2020-05-01\n2,99,,On nothing.,Ada,2020-05-01\n" +
			"3,1,3,Myself.,Ada,2020-05-01\n4,1,,,Ada,2020-05-01\n5,1,,When?,Ada,yesterday\n"
		if err := os.WriteFile(bad, []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err = commenting(t, target, bad)
		if err == nil {
			t.Error("bad rows were taken")
		}
		wantSays(t, out, `line 3, column 3 ("idea"): No idea was imported with the key “99”`,
			"line 4, column 5 (\"parent\"): A comment cannot answer itself",
			"line 6, column", "“yesterday” is not a date", "3 of 5 rows are bad; nothing was imported")
		if out, err = commenting(t, target, bad, "--ideas=elsewhere.csv"); err == nil {
			t.Error("ideas of no import were found")
		}
		wantSays(t, out, "5 of 5 rows are bad")
	})
}

// Comments that real people wrote, where the files are at hand: 24 levels, and answers
// to what is missing.
func TestImportRealComments(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data", "decide_madrid_2019")
	if _, err := os.Stat(data); err != nil {
		t.Skip("the files of real input are not beside the project: their import was left out; testdata covers every case")
	}
	target := storetest.SQLite(t)
	must(t, "import", "ideas", "--database="+target, filepath.Join(data, "proposals.csv"),
		"--map=key=id,title=title,body=text,created=date,points=numSupports,status=status,author_id=userId,url=url",
		"--status=archived=archived,open=new", "--space=Madrid", "--url-base=https://decide.madrid.es", "--source=madrid")
	args := []string{"import", "comments", "--database=" + target, filepath.Join(data, "comments.csv"), "--source=madrid",
		"--map=key=id,idea=proposalId,parent=parentId,body=text,author_id=userId,created=date"}
	wantSays(t, must(t, args...), "5633 imported, 0 unchanged", "268 comments answer ones that are missing")
	wantSays(t, must(t, args...), "0 imported, 5633 unchanged")
	wantSays(t, must(t, "check", "--database="+target), "everything is in order")
}
