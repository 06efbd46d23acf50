package app

import (
	"context"
	"encoding/base64"
	"fmt"
	"runtime"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"groundswell/internal/domain"
)

// passwordParams are OWASP's second recommendation for argon2id: 19 MiB, two
// passes, one lane; about 20 ms.
var passwordParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// passwords hashes and compares, a few at a time: a flood of sign-ins must not
// take all memory.
type passwords struct {
	slots chan struct{}
}

func newPasswords() *passwords {
	return &passwords{slots: make(chan struct{}, max(2, runtime.NumCPU()))}
}

// dummy is compared for unknown addresses, so that they take as long: salt and key
// are zeros, which no password has and which cost no hashing when a command starts.
var dummy = fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s",
	passwordParams.Memory, passwordParams.Iterations, passwordParams.Parallelism,
	base64.RawStdEncoding.EncodeToString(make([]byte, passwordParams.SaltLength)),
	base64.RawStdEncoding.EncodeToString(make([]byte, passwordParams.KeyLength)))

func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return argon2id.CreateHash(composed(password), passwordParams)
}

// composed writes a password as it is hashed and measured.
func composed(password string) string { return norm.NFC.String(password) }

// match compares a password with a hash; an empty hash, or a text that is longer
// than any password, matches nothing and takes as long. Keyboards compose letters
// differently: it is compared composed (NFC), as it is hashed, and then as typed,
// which is how older hashes were made.
func (p *passwords) match(ctx context.Context, password, hash string) (bool, error) {
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	if len(password) > utf8.UTFMax*domain.PasswordMax {
		password, hash = "", ""
	}
	known := hash != ""
	if !known {
		hash = dummy
	}
	same, err := argon2id.ComparePasswordAndHash(composed(password), hash)
	if err == nil && !same && composed(password) != password {
		same, err = argon2id.ComparePasswordAndHash(password, hash)
	}
	return same && known, err
}

func (p *passwords) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *passwords) leave() { <-p.slots }
