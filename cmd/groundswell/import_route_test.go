package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// An import routes nothing unless it is asked to, and says how much rules would
// route. What is asked for is routed once, by the first rule that fits, and nothing of
// another file.
func TestAnImportRoutesWhenAsked(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		must(t, "migrate", "--database="+target)
		db := open(t, target)
		a := app.New(db, func() time.Time { return noon })
		space, err := a.SaveSpace(t.Context(), domain.System, domain.Space{Name: "Gaming"})
		if err != nil {
			t.Fatal(err)
		}
		var queues []domain.Queue
		for n, name := range []string{"Thermal", "Audio"} {
			id, err := a.SaveQueue(t.Context(), domain.System, domain.Queue{Name: name, TimeZone: "UTC", Days: 5, Weights: domain.PlainWeights})
			if err != nil {
				t.Fatal(err)
			}
			queues = append(queues, domain.Queue{ID: id, Name: name})
			rule := domain.Route{Name: name + " top", Queue: queues[n].Ref(), Kind: domain.RoutePoints, Points: 100,
				Space: domain.Space{ID: space * int64(1-n)}}
			if _, err := a.SaveRoute(t.Context(), domain.System, rule); err != nil {
				t.Fatal(err)
			}
		}
		file := filepath.Join(t.TempDir(), "ideas.csv")
		text := "id,title,points,space,state\n"
		for n, row := range []string{"150,Gaming,new", "100,Desk,new", "99,Gaming,new", "300,Gaming,done", "120,Desk,new"} {
			text += fmt.Sprintf("%d,A title that is long enough %d,%s\n", n, n, row)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		flags := []string{"--map=key=id,title=title,points=points,space=space,status=state", "--status=new=new,done=shipped"}
		run := func(more ...string) string {
			t.Helper()
			out, err := importing(t, target, file, append(flags, more...)...)
			if err != nil {
				t.Fatal(out)
			}
			return out
		}
		inQueues := func() (got [2]int64) {
			t.Helper()
			for n, q := range queues {
				count, err := db.Reader().CountQueue(t.Context(), q.ID)
				if err != nil {
					t.Fatal(err)
				}
				got[n] = count[domain.StatusUnderReview]
			}
			return got
		}
		wantSays(t, run("--dry-run"), "5 would be imported", "3 ideas would be routed: run again with --route")
		wantSays(t, run("--source=other"), "5 imported", "3 ideas would be routed: run again with --route")
		wantSays(t, run(), "5 imported", "3 ideas would be routed: run again with --route")
		if got := inQueues(); got != [2]int64{} {
			t.Errorf("routed without being asked: %v", got)
		}
		wantSays(t, run("--route"), "0 imported, 5 unchanged", "3 ideas had the points of a rule and are in its queue now")
		if got := inQueues(); got != [2]int64{1, 2} {
			t.Errorf("routed %v", got)
		}
		if out := run("--route"); out != "0 imported, 5 unchanged, 0 differ from what was imported before and were left alone, 0 rejected\n" {
			t.Errorf("the second time it says %s", out)
		}
		wantSays(t, run("--source=other"), "3 ideas would be routed")
		wantSays(t, run("--source=other", "--dry-run"), "0 would be imported, 5 unchanged", "3 ideas would be routed")
	})
}
