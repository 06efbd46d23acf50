package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"

	"groundswell/internal/domain"
)

// wantPragmas is what every connection to a SQLite file must answer.
var wantPragmas = map[string]string{
	"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "secure_delete": "2",
	"trusted_schema": "0", "mmap_size": "0", "journal_size_limit": "67108864",
}

// CheckEngine returns what is wrong with how the database is set up, as
// sentences for the operator: pragmas and integrity of SQLite; durability of
// PostgreSQL.
func (db *DB) CheckEngine(ctx context.Context) ([]string, error) {
	if db.engine == postgres {
		return db.checkPostgres(ctx)
	}
	var wrong []string
	for name, want := range wantPragmas {
		var have string
		if err := db.write.QueryRowContext(ctx, "PRAGMA "+name).Scan(&have); err != nil {
			return nil, fmt.Errorf("pragma %s: %w", name, err)
		}
		if have != want {
			wrong = append(wrong, fmt.Sprintf("pragma %s is %s, should be %s", name, have, want))
		}
	}
	if info, err := os.Stat(db.target); err != nil {
		return nil, err
	} else if info.Mode().Perm()&0o077 != 0 {
		wrong = append(wrong, fmt.Sprintf("others may read %s (%v): chmod 600 it", db.target, info.Mode().Perm()))
	}
	var verdict string
	if err := db.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return nil, err
	}
	if verdict != "ok" {
		wrong = append(wrong, "the file is damaged: "+verdict)
	}
	return wrong, nil
}

// bytesTaken is an expression for how large the database is.
func (h handle) bytesTaken() string {
	if h.engine == postgres {
		return "pg_database_size(current_database())"
	}
	return "page_count * page_size FROM pragma_page_count(), pragma_page_size()"
}

func (db *DB) checkPostgres(ctx context.Context) ([]string, error) {
	var wrong []string
	var commit string
	if err := db.read.QueryRowContext(ctx, "SHOW synchronous_commit").Scan(&commit); err != nil {
		return nil, err
	}
	if commit == "off" {
		wrong = append(wrong, "synchronous_commit is off: a crash would take acknowledged votes")
	}
	return wrong, nil
}

// Mismatch is an idea whose kept numbers are not what its votes and comments give, a
// product that is not what its ratings make it, a tag that counts other ideas than
// lists show or has one of them in another place, or a comment that is not where or
// what it must be.
type Mismatch struct {
	Of   string // "idea", "product", "tag", "comment"
	ID   int64
	What string
}

// CheckCounts recounts every idea from its votes and every tag from its ideas and
// returns those whose counters, days or heat differ, at most 100 of each. It
// reads everything: for the operator and for tests, not for pages.
func (r *Reader) CheckCounts(ctx context.Context) ([]Mismatch, error) {
	slow := r.handle
	slow.deadline = 10 * JobDeadline
	kept, err := keptCounts(ctx, slow)
	if err != nil {
		return nil, err
	}
	days, err := countDays(ctx, slow, `SELECT idea_id, day, SUM(CASE WHEN value = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN value = -1 THEN 1 ELSE 0 END)
		FROM (SELECT idea_id, day, value FROM votes WHERE NOT held UNION ALL SELECT idea_id, day, value FROM contact_votes) cast_votes
		GROUP BY idea_id, day ORDER BY idea_id, day`)
	if err != nil {
		return nil, err
	}
	held, err := countHeld(ctx, slow)
	if err != nil {
		return nil, err
	}
	keptDays, err := countDays(ctx, slow, "SELECT idea_id, day, promotes, demotes FROM idea_days ORDER BY idea_id, day")
	if err != nil {
		return nil, err
	}
	var wrong []Mismatch
	for _, k := range kept {
		if what := k.differs(days[k.idea], keptDays[k.idea], held[k.idea]); what != "" && len(wrong) < 100 {
			wrong = append(wrong, Mismatch{"idea", k.idea, what})
		}
	}
	tags, err := reads{slow}.miscountedTags(ctx)
	if err != nil {
		return nil, err
	}
	places, err := reads{slow}.misplacedInTags(ctx)
	if err != nil {
		return nil, err
	}
	dates, err := reads{slow}.misdated(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := reads{slow}.mislaid(ctx)
	if err != nil {
		return nil, err
	}
	wants, err := reads{slow}.miscountedWants(ctx)
	if err != nil {
		return nil, err
	}
	comments, err := reads{slow}.miscountedComments(ctx)
	return slices.Concat(wrong, tags, places, dates, lines, wants, comments), err
}

type keptCount struct {
	idea            int64
	tally           domain.Tally
	carried, points int64
	held            int64
	heat            float64
	open            bool
	status          domain.Status
}

func keptCounts(ctx context.Context, h handle) ([]keptCount, error) {
	return list(ctx, h, "SELECT idea_id, promotes, demotes, held, carried, points, heat, open, status FROM idea_counts", nil,
		func(rows *sql.Rows) (keptCount, error) {
			var k keptCount
			return k, rows.Scan(&k.idea, &k.tally.Promotes, &k.tally.Demotes, &k.held, &k.carried, &k.points, &k.heat, &k.open, &k.status)
		})
}

func countDays(ctx context.Context, h handle, query string) (map[int64][]domain.DayTally, error) {
	all := map[int64][]domain.DayTally{}
	err := h.each(ctx, query, nil, func(rows *sql.Rows) error {
		var id int64
		var d domain.DayTally
		if err := rows.Scan(&id, &d.Day, &d.Promotes, &d.Demotes); err != nil {
			return err
		}
		all[id] = append(all[id], d)
		return nil
	})
	return all, err
}

// countHeld counts the votes in force on each idea that are held.
func countHeld(ctx context.Context, h handle) (map[int64]int64, error) {
	all := map[int64]int64{}
	return all, h.each(ctx, "SELECT idea_id, COUNT(*) FROM votes WHERE held AND value <> 0 GROUP BY idea_id", nil, func(rows *sql.Rows) error {
		var id, n int64
		err := rows.Scan(&id, &n)
		all[id] = n
		return err
	})
}

// differs says what of the kept numbers is not what the votes give.
func (k keptCount) differs(votes, kept []domain.DayTally, held int64) string {
	var sum domain.Tally
	for _, d := range votes {
		sum.Promotes += d.Promotes
		sum.Demotes += d.Demotes
	}
	var wrong []string
	if sum != k.tally {
		wrong = append(wrong, fmt.Sprintf("votes %+v, kept %+v", sum, k.tally))
	}
	if held != k.held {
		wrong = append(wrong, fmt.Sprintf("held %d, kept %d", held, k.held))
	}
	if k.points != sum.Net()+k.carried {
		wrong = append(wrong, fmt.Sprintf("points %d, kept %d", sum.Net()+k.carried, k.points))
	}
	if fmt.Sprint(counted(votes)) != fmt.Sprint(counted(kept)) {
		wrong = append(wrong, fmt.Sprintf("days %v, kept %v", counted(votes), counted(kept)))
	}
	if heat := domain.Heat(votes); heat != k.heat {
		wrong = append(wrong, fmt.Sprintf("heat %v, kept %v", heat, k.heat))
	}
	if k.open == k.status.Closed() {
		wrong = append(wrong, fmt.Sprintf("status %s, open %v", k.status, k.open))
	}
	return strings.Join(wrong, "; ")
}

// counted leaves out days on which every vote was withdrawn.
func counted(days []domain.DayTally) []domain.DayTally {
	var some []domain.DayTally
	for _, d := range days {
		if !d.Zero() {
			some = append(some, d)
		}
	}
	return some
}
