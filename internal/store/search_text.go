package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
)

// IndexedText is a text that search finds, as it was written.
type IndexedText struct {
	Of       domain.SearchKind
	ID       int64 // of the idea, comment or product
	Idea     int64
	Title    string
	HTML     string
	Plain    string // instead of HTML
	Language string
	Version  int64    // of what made its terms; 0: nothing yet
	Spelled  []string // the words it has
}

// Words are the text without markup, in one line.
func (t *IndexedText) Words() string {
	if t.HTML == "" {
		return t.Plain
	}
	return markdown.Words(t.HTML)
}

// indexedMark is the name of the mark that says by which version all terms were made.
const indexedMark = "search_version"

// Indexed is the oldest version by which terms may have been made, 0 if nobody has looked.
func (r reads) Indexed(ctx context.Context) (version int64, err error) {
	err = r.get(ctx, "SELECT at FROM marks WHERE name = $1", []any{indexedMark}, &version)
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return version, err
}

// SetIndexed notes that the terms of all texts were made by this version or a newer one.
func (q *Tx) SetIndexed(ctx context.Context, version int64) error {
	return q.setMark(ctx, indexedMark, version)
}

// indexed are where texts that search finds are kept: kind, id, idea, title, HTML, plain
// text, language. A comment that went has no words left to find it by; one on a merged
// idea is found where it is shown, as talkAt has it.
var indexed = map[domain.SearchKind]string{
	domain.FindIdeas: "SELECT 1 AS kind, id, id AS idea_id, title, html, '' AS plain, language FROM ideas",
	domain.FindComments: `SELECT 2 AS kind, c.id, (WITH RECURSIVE up (id, step) AS (SELECT c.idea_id, 0 UNION ALL
			SELECT i.merged_into, up.step + 1 FROM up JOIN ideas i ON i.id = up.id JOIN idea_counts l ON l.idea_id = c.idea_id
			WHERE i.merged_into IS NOT NULL AND l.listed) SELECT id FROM up ORDER BY step DESC LIMIT 1) AS idea_id,
		'' AS title, CASE WHEN gone = '' THEN html ELSE '' END AS html, '' AS plain, language
		FROM comments c JOIN comment_texts USING (id)`,
	domain.FindProducts: "SELECT 3 AS kind, id, 0 AS idea_id, name AS title, '' AS html, description AS plain, '' AS language FROM products",
}

func scanIndexed(rows *sql.Rows) (IndexedText, error) {
	var t IndexedText
	return t, rows.Scan(&t.Of, &t.ID, &t.Idea, &t.Title, &t.HTML, &t.Plain, &t.Language, &t.Version)
}

// IndexedTexts reads texts of a kind with the version of their terms: those with some ids,
// or without ids those behind one, at most limit.
func (r reads) IndexedTexts(ctx context.Context, of domain.SearchKind, after int64, ids []int64, limit int) ([]IndexedText, error) {
	var w where
	condition := "id > " + w.arg(after)
	if len(ids) > 0 {
		condition += " AND id IN (" + w.ids(ids, limit) + ")"
	}
	return list(ctx, r.handle, fmt.Sprintf("SELECT t.*, COALESCE(d.version, 0) FROM (%s WHERE %s ORDER BY id LIMIT %s) t "+
		"LEFT JOIN search_docs d ON d.id = t.id + %d ORDER BY t.id", indexed[of], condition, w.arg(limit), docID(of, 0)), w.args, scanIndexed)
}

// StaleSearchDocs makes the terms of texts old ones, where they have some.
func (q *Tx) StaleSearchDocs(ctx context.Context, of domain.SearchKind, ids []int64) error {
	return inSteps(ids, func(part []int64) error {
		var w where
		docs := make([]int64, len(part))
		for i, id := range part {
			docs[i] = docID(of, id)
		}
		_, err := q.exec(ctx, "UPDATE search_docs SET version = 0 WHERE id IN ("+w.ids(docs, 0)+")", w.args...)
		return err
	})
}

// UncountedTexts reads texts whose terms are in no count yet, the oldest documents first.
func (r reads) UncountedTexts(ctx context.Context, limit int) ([]IndexedText, error) {
	var all []IndexedText
	for _, of := range domain.IndexedKinds {
		texts, err := list(ctx, r.handle, fmt.Sprintf(`SELECT t.*, d.version FROM
			(SELECT thing_id, version FROM search_docs WHERE NOT counted AND id >= $1 AND id < $2 ORDER BY id LIMIT $3) d
			JOIN (%s) t ON t.id = d.thing_id ORDER BY t.id`, indexed[of]),
			[]any{docID(of, 0), docID(of+1, 0), limit - len(all)}, scanIndexed)
		if err != nil {
			return nil, err
		}
		all = append(all, texts...)
	}
	return all, nil
}

// NewestGerman reads the newest ideas in German that pages may show.
func (r reads) NewestGerman(ctx context.Context, limit int) ([]IndexedText, error) {
	return list(ctx, r.handle, `SELECT 1, i.id, i.id, i.title, i.html, '', i.language, 0 FROM
		(SELECT id, title, html, language, removed_at FROM ideas ORDER BY id DESC LIMIT $1) i
		WHERE i.language = 'de' AND i.removed_at = 0 ORDER BY i.id`, []any{limit}, scanIndexed)
}
