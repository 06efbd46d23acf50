package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

// spoken is a reason with when it was given; 0 for none.
type spoken struct {
	domain.Reason
	at int64
}

// spokenOf reads what some members said of an idea.
func (r reads) spokenOf(ctx context.Context, idea int64, who []int64) (map[int64]spoken, error) {
	all := map[int64]spoken{}
	err := eachOf(ctx, r.handle, "SELECT w.member_id, w.changed_at, "+reasonColumns+
		" FROM reasons w WHERE w.idea_id = $1 AND w.member_id IN", []any{idea}, who, func(rows *sql.Rows) error {
		var member int64
		var s spoken
		var kept keptReason
		err := rows.Scan(append([]any{&member, &s.at}, kept.fields()...)...)
		s.Reason = kept.reason()
		all[member] = s
		return err
	})
	return all, err
}

// carryReasons lets reasons go with the votes that went to the target of a merge, and
// counts what counts there now. Who gave none on the source keeps theirs.
func (q *Tx) carryReasons(ctx context.Context, m domain.Merge, carried []votersCast) error {
	who := make([]int64, len(carried))
	for n, v := range carried {
		who[n] = v.member
	}
	from, err := q.spokenOf(ctx, m.Source, who)
	if err != nil {
		return err
	}
	to, err := q.spokenOf(ctx, m.Target, who)
	if err != nil || len(from) == 0 && len(to) == 0 {
		return err
	}
	chips, err := q.matchChips(ctx, m, from)
	if err != nil {
		return err
	}
	var all []statement
	for _, v := range carried {
		old := to[v.member]
		now, goes := from[v.member]
		if goes {
			now.Chips = mapped(chips, now.Chips)
			all = append(all, keepReason(m, v.member, now, old), setReasonRow(m.Target, v.member, now))
		} else {
			now = old
		}
		all = append(all, recountReason(m.Target, v.target.Counted(), old, v.source.Counted(), now)...)
	}
	return q.execAll(ctx, all...)
}

// recountReason counts a reason out that counted with a vote, and in that counts now.
func recountReason(idea int64, was domain.Vote, old spoken, is domain.Vote, now spoken) []statement {
	var all []statement
	if was == domain.Promote {
		all = append(all, countReason(idea, old.Reason, -1)...)
	}
	if is == domain.Promote {
		all = append(all, countReason(idea, now.Reason, 1)...)
	}
	return all
}

// keepReason keeps what stood in the place of a reason that goes along.
func keepReason(m domain.Merge, member int64, now, old spoken) statement {
	chips := chipsOf(old.Reason)
	return statement{`INSERT INTO merged_reasons (merge_id, member_id, changed_at, had, importance, chip_1, chip_2, chip_3, words,
		named, old_changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, []any{m.ID, member, now.at, old.at != 0,
		old.Importance, chips[0], chips[1], chips[2], old.Words, old.Named, old.at}}
}

// setReasonRow writes a reason without counting it.
func setReasonRow(idea, member int64, s spoken) statement {
	chips := chipsOf(s.Reason)
	return statement{setReason, []any{idea, member, s.Importance, chips[0], chips[1], chips[2], s.Words, s.Named, s.at}}
}

// matchChips finds for each chip that reasons tick the target's own of that name, or of
// the same origin. What the target never had is added as a retired one: it stays with
// those who ticked it.
func (q *Tx) matchChips(ctx context.Context, m domain.Merge, said map[int64]spoken) (map[int64]int64, error) {
	ticked := map[int64]bool{}
	for _, s := range said {
		for _, chip := range s.Chips {
			ticked[chip] = true
		}
	}
	if len(ticked) == 0 {
		return nil, nil
	}
	source, err := q.Chips(ctx, m.Source)
	if err != nil {
		return nil, err
	}
	target := domain.Idea{ID: m.Target}
	if err := q.get(ctx, "SELECT space_id FROM ideas WHERE id = $1", []any{m.Target}, &target.Space.ID); err != nil {
		return nil, err
	}
	own, err := q.BeginChips(ctx, target)
	if err != nil {
		return nil, err
	}
	same := map[int64]int64{}
	for _, chip := range source {
		if !ticked[chip.ID] {
			continue
		}
		at := domain.SameChip(own, chip)
		if at < 0 && len(own) < domain.ChipsKept {
			chip.Retired = true
			if err := q.AddChip(ctx, m.Target, 0, chip); err != nil {
				return nil, err
			}
			if own, err = q.Chips(ctx, m.Target); err != nil {
				return nil, err
			}
			at = domain.SameChip(own, chip)
		}
		if at >= 0 {
			same[chip.ID] = own[at].ID
		}
	}
	return same, nil
}

// mapped are chips by their counterparts; one without is left out.
func mapped(same map[int64]int64, chips []int64) []int64 {
	var all []int64
	for _, chip := range chips {
		if id := same[chip]; id != 0 {
			all = append(all, id)
		}
	}
	return all
}

// keptOf reads which reasons went along with a merge, and what stood in their places.
func (q *Tx) keptOf(ctx context.Context, m domain.Merge, who []int64) (gone map[int64]int64, old map[int64]spoken, err error) {
	gone, old = map[int64]int64{}, map[int64]spoken{}
	err = eachOf(ctx, q.handle, "SELECT w.member_id, w.changed_at, w.old_changed_at, "+reasonColumns+
		" FROM merged_reasons w WHERE w.merge_id = $1 AND w.member_id IN", []any{m.ID}, who, func(rows *sql.Rows) error {
		var member, at int64
		var s spoken
		var kept keptReason
		err := rows.Scan(append([]any{&member, &at, &s.at}, kept.fields()...)...)
		s.Reason = kept.reason()
		gone[member], old[member] = at, s
		return err
	})
	return gone, old, err
}

// returnReasons takes back the reasons that went with copies which are taken back, and
// notes the copies with which somebody said something else since: those stay.
func (q *Tx) returnReasons(ctx context.Context, m domain.Merge, found []copied) ([]copied, error) {
	who := make([]int64, len(found))
	for n, c := range found {
		who[n] = c.member
	}
	now, err := q.spokenOf(ctx, m.Target, who)
	if err != nil {
		return nil, err
	}
	gone, old, err := q.keptOf(ctx, m, who)
	if err != nil {
		return nil, err
	}
	var all []statement
	for n := range found {
		c := &found[n]
		here, went := now[c.member], gone[c.member]
		c.spoken = went != 0 && here.at != went || went == 0 && !c.had && here.at != 0
		if c.changed() {
			continue
		}
		before := here
		if went != 0 {
			before = old[c.member]
			all = append(all, putBack(m.Target, c.member, before))
		}
		all = append(all, recountReason(m.Target, c.now.Counted(), here, c.target.Counted(), before)...)
	}
	if err := q.execAll(ctx, all...); err != nil {
		return nil, err
	}
	keys := make([]any, len(who))
	for n, id := range who {
		keys[n] = id
	}
	return found, q.deleteOf(ctx, "DELETE FROM merged_reasons WHERE merge_id = $1 AND member_id IN", m.ID, keys)
}

// putBack makes a reason what it was, or none.
func putBack(idea, member int64, before spoken) statement {
	if before.at == 0 {
		return statement{"DELETE FROM reasons WHERE idea_id = $1 AND member_id = $2", []any{idea, member}}
	}
	return setReasonRow(idea, member, before)
}
