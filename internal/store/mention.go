package store

import (
	"bytes"
	"context"
	"database/sql"
	"strings"

	"groundswell/internal/domain"
)

// setMemberName keeps what an account is found by that somebody can sign in to.
func (q *Tx) setMemberName(ctx context.Context, id int64, name string) error {
	_, err := q.exec(ctx, `INSERT INTO member_names (member_id, name_key) VALUES ($1, $2)
		ON CONFLICT (member_id) DO UPDATE SET name_key = excluded.name_key`, id, []byte(nameKey(name)))
	return err
}

// fillMemberNames does so for accounts from before migration 12.
func (q *Tx) fillMemberNames(ctx context.Context) error {
	for last := int64(0); ; {
		rows, err := list(ctx, q.handle, "SELECT id, name FROM members WHERE email IS NOT NULL AND id > $1 ORDER BY id LIMIT 1000",
			[]any{last}, scanNamed)
		if err != nil || len(rows) == 0 {
			return err
		}
		names := make([][]any, len(rows))
		for i, row := range rows {
			names[i] = []any{row.id, []byte(nameKey(row.name))}
			last = row.id
		}
		if err := q.insertRows(ctx, "INSERT INTO member_names (member_id, name_key)", "", names); err != nil {
			return err
		}
	}
}

// mentionable are accounts n.member_id that may be named: somebody can sign in to them,
// and they are not suspended.
const mentionable = " JOIN members m ON m.id = n.member_id AND m.suspended_at = 0 AND m.confirmed_at > 0 AND m.email IS NOT NULL"

// namesRead is how many names are looked at for those that may be offered.
const namesRead = 64

// NamesLike are members whose names begin with what was typed, in the order of their
// names, at most domain.CompletionsMax of the first namesRead. It reads one stretch of
// an index, however many members there are.
func (r reads) NamesLike(ctx context.Context, typed string) ([]domain.Mention, error) {
	key := []byte(nameKey(typed))
	var found []domain.Mention
	var keys [][]byte
	err := r.each(ctx, `SELECT m.id, m.name, m.role, n.name_key FROM (SELECT member_id, name_key FROM member_names
		WHERE name_key >= $1 AND name_key < $2 ORDER BY name_key, member_id LIMIT $3) n`+mentionable+
		" ORDER BY n.name_key, n.member_id LIMIT $4",
		[]any{key, append(bytes.Clone(key), 0xff), namesRead, domain.CompletionsMax + 1}, func(rows *sql.Rows) error {
			var m domain.Mention
			var key []byte
			err := rows.Scan(&m.Member.ID, &m.Member.Name, &m.Member.Role, &key)
			found, keys = append(found, m), append(keys, key)
			return err
		})
	for i := range found {
		twin := i > 0 && bytes.Equal(keys[i-1], keys[i]) || i+1 < len(found) && bytes.Equal(keys[i+1], keys[i])
		found[i].Word = domain.MentionWord(found[i].Member, !twin)
	}
	return found[:min(len(found), domain.CompletionsMax)], err
}

// MembersNamed finds who may be mentioned by some names, by name key: those whom nobody
// else is called like, and with a number behind the name the one who has both.
func (r reads) MembersNamed(ctx context.Context, words []string) (map[string]domain.MemberRef, error) {
	asked := map[string][]string{} // words by name key
	var keys []any
	for _, word := range words {
		name, _ := domain.SplitMention(word)
		key := nameKey(name)
		if asked[key] == nil {
			keys = append(keys, []byte(key))
		}
		asked[key] = append(asked[key], word)
	}
	called := map[string][]domain.MemberRef{}
	err := eachOf(ctx, r.handle, "SELECT n.name_key, m.id, m.name, m.role FROM member_names n"+mentionable+" WHERE n.name_key IN",
		nil, keys, func(rows *sql.Rows) error {
			var key []byte
			var m domain.MemberRef
			err := rows.Scan(&key, &m.ID, &m.Name, &m.Role)
			called[string(key)] = append(called[string(key)], m)
			return err
		})
	found := map[string]domain.MemberRef{}
	for key, words := range asked {
		for _, word := range words {
			_, id := domain.SplitMention(word)
			for _, m := range called[key] {
				if m.ID == id || id == 0 && len(called[key]) == 1 {
					found[word] = m
				}
			}
		}
	}
	return found, err
}

// SetMentions makes those whom a comment names now the ones whom it names.
func (q *Tx) SetMentions(ctx context.Context, comment int64, mentions []domain.Mention) error {
	if _, err := q.exec(ctx, "DELETE FROM mentions WHERE comment_id = $1", comment); err != nil {
		return err
	}
	return q.CreateMentions(ctx, comment, mentions)
}

// CreateMentions notes whom a new comment names.
func (q *Tx) CreateMentions(ctx context.Context, comment int64, mentions []domain.Mention) error {
	rows := make([][]any, len(mentions))
	for i, m := range mentions {
		rows[i] = []any{comment, m.Member.ID, m.Word}
	}
	return q.insertRows(ctx, "INSERT INTO mentions (comment_id, member_id, word)", "ON CONFLICT DO NOTHING", rows)
}

// AddMentions reads whom some comments name, of those who may be named today. Comments
// without an @ are not asked about.
func (r reads) AddMentions(ctx context.Context, comments ...*domain.Comment) error {
	byID := map[int64][]*domain.Comment{} // an official answer stands in two places
	var ids []int64
	for _, c := range comments {
		if strings.Contains(c.HTML, "@") {
			if byID[c.ID] == nil {
				ids = append(ids, c.ID)
			}
			byID[c.ID] = append(byID[c.ID], c)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var w where
	return r.each(ctx, "SELECT n.comment_id, n.word, m.id, m.name, m.role FROM mentions n"+mentionable+" WHERE n.comment_id IN ("+
		w.ids(ids, branchPlaces(len(ids)))+")", w.args, func(rows *sql.Rows) error {
		var comment int64
		var m domain.Mention
		err := rows.Scan(&comment, &m.Word, &m.Member.ID, &m.Member.Name, &m.Member.Role)
		for _, c := range byID[comment] {
			c.Mentions = append(c.Mentions, m)
		}
		return err
	})
}
