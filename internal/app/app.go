// Package app is what a person may do: one method per verb. A verb asks the
// rule, opens the transaction, writes, and promises what happens later as job
// rows in the same transaction. Pages, the command line and the demo all come
// through here; reading does not, it goes from a page straight to the store.
package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// App does what people ask for.
type App struct {
	store     *store.DB
	now       func() time.Time
	passwords *passwords
	often     *oftenLimits
	missed    *missed
	secret    *secret
	unlimited bool
	past      bool
}

// New makes an App on a database; now is the one clock of the house.
func New(db *store.DB, now func() time.Time) *App {
	return &App{store: db, now: now, passwords: newPasswords(), often: newOftenLimits(),
		missed: &missed{times: map[string]int64{}}, secret: &secret{}}
}

// Unlimited returns an App on another clock and without limits on how often
// somebody does something: for imports, the demo and tests of other things.
func (a *App) Unlimited(now func() time.Time) *App {
	b := *a
	b.now, b.unlimited = now, true
	return &b
}

// Past returns an App in an invented past: on another clock, without limits, and
// promising nothing that the past has done already. Nobody is told what never
// happened; themes are looked for in what is rated after them, and who invents the
// past counts at its end what revisions regained.
func (a *App) Past(now func() time.Time) *App {
	b := a.Unlimited(now)
	b.past = true
	return b
}

// settings are the values in force.
func (a *App) settings(ctx context.Context) (domain.Settings, error) {
	c, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return nil, err
	}
	return c.Settings, nil
}

// newToken returns 256 random bits for a cookie or a link, and the hash that is
// stored instead of them.
func newToken() (token string, hash []byte) {
	var secret [32]byte
	rand.Read(secret[:]) // never fails: see crypto/rand
	token = base64.RawURLEncoding.EncodeToString(secret[:])
	return token, HashToken(token)
}

// HashToken returns what is stored of a token.
func HashToken(token string) []byte { return digestOf(token) }

// record appends to the audit log what an actor did.
func (a *App) record(ctx context.Context, q *store.Tx, who domain.Actor, action, object string, id int64, detail string) error {
	return q.Audit(ctx, domain.AuditEntry{At: a.now(), Actor: who.ID, Action: action, Object: object, ObjectID: id, Detail: detail})
}
