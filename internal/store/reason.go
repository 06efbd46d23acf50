package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// reasonColumns are a reason w, as far as there is one.
const reasonColumns = `COALESCE(w.importance, 0), COALESCE(w.chip_1, 0), COALESCE(w.chip_2, 0), COALESCE(w.chip_3, 0),
	COALESCE(w.words, ''), COALESCE(w.named, FALSE)`

// keptReason is a reason as its row holds it.
type keptReason struct {
	importance domain.Importance
	chips      [domain.ReasonChips]int64 // 0: none
	words      string
	named      bool
}

func (k *keptReason) fields() []any {
	return []any{&k.importance, &k.chips[0], &k.chips[1], &k.chips[2], &k.words, &k.named}
}

func (k *keptReason) reason() domain.Reason {
	r := domain.Reason{Importance: k.importance, Words: k.words, Named: k.named}
	for _, chip := range k.chips {
		if chip != 0 {
			r.Chips = append(r.Chips, chip)
		}
	}
	return r
}

// chipsOf are the places of a reason's row.
func chipsOf(r domain.Reason) (chips [domain.ReasonChips]int64) {
	copy(chips[:], r.Chips)
	return chips
}

// countReason counts a reason in (1) or out (-1).
func countReason(idea int64, r domain.Reason, step int64) []statement {
	var all []statement
	if n := weighed(r); n != (domain.Importances{}) || r.Words != "" {
		all = append(all, statement{`INSERT INTO reason_counts (idea_id, nice, important, critical, words)
			VALUES ($1, $2, $3, $4, $5) ON CONFLICT (idea_id) DO UPDATE SET nice = reason_counts.nice + excluded.nice,
			important = reason_counts.important + excluded.important, critical = reason_counts.critical + excluded.critical,
			words = reason_counts.words + excluded.words`, []any{idea, step * n[domain.NiceToHave], step * n[domain.Important],
			step * n[domain.Critical], step * count(r.Words != "")}})
	}
	if chips := chipsOf(r); len(r.Chips) > 0 {
		all = append(all, statement{`UPDATE reason_chips SET ticked = ticked + $2, used = TRUE
			WHERE idea_id = $1 AND id IN ($3, $4, $5)`, []any{idea, step, chips[0], chips[1], chips[2]}})
	}
	return all
}

// weighed is one reason among the counts of importance.
func weighed(r domain.Reason) (n domain.Importances) {
	if r.Importance != domain.ImportanceUnsaid {
		n[r.Importance] = 1
	}
	return n
}

// Said is what the voter of a ballot said before, also with a vote that was no promote
// since.
func (b Ballot) Said() domain.Reason { return b.said }

// setReason writes the row of a reason.
const setReason = `INSERT INTO reasons (idea_id, member_id, importance, chip_1, chip_2, chip_3, words,
	named, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (idea_id, member_id) DO UPDATE SET
	importance = excluded.importance, chip_1 = excluded.chip_1, chip_2 = excluded.chip_2, chip_3 = excluded.chip_3,
	words = excluded.words, named = excluded.named, changed_at = excluded.changed_at`

// SetReason makes r what the voter of a ballot says with their promote; an empty one
// takes back what was said. The idea's row is held.
func (q *Tx) SetReason(ctx context.Context, b Ballot, r domain.Reason, now time.Time) error {
	all, counted := countReason(b.Idea.ID, b.said, -1), countReason(b.Idea.ID, r, 1)
	if b.held { // it counts when its vote does
		all, counted = nil, nil
	}
	if r.Empty() {
		all = append(all, statement{"DELETE FROM reasons WHERE idea_id = $1 AND member_id = $2",
			[]any{b.Idea.ID, b.Voter.ID}})
		return q.execAll(ctx, all...)
	}
	chips := chipsOf(r)
	all = append(all, statement{setReason, []any{b.Idea.ID, b.Voter.ID, r.Importance, chips[0], chips[1], chips[2], r.Words, r.Named,
		millis(now)}})
	return q.execAll(ctx, append(all, counted...)...)
}

