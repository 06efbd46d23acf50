package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// Suspect makes the accounts of a group suspected, or no longer. Votes that they cast from
// now on follow; those they have cast are brought along by SettleHeld.
func (q *Tx) Suspect(ctx context.Context, group int64, suspected bool) error {
	if suspected {
		_, err := q.exec(ctx, `UPDATE members SET suspected = $1 WHERE suspected = 0
			AND id IN (SELECT member_id FROM vote_suspects WHERE group_id = $1)`, group)
		return err
	}
	_, err := q.exec(ctx, "UPDATE members SET suspected = 0 WHERE suspected = $1", group)
	return err
}

// unsettled are the votes v of members m that are held and should not be, or the other way.
const unsettled = "v.held <> (m.suspected > 0)"

// UnsettledIdeas lists ideas with votes of a group that are to be held, or to be counted
// again.
func (r reads) UnsettledIdeas(ctx context.Context, group int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, `SELECT DISTINCT v.idea_id FROM vote_suspects s JOIN members m ON m.id = s.member_id
		JOIN votes v ON v.member_id = s.member_id WHERE s.group_id = $1 AND `+unsettled+" ORDER BY v.idea_id LIMIT $2",
		[]any{group, limit}, scanID)
}

// UnsettledGroups lists groups some of whose votes are not as their accounts are: a vote
// that was under way when somebody decided.
func (r reads) UnsettledGroups(ctx context.Context, limit int) ([]int64, error) {
	return list(ctx, r.handle, `SELECT m.suspected FROM members m WHERE m.suspected > 0
			AND EXISTS (SELECT 1 FROM votes v WHERE v.member_id = m.id AND NOT v.held)
		UNION SELECT s.group_id FROM votes v JOIN members m ON m.id = v.member_id JOIN vote_suspects s ON s.member_id = v.member_id
			WHERE v.held AND m.suspected = 0 LIMIT $1`, []any{limit}, scanID)
}

