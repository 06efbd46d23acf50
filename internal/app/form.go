package app

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"strconv"
	"time"
)

// nonces are written with letters that need no escaping anywhere.
var nonces = base32.StdEncoding.WithPadding(base32.NoPadding)

// OpenForm makes the nonce of a form for a member: it says when the form was drawn, which
// nobody else can make it say.
func (a *App) OpenForm(ctx context.Context, member int64) (string, error) {
	key, err := a.secretKey(ctx)
	if err != nil {
		return "", err
	}
	var drawn [16]byte
	binary.BigEndian.PutUint64(drawn[:8], uint64(a.now().UnixMilli()))
	rand.Read(drawn[8:]) // never fails: see crypto/rand
	return nonces.EncodeToString(append(drawn[:], formMark(key, member, drawn[:])...)), nil
}

// FormOpened is when the form of a nonce was drawn for a member; the zero time for a nonce
// that OpenForm did not make for them.
func (a *App) FormOpened(ctx context.Context, member int64, nonce string) (time.Time, error) {
	key, err := a.secretKey(ctx)
	if err != nil {
		return time.Time{}, err
	}
	made, err := nonces.DecodeString(nonce)
	if err != nil || len(made) != 32 || !hmac.Equal(made[16:], formMark(key, member, made[:16])) {
		return time.Time{}, nil
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(made[:8]))).UTC(), nil
}

func formMark(key []byte, member int64, drawn []byte) []byte {
	return keyed(key, "form", strconv.FormatInt(member, 10), string(drawn))
}
