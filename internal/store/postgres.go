package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"groundswell/internal/domain"
)

// postgresConns is how many connections a replica holds at most.
const postgresConns = 20

func (db *DB) openPostgres(ctx context.Context, _ Options) error {
	config, err := pgx.ParseConfig(db.target)
	if err != nil { // not wrapped: what it says may hold a piece of the password
		return errors.New("the address is not one of PostgreSQL, as in postgres://user:password@host:5432/name; special characters in the password are written %XX")
	}
	for name, value := range map[string]string{
		"application_name":                    "groundswell",
		"synchronous_commit":                  "on",
		"statement_timeout":                   "10s",
		"idle_in_transaction_session_timeout": "10s",
	} {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
	db.write = stdlib.OpenDB(*config)
	db.write.SetMaxOpenConns(postgresConns)
	db.write.SetMaxIdleConns(postgresConns)
	db.read = db.write
	return db.refuseEncoding(ctx)
}

// refuseEncoding refuses a database that cannot keep every letter.
func (db *DB) refuseEncoding(ctx context.Context) error {
	var encoding string
	if err := db.write.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the PostgreSQL database is encoded in %s and could not keep every letter; make one with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'", encoding)
	}
	return nil
}

// Retries of a transaction that PostgreSQL gave up in favour of another.
const (
	retriesMax  = 10
	retryPause  = 2 * time.Millisecond // doubled each time, plus as much again by chance
	retryFactor = 2
)

// retry runs fn in a READ COMMITTED transaction, again when PostgreSQL chose it
// as the victim of a deadlock or of serialisation.
func (db *DB) retry(ctx context.Context, fn func(*Tx) error) error {
	pause := retryPause
	for attempt := 1; ; attempt++ {
		err := db.once(ctx, fn)
		if !victim(err) {
			return mapError(err)
		}
		if attempt > retriesMax {
			return fmt.Errorf("%w: after %d retries: %w", errBusy, retriesMax, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause + rand.N(pause)):
		}
		pause *= retryFactor
	}
}

// once runs fn in one transaction. A panic rolls back and goes on.
func (db *DB) once(ctx context.Context, fn func(*Tx) error) error {
	conn, err := db.write.Conn(ctx) // waiting for a connection ends with the request
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	inside := handle{engine: postgres, run: tx, group: context.WithoutCancel(ctx)}
	if err := fn(&Tx{reads: reads{inside}}); err != nil {
		return err
	}
	return tx.Commit()
}

// victim reports SQLSTATE 40001 (serialisation) and 40P01 (deadlock). A refusal
// of ours never is one.
func victim(err error) bool {
	var pg *pgconn.PgError
	return domain.KindOf(err) == 0 && errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