// Importances counts how much an idea matters to those who said so.
func (r reads) Importances(ctx context.Context, idea int64) (n domain.Importances, err error) {
	return n, r.each(ctx, "SELECT nice, important, critical FROM reason_counts WHERE idea_id = $1", []any{idea},
		func(rows *sql.Rows) error {
			return rows.Scan(&n[domain.NiceToHave], &n[domain.Important], &n[domain.Critical])
		})
}

const chipColumns = "id, copy_of, name_en, name_de, ticked, used, retired, version"

func scanChip(rows *sql.Rows) (domain.Chip, error) {
	var c domain.Chip
	return c, rows.Scan(&c.ID, &c.CopyOf, &c.NameEN, &c.NameDE, &c.Ticked, &c.Used, &c.Retired, &c.Version)
}

// Chips lists an idea's own chips in the order in which they were added; none before the
// first reason.
func (r reads) Chips(ctx context.Context, idea int64) ([]domain.Chip, error) {
	return list(ctx, r.handle, "SELECT "+chipColumns+" FROM reason_chips WHERE idea_id = $1 ORDER BY id LIMIT $2",
		[]any{idea, domain.ChipsKept}, scanChip)
}

// SpaceChips lists the chips that ideas of a space begin with.
func (r reads) SpaceChips(ctx context.Context, space int64) ([]domain.Chip, error) {
	return list(ctx, r.handle, "SELECT "+chipColumns+" FROM reason_chips WHERE space_id = $1 ORDER BY id LIMIT $2",
		[]any{space, domain.ChipsKept}, scanChip)
}

// BeginChips gives an idea whose row is held the chips of its space, unless it has its
// own already.
func (q *Tx) BeginChips(ctx context.Context, idea domain.Idea) ([]domain.Chip, error) {
	own, err := q.Chips(ctx, idea.ID)
	if err != nil || len(own) > 0 {
		return own, err
	}
	if _, err := q.exec(ctx, `INSERT INTO reason_chips (idea_id, copy_of, name_en, name_de)
		SELECT CAST($1 AS BIGINT), id, name_en, name_de FROM reason_chips WHERE space_id = $2 AND NOT retired ORDER BY id`,
		idea.ID, idea.Space.ID); err != nil {
		return nil, err
	}
	return q.Chips(ctx, idea.ID)
}

// AddChip adds a chip to an idea or a space, whichever id is not 0.
func (q *Tx) AddChip(ctx context.Context, idea, space int64, c domain.Chip) error {
	_, err := q.exec(ctx, `INSERT INTO reason_chips (idea_id, space_id, name_en, name_de, retired)
		VALUES ($1, $2, $3, $4, $5)`, orNoID(idea), orNoID(space), c.NameEN, c.NameDE, c.Retired)
	return err
}

// SetChip changes a chip that still is at c.Version; domain.ErrNotFound otherwise.
func (q *Tx) SetChip(ctx context.Context, c domain.Chip) error {
	return q.changeOne(ctx, `UPDATE reason_chips SET name_en = $3, name_de = $4, retired = $5, version = version + 1
		WHERE id = $1 AND version = $2`, c.ID, c.Version, c.NameEN, c.NameDE, c.Retired)
}

// DeleteChip takes a chip away that nobody ever ticked and that still is at c.Version;
// domain.ErrNotFound otherwise.
func (q *Tx) DeleteChip(ctx context.Context, c domain.Chip) error {
	return q.changeOne(ctx, "DELETE FROM reason_chips WHERE id = $1 AND version = $2 AND NOT used", c.ID, c.Version)
}

