package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"groundswell/internal/domain"
)

const mergeColumns = `g.id, g.source_id, g.target_id, g.from_status, g.state, g.after_member, g.carried, g.carried_promotes,
	g.carried_demotes, COALESCE(g.member_id, 0), g.role, g.created_at, COALESCE(g.parted_by, 0), g.parted_role`

func scanMerge(rows *sql.Rows) (domain.Merge, error) {
	var m domain.Merge
	var at int64
	err := rows.Scan(&m.ID, &m.Source, &m.Target, &m.From, &m.State, &m.After, &m.Carried, &m.CarriedTally.Promotes,
		&m.CarriedTally.Demotes, &m.By.ID, &m.By.Role, &at, &m.PartedBy.ID, &m.PartedBy.Role)
	m.At = moment(at)
	return m, err
}

// MergeByID finds a merge.
func (r reads) MergeByID(ctx context.Context, id int64) (domain.Merge, error) {
	return one(ctx, r.handle, "SELECT "+mergeColumns+" FROM merges g WHERE g.id = $1", []any{id}, scanMerge)
}

// MergeOf finds the merge by which an idea is another one now; ID 0 for none.
func (r reads) MergeOf(ctx context.Context, source int64) (domain.Merge, error) {
	m, err := one(ctx, r.handle, "SELECT "+mergeColumns+" FROM merges g WHERE g.source_id = $1 AND g.state <> 'parted'",
		[]any{source}, scanMerge)
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return m, err
}

// MergeInto finds the newest merge into an idea that is in force; ID 0 for none.
func (r reads) MergeInto(ctx context.Context, target int64) (domain.Merge, error) {
	found, err := list(ctx, r.handle, "SELECT "+mergeColumns+` FROM merges g WHERE g.target_id = $1 AND g.state <> 'parted'
		ORDER BY g.id DESC LIMIT 1`, []any{target}, scanMerge)
	return append(found, domain.Merge{})[0], err
}

// mergedMost bounds the ideas that a page names as merged into its own.
const mergedMost = 50

// MergedInto lists the ideas that went into another one, themselves or by way of one that
// did, and that anybody may see, the newest first: id and title.
func (r reads) MergedInto(ctx context.Context, target int64) ([]domain.Idea, error) {
	return list(ctx, r.handle, `SELECT i.id, i.title, i.language FROM (`+talkOf+`) t JOIN ideas i ON i.id = t.id
		JOIN merges g ON g.source_id = i.id AND g.state <> 'parted' WHERE i.id <> CAST($1 AS BIGINT) ORDER BY g.id DESC LIMIT $2`,
		[]any{target, mergedMost}, scanTitled)
}

// CreateMerge adds a merge and returns its id.
func (q *Tx) CreateMerge(ctx context.Context, m domain.Merge) (int64, error) {
	var id int64
	return id, q.get(ctx, `INSERT INTO merges (source_id, target_id, from_status, state, carried, carried_promotes, carried_demotes,
		member_id, role, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		[]any{m.Source, m.Target, m.From, m.State, m.Carried, m.CarriedTally.Promotes, m.CarriedTally.Demotes,
			orNoID(m.By.ID), m.By.Role, millis(m.At)}, &id)
}

// SetMerge writes how far a merge is.
func (q *Tx) SetMerge(ctx context.Context, m domain.Merge) error {
	return q.changeOne(ctx, "UPDATE merges SET state = $2, after_member = $3 WHERE id = $1", m.ID, m.State, m.After)
}

// SetParting notes who takes a merge back.
func (q *Tx) SetParting(ctx context.Context, m domain.Merge, by domain.Actor, now time.Time) error {
	return q.changeOne(ctx, "UPDATE merges SET state = 'parting', parted_by = $2, parted_role = $3, parted_at = $4 WHERE id = $1",
		m.ID, orNoID(by.ID), by.Role, millis(now))
}

// SetMergedInto notes which idea a merged one went into, so that its page leads there and
// what is said on it is shown there; 0 for none any more. Both rows are held.
func (q *Tx) SetMergedInto(ctx context.Context, idea, into int64) error {
	from, err := q.talkAt(ctx, idea)
	if err != nil {
		return err
	}
	if err := q.changeOne(ctx, "UPDATE ideas SET merged_into = $2 WHERE id = $1", idea, orNoID(into)); err != nil {
		return err
	}
	for _, id := range []int64{from, idea} {
		if err := q.moveTalk(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// CarryPoints adds what an import had brought one idea to another one whose row is held;
// sign −1 takes it away again.
func (q *Tx) CarryPoints(ctx context.Context, idea int64, m domain.Merge, sign int64) error {
	if err := q.changeOne(ctx, `UPDATE idea_counts SET carried = carried + $2, carried_promotes = carried_promotes + $3,
		carried_demotes = carried_demotes + $4, points = points + $2 WHERE idea_id = $1`, idea, sign*m.Carried,
		sign*m.CarriedTally.Promotes, sign*m.CarriedTally.Demotes); err != nil {
		return err
	}
	return q.orderInTags(ctx, idea)
}

// MergeOutlook says what merging would do to the votes, of which the first most are looked at.
func (r reads) MergeOutlook(ctx context.Context, source, target *domain.Idea, most int) (domain.MergeOutlook, error) {
	var o domain.MergeOutlook
	for _, of := range []voters{memberVotes, contactVotes} {
		found, err := r.casts(ctx, of, source.ID, target.ID, of.first, most+1)
		if err != nil {
			return o, err
		}
		o.More = o.More || len(found) > most
		for _, v := range found[:min(len(found), most)] {
			o.Add(v.source, v.target, v.member == target.Author.ID)
		}
	}
	return o, nil
}
