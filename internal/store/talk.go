package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

// What is said on an idea that was merged is shown at the idea that it went into: not
// copied, but counted there and found there, for as long as the merge is in force.

// andUp is the condition that an idea is the one of $1 or one that it went into.
const andUp = `idea_id IN (WITH RECURSIVE up (id) AS (SELECT CAST($1 AS BIGINT) UNION
	SELECT i.merged_into FROM up JOIN ideas i ON i.id = up.id WHERE i.merged_into IS NOT NULL) SELECT id FROM up)`

// countedAt is the condition that an idea counts what is said on the one of $1: that idea
// and, unless lists may not show it, those that it went into.
const countedAt = `idea_id IN (WITH RECURSIVE up (id) AS (SELECT CAST($1 AS BIGINT) UNION
	SELECT i.merged_into FROM up JOIN ideas i ON i.id = up.id JOIN idea_counts l ON l.idea_id = CAST($1 AS BIGINT)
	WHERE i.merged_into IS NOT NULL AND l.listed) SELECT id FROM up)`

// talkOf are the idea that $1 stands for and those that went into it and that lists may
// show.
const talkOf = `WITH RECURSIVE went (id) AS (SELECT CAST($1 AS BIGINT) UNION
	SELECT g.source_id FROM went JOIN merges g ON g.target_id = went.id AND g.state <> 'parted')
	SELECT went.id FROM went JOIN idea_counts l ON l.idea_id = went.id WHERE l.listed OR went.id = CAST($1 AS BIGINT)`

// talked are pairs of an idea and one at which what is said on it is shown: itself, and
// all that it went into unless lists may not show it.
const talked = `WITH RECURSIVE talked (idea_id, at_id) AS (SELECT id, id FROM ideas UNION
	SELECT t.idea_id, i.merged_into FROM talked t JOIN ideas i ON i.id = t.at_id JOIN idea_counts l ON l.idea_id = t.idea_id
	WHERE i.merged_into IS NOT NULL AND l.listed) `

// moveTalk counts anew what is said on an idea and on those that it went into, and lets
// it be found where it is shown. The rows of the ideas of a merge are held.
func (q *Tx) moveTalk(ctx context.Context, idea int64) error {
	ideas, err := list(ctx, q.handle, "SELECT idea_id FROM idea_counts WHERE "+andUp+" ORDER BY idea_id", []any{idea}, scanID)
	if err != nil {
		return err
	}
	for _, id := range ideas {
		_, err := q.exec(ctx, `UPDATE idea_counts SET
			comments = (SELECT COUNT(*) FROM comments c WHERE c.gone = '' AND c.idea_id IN (`+talkOf+`)),
			last_comment = COALESCE((SELECT MAX(c.id) FROM comments c WHERE c.idea_id IN (`+talkOf+`)), 0)
			WHERE idea_id = $1`, id)
		if err != nil {
			return err
		}
	}
	return q.findTalk(ctx, idea)
}

// findTalk lets the comments on an idea, and on those that went into it, be found as
// comments on the idea at which they are shown.
func (q *Tx) findTalk(ctx context.Context, idea int64) error {
	said, err := list(ctx, q.handle, `WITH RECURSIVE went (id) AS (SELECT CAST($1 AS BIGINT) UNION
		SELECT g.source_id FROM went JOIN merges g ON g.target_id = went.id AND g.state <> 'parted') SELECT id FROM went`, []any{idea}, scanID)
	if err != nil {
		return err
	}
	for _, id := range said {
		at, err := q.talkAt(ctx, id)
		if err != nil {
			return err
		}
		_, err = q.exec(ctx, `UPDATE search_docs SET idea_id = $2 WHERE idea_id <> $2
			AND id IN (SELECT id + $3 FROM comments WHERE idea_id = $1)`, id, at, docID(domain.FindComments, 0))
		if err != nil {
			return err
		}
	}
	return nil
}

// talkAt is the idea at which what is said on one is shown; itself, where lists may not
// show it.
func (r reads) talkAt(ctx context.Context, idea int64) (at int64, err error) {
	err = r.each(ctx, `WITH RECURSIVE up (id, step) AS (SELECT CAST($1 AS BIGINT), 0 UNION ALL
		SELECT i.merged_into, up.step + 1 FROM up JOIN ideas i ON i.id = up.id JOIN idea_counts l ON l.idea_id = $1
		WHERE i.merged_into IS NOT NULL AND l.listed) SELECT id FROM up ORDER BY step`, []any{idea}, func(rows *sql.Rows) error {
		return rows.Scan(&at)
	})
	return at, err
}

// talkMark notes that what is said on ideas of earlier merges was counted at their
// targets.
const talkMark = "talk of merged ideas"

// CountMergedTalk counts what is said on merged ideas where it is shown, once: merges of
// an older version did not.
func (q *Tx) CountMergedTalk(ctx context.Context) error {
	first, err := q.MarkDay(ctx, talkMark, 1)
	if err != nil || !first {
		return err
	}
	merged, err := list(ctx, q.handle, "SELECT id FROM ideas WHERE merged_into IS NOT NULL ORDER BY id", nil, scanID)
	if err != nil {
		return err
	}
	for _, idea := range merged {
		if err := q.moveTalk(ctx, idea); err != nil {
			return err
		}
	}
	return nil
}