// addMarks gives an idea its tags, its chips and its newest days up to today, in one
// query. Before the first reason
// the chips are those of its space.
func (r reads) addMarks(ctx context.Context, i *domain.Idea, today int64) error {
	var begun, own []domain.Chip
	err := r.each(ctx, `SELECT 0, t.id, t.slug, t.name, t.ideas, 0, FALSE, FALSE
		FROM idea_tags x JOIN tags t ON t.id = x.tag_id WHERE x.idea_id = $1
		UNION ALL SELECT 1, id, name_en, name_de, ticked, 0, used, retired FROM reason_chips WHERE idea_id = $1
		UNION ALL SELECT 2, id, name_en, name_de, ticked, 0, used, retired FROM reason_chips WHERE space_id = $2
		UNION ALL SELECT 3, day, '', '', promotes, demotes, FALSE, FALSE FROM idea_days WHERE idea_id = $1 AND day > $3`,
		[]any{i.ID, i.Space.ID, today - domain.SwellDays}, func(rows *sql.Rows) error {
			var kind, id, n, demotes int64
			var first, second string
			var used, retired bool
			err := rows.Scan(&kind, &id, &first, &second, &n, &demotes, &used, &retired)
			chip := domain.Chip{ID: id, NameEN: first, NameDE: second, Ticked: n, Used: used, Retired: retired}
			switch kind {
			case 0:
				i.Tags = append(i.Tags, domain.Tag{ID: id, Slug: first, Name: second, Ideas: n})
			case 1:
				own = append(own, chip)
			case 2:
				begun = append(begun, chip)
			default:
				i.Days = append(i.Days, domain.DayTally{Day: id, Tally: domain.Tally{Promotes: n, Demotes: demotes}})
			}
			return err
		})
	if len(own) == 0 {
		own = begun
	}
	i.Reasons.Chips = domain.ByTicks(own)
	slices.SortFunc(i.Tags, func(a, b domain.Tag) int { return strings.Compare(a.Slug, b.Slug) })
	slices.SortFunc(i.Days, func(a, b domain.DayTally) int { return cmp.Compare(a.Day, b.Day) })
	return err
}

// ChipsOf reads which chips were ticked most of each of a page of ideas: one query.
func (r reads) ChipsOf(ctx context.Context, ideas []int64) (map[int64][]domain.Chip, error) {
	chips := map[int64][]domain.Chip{}
	if len(ideas) == 0 {
		return chips, nil
	}
	var w where
	err := r.each(ctx, "SELECT idea_id, id, name_en, name_de, ticked FROM reason_chips WHERE ticked > 0 AND idea_id IN ("+
		w.ids(ideas, domain.PageSize)+") ORDER BY ticked DESC, id", w.args, func(rows *sql.Rows) error {
		var idea int64
		var c domain.Chip
		err := rows.Scan(&idea, &c.ID, &c.NameEN, &c.NameDE, &c.Ticked)
		chips[idea] = append(chips[idea], c)
		return err
	})
	return chips, err
}

// Quotes lists what people who promote an idea said in their own words, the newest
// first and limit at most. Who did not agree to be named is not.
func (r reads) Quotes(ctx context.Context, idea int64, limit int) ([]domain.Quote, error) {
	return list(ctx, r.handle, `SELECT w.importance, w.words, w.changed_at,
		COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, '')
		FROM reasons w JOIN votes v ON v.idea_id = w.idea_id AND v.member_id = w.member_id
		LEFT JOIN members m ON m.id = w.member_id AND w.named
		WHERE w.idea_id = $1 AND w.words <> '' AND v.value = 1 AND NOT v.held ORDER BY w.changed_at DESC, w.member_id DESC LIMIT $2`,
		[]any{idea, limit}, func(rows *sql.Rows) (domain.Quote, error) {
			var q domain.Quote
			var changed int64
			err := rows.Scan(&q.Importance, &q.Words, &changed, &q.By.ID, &q.By.Name, &q.By.Role)
			q.Changed = moment(changed)
			return q, err
		})
}