// SettleHeld brings votes of a group on an idea whose row is held to what the accounts are
// now: held or counted, at most so many. Counts, days, heat, places in lists and reasons
// move with them. It says how many there were.
func (q *Tx) SettleHeld(ctx context.Context, group, idea, today int64, limit int) (settled int, err error) {
	var moved moves
	var members []any
	var reasons []statement
	err = q.each(ctx, `SELECT v.member_id, v.value, v.day, v.held, `+reasonColumns+` FROM vote_suspects s
		JOIN members m ON m.id = s.member_id JOIN votes v ON v.idea_id = $2 AND v.member_id = s.member_id
		LEFT JOIN reasons w ON w.idea_id = v.idea_id AND w.member_id = v.member_id
		WHERE s.group_id = $1 AND `+unsettled+" ORDER BY v.member_id LIMIT $3", []any{group, idea, limit}, func(rows *sql.Rows) error {
		var member int64
		var old domain.Cast
		var said keptReason
		if err := rows.Scan(append([]any{&member, &old.Value, &old.Day, &old.Held}, said.fields()...)...); err != nil {
			return err
		}
		now := old
		now.Held = !old.Held
		moved.vote(old, now)
		members = append(members, member)
		why := spoken{Reason: said.reason()}
		reasons = append(reasons, recountReason(idea, old.Counted(), why, now.Counted(), why)...)
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = inSteps(members, func(part []any) error {
		w := where{args: []any{idea}}
		_, err := q.exec(ctx, "UPDATE votes SET held = NOT held WHERE idea_id = $1 AND member_id IN ("+w.list(part)+")", w.args...)
		return err
	})
	if err != nil {
		return 0, err
	}
	if err := q.execAll(ctx, reasons...); err != nil {
		return 0, err
	}
	return len(members), q.countMoves(ctx, idea, moved, today)
}

// CreateVoteGroup adds a group with the accounts in it and returns its id.
func (q *Tx) CreateVoteGroup(ctx context.Context, g domain.VoteGroup) (id int64, err error) {
	err = q.get(ctx, "INSERT INTO vote_groups (ground, by_rule, found_at) VALUES ($1, $2, $3) RETURNING id",
		[]any{g.Ground, g.ByRule, millis(g.Found)}, &id)
	if err != nil {
		return 0, err
	}
	return id, q.AddSuspects(ctx, id, g.Suspects)
}

// AddSuspects adds accounts to a group; those it has stay as they are.
func (q *Tx) AddSuspects(ctx context.Context, group int64, some []domain.Suspect) error {
	rows := make([][]any, len(some))
	for n, s := range some {
		rows[n] = []any{group, s.Member.ID, s.Idea, millis(s.Voted), s.Network}
	}
	return q.insertRows(ctx, "INSERT INTO vote_suspects (group_id, member_id, idea_id, voted_at, network)",
		" ON CONFLICT (group_id, member_id) DO NOTHING", rows)
}

// SetGroupOutcome notes what was decided about a group; "": nothing any more.
func (q *Tx) SetGroupOutcome(ctx context.Context, group int64, o domain.VoteOutcome, at time.Time) error {
	return q.changeOne(ctx, "UPDATE vote_groups SET outcome = $2, decided_at = $3 WHERE id = $1", group, o, millis(at))
}

// GroupsOf reads in which groups accounts are, but for those whose votes somebody counted
// longer ago than since: by account the group, its outcome beside it.
func (r reads) GroupsOf(ctx context.Context, accounts []int64, since time.Time) (map[int64]domain.VoteGroup, error) {
	all := map[int64]domain.VoteGroup{}
	err := eachOf(ctx, r.handle, `SELECT s.member_id, g.id, g.outcome, g.by_rule FROM vote_suspects s JOIN vote_groups g ON g.id = s.group_id
		WHERE (g.outcome <> $1 OR g.decided_at > $2) AND s.member_id IN`, []any{domain.VotesCounted, millis(since)}, accounts,
		func(rows *sql.Rows) error {
			var member int64
			var g domain.VoteGroup
			err := rows.Scan(&member, &g.ID, &g.Outcome, &g.ByRule)
			all[member] = g
			return err
		})
	return all, err
}

// VoteSignal reads the record of a ground: of the groups that people decided about, how
// many were kept out.
func (r reads) VoteSignal(ctx context.Context, ground domain.VoteGround) (s domain.SignalRecord, err error) {
	err = r.get(ctx, `SELECT COALESCE(SUM(CASE WHEN outcome = $2 THEN 1 ELSE 0 END), 0), COUNT(*) FROM vote_groups
		WHERE ground = $1 AND outcome <> ''`, []any{ground, domain.VotesKeptOut}, &s.Right, &s.Decided)
	return s, err
}

// VoteGroup reads a group with the first of its accounts, what they did together, and the
// ideas that most of them voted on.
func (r reads) VoteGroup(ctx context.Context, id int64) (domain.VoteGroup, error) {
	g := domain.VoteGroup{ID: id}
	var found int64
	err := r.get(ctx, `SELECT g.ground, g.by_rule, g.found_at, g.outcome, (SELECT COUNT(*) FROM vote_suspects s WHERE s.group_id = g.id),
		(SELECT COUNT(*) FROM vote_suspects s JOIN votes v ON v.member_id = s.member_id AND v.value <> 0 WHERE s.group_id = g.id),
		(SELECT COUNT(*) FROM vote_suspects s JOIN votes v ON v.member_id = s.member_id AND v.value <> 0 AND v.held WHERE s.group_id = g.id)
		FROM vote_groups g WHERE g.id = $1`, []any{id}, &g.Ground, &g.ByRule, &found, &g.Outcome, &g.Accounts, &g.Votes, &g.Held)
	if err != nil {
		return g, err
	}
	g.Found = moment(found)
	if g.Suspects, err = r.suspects(ctx, id); err != nil {
		return g, err
	}
	g.Ideas, err = list(ctx, r.handle, `SELECT i.id, i.title, i.language, COUNT(*) FROM vote_suspects s JOIN votes v ON v.member_id = s.member_id
		AND v.value <> 0 JOIN ideas i ON i.id = v.idea_id WHERE s.group_id = $1 GROUP BY i.id, i.title, i.language
		ORDER BY COUNT(*) DESC, i.id LIMIT $2`, []any{id, domain.VoteGroupIdeas}, func(rows *sql.Rows) (domain.Idea, error) {
		var i domain.Idea
		return i, rows.Scan(&i.ID, &i.Title, &i.Language, &i.Held)
	})
	return g, err
}

func (r reads) suspects(ctx context.Context, group int64) ([]domain.Suspect, error) {
	return list(ctx, r.handle, `SELECT m.id, m.name, m.role, m.created_at, s.idea_id, s.voted_at, s.network
		FROM vote_suspects s JOIN members m ON m.id = s.member_id WHERE s.group_id = $1 ORDER BY s.voted_at, m.id LIMIT $2`,
		[]any{group, domain.SuspectsShown}, func(rows *sql.Rows) (domain.Suspect, error) {
			var s domain.Suspect
			var created, voted int64
			err := rows.Scan(&s.Member.ID, &s.Member.Name, &s.Member.Role, &created, &s.Idea, &voted, &s.Network)
			s.Created, s.Voted = moment(created), moment(voted)
			return s, err
		})
}
