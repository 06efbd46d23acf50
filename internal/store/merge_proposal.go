package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

func scanTitled(rows *sql.Rows) (domain.Idea, error) {
	var i domain.Idea
	err := rows.Scan(&i.ID, &i.Title, &i.Language)
	i.Words = slug.Of(i.Title)
	return i, err
}

// proposalQuery reads proposals with both ideas.
const proposalQuery = `SELECT p.id, p.note, p.created_at, m.id, m.name, m.role,
	a.id, a.title, a.language, ac.status, ac.promotes, ac.demotes, ac.carried,
	b.id, b.title, b.language, bc.status, bc.promotes, bc.demotes, bc.carried
	FROM merge_proposals p JOIN members m ON m.id = p.member_id
	JOIN ideas a ON a.id = p.source_id JOIN idea_counts ac ON ac.idea_id = p.source_id
	JOIN ideas b ON b.id = p.target_id JOIN idea_counts bc ON bc.idea_id = p.target_id
	WHERE `

func scanProposal(rows *sql.Rows) (domain.Proposal, error) {
	var p domain.Proposal
	var at int64
	a, b := &p.Source, &p.Target
	err := rows.Scan(&p.ID, &p.Note, &at, &p.By.ID, &p.By.Name, &p.By.Role,
		&a.ID, &a.Title, &a.Language, &a.Status, &a.Promotes, &a.Demotes, &a.Carried,
		&b.ID, &b.Title, &b.Language, &b.Status, &b.Promotes, &b.Demotes, &b.Carried)
	p.At, a.Words, b.Words = moment(at), slug.Of(a.Title), slug.Of(b.Title)
	return p, err
}

// ProposalsByID reads proposals, decided or not, for the rows of a page of the desk.
func (r reads) ProposalsByID(ctx context.Context, ids []int64) (map[int64]domain.Proposal, error) {
	var w where
	found := map[int64]domain.Proposal{}
	return found, r.each(ctx, proposalQuery+"p.id IN ("+w.ids(ids, domain.DeskPage)+")", w.args, func(rows *sql.Rows) error {
		p, err := scanProposal(rows)
		found[p.ID] = p
		return err
	})
}

// ProposalOf finds the open proposal to merge one idea into another; ID 0 for none.
func (r reads) ProposalOf(ctx context.Context, source, target int64) (domain.Proposal, error) {
	found, err := list(ctx, r.handle, proposalQuery+"p.outcome = '' AND p.source_id = $1 AND p.target_id = $2",
		[]any{source, target}, scanProposal)
	return append(found, domain.Proposal{})[0], err
}

// ProposalsFrom lists the first n open proposals to merge an idea into another, oldest first.
func (r reads) ProposalsFrom(ctx context.Context, source, n int64) ([]domain.Proposal, error) {
	return list(ctx, r.handle, proposalQuery+"p.outcome = '' AND p.source_id = $1 ORDER BY p.id LIMIT $2",
		[]any{source, n}, scanProposal)
}

// OpenProposals counts a member's, up to domain.ProposalsOpenMax.
func (r reads) OpenProposals(ctx context.Context, member int64) (n int64, err error) {
	err = r.get(ctx, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM merge_proposals WHERE outcome = '' AND member_id = $1 LIMIT $2) p",
		[]any{member, domain.ProposalsOpenMax}, &n)
	return n, err
}

// CreateProposal adds a proposal and returns its id; 0 where the same one is open.
func (q *Tx) CreateProposal(ctx context.Context, source, target, by int64, note string, now time.Time) (int64, error) {
	added, err := list(ctx, q.handle, `INSERT INTO merge_proposals (source_id, target_id, member_id, note, created_at)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`, []any{source, target, by, note, millis(now)}, scanID)
	if err != nil || len(added) == 0 {
		return 0, err
	}
	return added[0], nil
}

// DeclineProposal closes a proposal that is open; domain.ErrNotFound otherwise.
func (q *Tx) DeclineProposal(ctx context.Context, id, by int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE merge_proposals SET outcome = 'declined', decided_by = $2, decided_at = $3 WHERE id = $1 AND outcome = ''",
		id, orNoID(by), millis(now))
}

// ReopenProposal lets a decided proposal wait again, unless the same one does.
func (q *Tx) ReopenProposal(ctx context.Context, id int64) error {
	_, err := q.exec(ctx, `UPDATE merge_proposals SET outcome = '', decided_by = NULL, decided_at = 0 WHERE id = $1 AND NOT EXISTS
		(SELECT 1 FROM merge_proposals o WHERE o.outcome = '' AND o.source_id = merge_proposals.source_id AND o.target_id = merge_proposals.target_id)`, id)
	return err
}

// SettleProposals closes every proposal that a merge settles: that of the two is merged,
// others of or into the source are void. Their rows leave the desk.
func (q *Tx) SettleProposals(ctx context.Context, m domain.Merge, now time.Time) error {
	_, err := q.exec(ctx, `UPDATE desk_rows SET closed_at = $4, closed_by = $3, decision = CASE WHEN subject IN
		(SELECT id FROM merge_proposals WHERE outcome = '' AND source_id = $1 AND target_id = $2) THEN 'merge' ELSE '' END
		WHERE closed_at = 0 AND kind = 'proposal' AND part = 'merge_proposal' AND subject IN
		(SELECT id FROM merge_proposals WHERE outcome = '' AND (source_id = $1 OR target_id = $1))`,
		m.Source, m.Target, orNoID(m.By.ID), millis(now))
	if err != nil {
		return err
	}
	_, err = q.exec(ctx, `UPDATE merge_proposals SET outcome = CASE WHEN target_id = $2 THEN 'merged' ELSE 'void' END,
		decided_by = $3, decided_at = $4 WHERE outcome = '' AND (source_id = $1 OR target_id = $1)`,
		m.Source, m.Target, orNoID(m.By.ID), millis(now))
	return err
}
