package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
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
		rows[n] = []any{group, s.Member.ID, s.Idea.ID, millis(s.Voted), s.Network}
	}
	return q.insertRows(ctx, "INSERT INTO vote_suspects (group_id, member_id, idea_id, voted_at, network)",
		" ON CONFLICT (group_id, member_id) DO NOTHING", rows)
}

// ReopenGroup notes that nothing is decided about a group any more, and says whether its
// votes were held from the start.
func (q *Tx) ReopenGroup(ctx context.Context, group int64) (byRule bool, err error) {
	err = q.get(ctx, "UPDATE vote_groups SET outcome = '', decided_at = 0 WHERE id = $1 RETURNING by_rule", []any{group}, &byRule)
	return byRule, err
}

// SetGroupOutcome notes what was decided about a group.
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

// VoteSignals reads the record of each ground: of the groups that people decided about, how
// many were kept out.
func (r reads) VoteSignals(ctx context.Context) (map[domain.VoteGround]domain.SignalRecord, error) {
	all := map[domain.VoteGround]domain.SignalRecord{}
	return all, r.each(ctx, `SELECT ground, SUM(CASE WHEN outcome = $1 THEN 1 ELSE 0 END), COUNT(*) FROM vote_groups
		WHERE outcome <> '' GROUP BY ground`, []any{domain.VotesKeptOut}, func(rows *sql.Rows) error {
		var ground domain.VoteGround
		var s domain.SignalRecord
		err := rows.Scan(&ground, &s.Right, &s.Decided)
		all[ground] = s
		return err
	})
}

// VoteGroups reads groups by their ids: what their accounts did, the first of these, and
// the ideas that most of them voted on. Three queries, however many groups.
func (r reads) VoteGroups(ctx context.Context, ids []int64) (map[int64]*domain.VoteGroup, error) {
	all := map[int64]*domain.VoteGroup{}
	err := r.ofPage(ctx, `SELECT g.id, g.ground, g.by_rule, g.found_at, g.outcome,
		(SELECT COUNT(*) FROM vote_groups o WHERE o.ground = g.ground AND o.outcome <> ''),
		(SELECT COUNT(*) FROM vote_groups o WHERE o.ground = g.ground AND o.outcome = 'kept_out'),
		(SELECT COUNT(*) FROM vote_suspects s WHERE s.group_id = g.id),
		(SELECT COUNT(*) FROM vote_suspects s JOIN votes v ON v.member_id = s.member_id AND v.value <> 0 WHERE s.group_id = g.id),
		(SELECT COUNT(*) FROM vote_suspects s JOIN votes v ON v.member_id = s.member_id AND v.value <> 0 AND v.held WHERE s.group_id = g.id)
		FROM vote_groups g WHERE g.id IN %s`, ids, func(rows *sql.Rows) error {
		var g domain.VoteGroup
		var found int64
		err := rows.Scan(&g.ID, &g.Ground, &g.ByRule, &found, &g.Outcome, &g.Record.Decided, &g.Record.Right, &g.Accounts, &g.Votes,
			&g.Held)
		g.Found = moment(found)
		all[g.ID] = &g
		return err
	})
	if err != nil {
		return nil, err
	}
	err = r.ofPage(ctx, `SELECT s.group_id, m.id, m.name, m.role, m.created_at, s.voted_at, s.network, i.id, i.title, i.language
		FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY group_id ORDER BY voted_at, member_id) AS place FROM vote_suspects) s
		JOIN members m ON m.id = s.member_id JOIN ideas i ON i.id = s.idea_id
		WHERE s.place <= `+strconv.Itoa(domain.SuspectsShown)+" AND s.group_id IN %s", ids, func(rows *sql.Rows) error {
		var group int64
		var s domain.Suspect
		var created, voted int64
		err := rows.Scan(&group, &s.Member.ID, &s.Member.Name, &s.Member.Role, &created, &voted, &s.Network, &s.Idea.ID, &s.Idea.Title,
			&s.Idea.Language)
		s.Created, s.Voted = moment(created), moment(voted)
		all[group].Suspects = append(all[group].Suspects, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, g := range all {
		slices.SortFunc(g.Suspects, func(x, y domain.Suspect) int {
			return cmp.Or(x.Voted.Compare(y.Voted), cmp.Compare(x.Member.ID, y.Member.ID))
		})
	}
	return all, r.addSharedIdeas(ctx, ids, all)
}

// addSharedIdeas gives groups the ideas that most of their accounts voted on.
func (r reads) addSharedIdeas(ctx context.Context, ids []int64, all map[int64]*domain.VoteGroup) error {
	return r.ofPage(ctx, `SELECT g.group_id, g.voters, i.id, i.title, i.language FROM (
			SELECT s.group_id, v.idea_id, COUNT(*) AS voters, ROW_NUMBER() OVER (PARTITION BY s.group_id ORDER BY COUNT(*) DESC, v.idea_id) AS place
			FROM vote_suspects s JOIN votes v ON v.member_id = s.member_id AND v.value <> 0 GROUP BY s.group_id, v.idea_id) g
		JOIN ideas i ON i.id = g.idea_id WHERE g.place <= `+strconv.Itoa(domain.VoteGroupIdeas)+" AND g.group_id IN %s", ids, func(rows *sql.Rows) error {
		var group int64
		var s domain.SharedIdea
		err := rows.Scan(&group, &s.Voters, &s.ID, &s.Title, &s.Language)
		all[group].Ideas = append(all[group].Ideas, s)
		return err
	})
}

// ForgetSuspects forgets from which networks accounts voted in groups that were decided
// before a time, and who was in those that were decided before another and whose votes
// count: most at once of each. It reports whether there may be more. Of accounts whose votes
// are kept out it stays that they are.
func (q *Tx) ForgetSuspects(ctx context.Context, networks, cleared time.Time, most int64) (more bool, err error) {
	n, err := q.exec(ctx, `UPDATE vote_suspects SET network = ''
		WHERE (group_id, member_id) IN (SELECT s.group_id, s.member_id FROM vote_groups g JOIN vote_suspects s ON s.group_id = g.id
		WHERE g.decided_at > 0 AND g.decided_at < $1 AND s.network <> '' LIMIT $2)`, millis(networks), most)
	if err != nil {
		return false, err
	}
	m, err := q.exec(ctx, `DELETE FROM vote_suspects WHERE (group_id, member_id) IN (SELECT s.group_id, s.member_id
		FROM vote_groups g JOIN vote_suspects s ON s.group_id = g.id
		WHERE g.decided_at > 0 AND g.decided_at < $1 AND g.outcome = $2
			AND NOT EXISTS (SELECT 1 FROM members m WHERE m.id = s.member_id AND m.suspected = g.id) LIMIT $3)`,
		millis(cleared), domain.VotesCounted, most)
	return n == most || m == most, err
}
