package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// misnamedMembers compares what accounts are found by with their names: those that
// somebody can sign in to have a key, the others have none.
func (r reads) misnamedMembers(ctx context.Context) ([]Mismatch, error) {
	var wrong []Mismatch
	err := r.each(ctx, `SELECT m.id, m.name, m.email IS NOT NULL, n.name_key FROM members m
		LEFT JOIN member_names n ON n.member_id = m.id ORDER BY m.id`, nil, func(rows *sql.Rows) error {
		var id int64
		var name string
		var account bool
		var kept []byte
		if err := rows.Scan(&id, &name, &account, &kept); err != nil {
			return err
		}
		if key := nameKey(name); account && !bytes.Equal(kept, []byte(key)) {
			wrong = append(wrong, Mismatch{"member", id, fmt.Sprintf("the key of the name is %q, kept %q", key, kept)})
		} else if !account && kept != nil {
			wrong = append(wrong, Mismatch{"member", id, "is found by a name and has no account"})
		}
		return nil
	})
	return wrong, err
}

// misreadMentions are standing comments that name somebody of whom their words say
// nothing.
func (r reads) misreadMentions(ctx context.Context) ([]Mismatch, error) {
	var wrong []Mismatch
	err := r.each(ctx, `SELECT n.comment_id, n.member_id, n.word, x.body FROM mentions n JOIN comment_texts x ON x.id = n.comment_id
		ORDER BY n.comment_id, n.member_id`, nil, func(rows *sql.Rows) error {
		var comment, member int64
		var word, body string
		err := rows.Scan(&comment, &member, &word, &body)
		if !strings.Contains(body, "@"+word) {
			wrong = append(wrong, Mismatch{"comment", comment, fmt.Sprintf("names member %d as %q, and its words do not", member, word)})
		}
		return err
	})
	return wrong, err
}
