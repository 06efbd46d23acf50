package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

func scanSynonym(rows *sql.Rows) (domain.Synonym, error) {
	var s domain.Synonym
	return s, rows.Scan(&s.ID, &s.Word, &s.Other, &s.By.ID, &s.By.Name, &s.By.Role)
}

// Synonyms lists what staff taught, newest first: at most domain.SynonymsMax.
func (r reads) Synonyms(ctx context.Context) ([]domain.Synonym, error) {
	return list(ctx, r.handle, `SELECT s.id, s.word, s.other, m.id, m.name, m.role FROM synonyms s JOIN members m ON m.id = s.member_id
		ORDER BY s.id DESC LIMIT $1`, []any{domain.SynonymsMax}, scanSynonym)
}

// CreateSynonym adds a pair under the keys of its words. A pair that is there already is a
// conflict, and so is one more than there may be.
func (q *Tx) CreateSynonym(ctx context.Context, s domain.Synonym, keys [2]string, now time.Time) (int64, error) {
	if keys[0] > keys[1] { // a pair has no first word
		keys[0], keys[1] = keys[1], keys[0]
		s.Word, s.Other = s.Other, s.Word
	}
	var n int64
	if err := q.get(ctx, "SELECT COUNT(*) FROM synonyms", nil, &n); err != nil {
		return 0, err
	}
	if n >= domain.SynonymsMax {
		return 0, &domain.Error{Kind: domain.Conflict, Key: "error.synonyms_full", Args: domain.Args{"Max": domain.SynonymsMax}}
	}
	var id int64
	err := q.get(ctx, `INSERT INTO synonyms (word, other, word_key, other_key, member_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (word_key, other_key) DO NOTHING RETURNING id`,
		[]any{s.Word, s.Other, keys[0], keys[1], s.By.ID, millis(now)}, &id)
	if err == errNoRow {
		return 0, domain.BadField("other", "error.synonym_there", nil)
	}
	return id, err
}

// DeleteSynonym forgets a pair.
func (q *Tx) DeleteSynonym(ctx context.Context, id int64) error {
	return q.changeOne(ctx, "DELETE FROM synonyms WHERE id = $1", id)
}

// AddMissed counts searches that found nothing and keeps those that are asked for most.
func (q *Tx) AddMissed(ctx context.Context, missed []domain.MissedSearch) error {
	rows := make([][]any, len(missed))
	for i, m := range missed {
		rows[i] = []any{m.Words, m.Times, m.LastDay}
	}
	err := q.insertRows(ctx, "INSERT INTO missed_searches (words, times, last_day)", `ON CONFLICT (words) DO UPDATE SET
		times = missed_searches.times + excluded.times, last_day = excluded.last_day`, rows)
	if err != nil {
		return err
	}
	_, err = q.exec(ctx, `DELETE FROM missed_searches WHERE words IN (SELECT words FROM missed_searches
		ORDER BY times, last_day, words LIMIT (SELECT CASE WHEN COUNT(*) > $1 THEN COUNT(*) - $1 ELSE 0 END FROM missed_searches))`, domain.MissedMax)
	return err
}

// MissedSearches lists what was asked for most and not found.
func (r reads) MissedSearches(ctx context.Context, limit int) ([]domain.MissedSearch, error) {
	return list(ctx, r.handle, "SELECT words, times, last_day FROM missed_searches ORDER BY times DESC, last_day DESC, words LIMIT $1",
		[]any{limit}, func(rows *sql.Rows) (domain.MissedSearch, error) {
			var m domain.MissedSearch
			return m, rows.Scan(&m.Words, &m.Times, &m.LastDay)
		})
}

// DeleteMissed forgets what was not found under some words.
func (q *Tx) DeleteMissed(ctx context.Context, words string) error {
	_, err := q.exec(ctx, "DELETE FROM missed_searches WHERE words = $1", words)
	return err
}

// ForgetMissed forgets words that were looked for last before a day, most at once, and
// reports whether there may be more.
func (q *Tx) ForgetMissed(ctx context.Context, day, most int64) (more bool, err error) {
	n, err := q.exec(ctx, `DELETE FROM missed_searches WHERE words IN
		(SELECT words FROM missed_searches WHERE last_day < $1 LIMIT $2)`, day, most)
	return n == most, err
}

// taught are the synonyms of a community, as search reads them.
type taught struct {
	lists    [][]string
	synonyms search.Synonyms
}

// Understand reads what somebody typed, with the words and synonyms of the community.
func (r *Reader) Understand(typed string, c *domain.Community) search.Query {
	known := r.taught.Load()
	if known == nil || !slices.EqualFunc(known.lists, c.Synonyms, slices.Equal[[]string]) {
		known = &taught{c.Synonyms, search.NewSynonyms(c.Synonyms)}
		r.taught.Store(known)
	}
	return r.Words().Query(typed, known.synonyms)
}
