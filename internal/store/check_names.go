package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"groundswell/internal/domain"
)

// CheckNames compares what tags, spaces, families and products are known by with
// their names, and accounts and mentions likewise, and looks at the words in addresses; it
// returns those that differ, at most 100.
func (r *Reader) CheckNames(ctx context.Context) ([]Mismatch, error) {
	slow := r.handle
	slow.deadline = 10 * JobDeadline
	var wrong []Mismatch
	for _, k := range []kind{tagKind, spaceKind, familyKind, productKind, queueKind} {
		err := slow.each(ctx, "SELECT id, slug, name, COALESCE(name_key, '') FROM "+tables[k]+" ORDER BY id", nil, func(rows *sql.Rows) error {
			var id int64
			var slug, name, kept string
			if err := rows.Scan(&id, &slug, &name, &kept); err != nil {
				return err
			}
			if key := nameKey(name); kept != key && (k == productKind || !strings.HasPrefix(kept, key+again)) {
				wrong = append(wrong, Mismatch{string(k), id, fmt.Sprintf("the key of its name is %q, kept %q", key, kept)})
			}
			if !domain.IsSlug(slug) {
				wrong = append(wrong, Mismatch{string(k), id, fmt.Sprintf("%q is no word for an address", slug)})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, check := range []func(context.Context) ([]Mismatch, error){reads{slow}.misnamedMembers, reads{slow}.misreadMentions} {
		found, err := check(ctx)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong[:min(len(wrong), 100)], nil
}
