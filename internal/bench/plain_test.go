package bench

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	_ "github.com/mattn/go-sqlite3" // driver "sqlite3"
)

// plainVotes is a small echo program that makes a vote as durable as ours: the same
// rows in the same tables, many votes in one commit, each answered after it. It asks
// nobody who they are and computes nothing.
type plainVotes struct {
	conn  *sql.Conn
	kept  []*sql.Stmt // of plainTexts
	queue chan plainVote
}

type plainVote struct {
	idea, member, value int64
	done                chan error
}

// plainTexts are its statements.
var plainTexts = []string{
	"SELECT value FROM votes WHERE idea_id = ? AND member_id = ?",
	`INSERT INTO votes (idea_id, member_id, value, day, changed_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
	`INSERT INTO idea_days (idea_id, day, promotes, demotes) VALUES (?, ?, ?, 0)
		ON CONFLICT DO UPDATE SET promotes = promotes + excluded.promotes`,
	"UPDATE idea_counts SET promotes = promotes + ?, points = points + ?, heat = heat + ? WHERE idea_id = ?",
}

// plainVoting is the small program on a database.
func plainVoting(path string) (http.Handler, error) {
	ctx := context.Background()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on")
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -32000"); err != nil {
		return nil, err
	}
	v := &plainVotes{conn: conn, queue: make(chan plainVote, 512)}
	for _, text := range plainTexts {
		stmt, err := conn.PrepareContext(ctx, text)
		if err != nil {
			return nil, err
		}
		v.kept = append(v.kept, stmt)
	}
	go v.serve(ctx)
	e := echo.New()
	e.POST("/ideas/:id/vote", v.vote)
	return e, nil
}

// vote takes the voter's number from the cookie.
func (v *plainVotes) vote(c echo.Context) error {
	cookie, err := c.Cookie("sid")
	if err != nil {
		return err
	}
	idea, err1 := strconv.ParseInt(c.Param("id"), 10, 64)
	value, err2 := strconv.ParseInt(c.FormValue("value"), 10, 64)
	member, err3 := strconv.ParseInt(cookie.Value, 10, 64)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	done := make(chan error, 1)
	v.queue <- plainVote{idea, member, value, done}
	if err := <-done; err != nil {
		return err
	}
	return c.HTML(http.StatusOK, "<output>"+c.FormValue("value")+"</output>")
}

func (v *plainVotes) serve(ctx context.Context) {
	for first := range v.queue {
		all := []plainVote{first}
		for len(v.queue) > 0 && len(all) < cap(v.queue) {
			all = append(all, <-v.queue)
		}
		err := v.write(ctx, all)
		for _, one := range all {
			one.done <- err
		}
	}
}

// write makes votes with one commit.
func (v *plainVotes) write(ctx context.Context, all []plainVote) error {
	if _, err := v.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, one := range all {
		if err := v.set(one, time.Now()); err != nil {
			return err
		}
	}
	_, err := v.conn.ExecContext(ctx, "COMMIT")
	return err
}

func (v *plainVotes) set(one plainVote, now time.Time) error {
	old, day := int64(0), now.Unix()/(24*60*60)
	err := v.kept[0].QueryRow(one.idea, one.member).Scan(&old)
	if err != nil && err != sql.ErrNoRows {
		return err
	}
	more := one.value - old
	if more == 0 {
		return nil // it is there already
	}
	for n, args := range [][]any{
		{one.idea, one.member, one.value, day, now.UnixMilli()},
		{one.idea, day, more},
		{more, more, float64(more), one.idea},
	} {
		if _, err := v.kept[1+n].Exec(args...); err != nil {
			return err
		}
	}
	return nil
}
