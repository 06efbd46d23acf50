package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// CreateSerials adds hashes of serial numbers to a product's list; those that are
// there stay. It returns how many are new.
func (q *Tx) CreateSerials(ctx context.Context, product int64, hashes [][]byte) (added int64, err error) {
	for _, hash := range hashes {
		n, err := q.exec(ctx, "INSERT INTO serials (product_id, hash) VALUES ($1, $2) ON CONFLICT (product_id, hash) DO NOTHING", product, hash)
		if err != nil {
			return 0, err
		}
		added += n
	}
	return added, nil
}

// ClaimSerial gives a serial number to a member; domain.ErrNotFound when the list
// has none, or it is another member's.
func (q *Tx) ClaimSerial(ctx context.Context, product, member int64, hash []byte) error {
	return q.changeOne(ctx, "UPDATE serials SET member_id = $3 WHERE product_id = $1 AND hash = $2 AND (member_id IS NULL OR member_id = $3)",
		product, hash, member)
}

// SetOwner notes that a member owns a product, by serial number (by 0) or on the
// word of staff. What was noted first stays.
func (q *Tx) SetOwner(ctx context.Context, product, member, by int64, note string, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO owners (product_id, member_id, by_id, note, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (product_id, member_id) DO NOTHING`, product, member, orNoID(by), note, millis(now))
	return err
}

// IsOwner reports whether a member is a verified owner of a product.
func (r reads) IsOwner(ctx context.Context, product, member int64) (bool, error) {
	found, err := list(ctx, r.handle, "SELECT product_id FROM owners WHERE product_id = $1 AND member_id = $2", []any{product, member}, scanID)
	return len(found) > 0, err
}

// SerialCount tells how many serial numbers a product's list has, and how many
// are taken.
func (r reads) SerialCount(ctx context.Context, product int64) (all, taken int64, err error) {
	err = r.each(ctx, "SELECT COUNT(*), COUNT(member_id) FROM serials WHERE product_id = $1", []any{product},
		func(rows *sql.Rows) error { return rows.Scan(&all, &taken) })
	return all, taken, err
}

// OwnRating reads what the form shows a member of the own rating.
func (r reads) OwnRating(ctx context.Context, p domain.Product, member int64) (domain.OwnRating, error) {
	var own domain.OwnRating
	found, err := list(ctx, r.handle, keptRating+"r.revision_id = $1 AND r.member_id = $2 AND NOT r.removed",
		[]any{p.Revision.ID, member}, scanKept)
	if err != nil {
		return own, err
	}
	if len(found) > 0 {
		own.Rating, own.Verified = found[0], found[0].Verified
		return own, nil
	}
	own.Verified, err = r.IsOwner(ctx, p.ID, member)
	return own, err
}
