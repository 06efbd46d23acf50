package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"groundswell/migrations"
)

// Migrate brings the schema up to date and returns how many steps it took: none where
// a newer binary did already. It refuses a schema that this binary is too old for, and
// one whose released steps were other than those this binary holds. On SQLite a database that has data
// is copied to FILE.before-VERSION first and the copy is opened to prove it.
func (db *DB) Migrate(ctx context.Context) (int, error) {
	all, err := migrations.All()
	if err != nil {
		return 0, err
	}
	provider, err := db.provider(all)
	if err != nil {
		return 0, err
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, err
	}
	newest := all[len(all)-1].Version
	if have > 0 {
		if err := db.checkSums(ctx, all, have); err != nil {
			return 0, err
		}
	}
	switch {
	case have >= newest:
		return 0, db.reader.oldEnough(ctx, newest)
	case have > 0:
		if err := db.backup(ctx, have); err != nil {
			return 0, fmt.Errorf("back up before migrating: %w", err)
		}
	}
	steps, err := provider.Up(ctx)
	return len(steps), err
}

// Ready reports, without changing anything, whether the schema is the one this
// binary works with: ErrNoDatabase where there is none, and a sentence where it is
// another one.
func (db *DB) Ready(ctx context.Context) error {
	all, err := migrations.All()
	if err != nil {
		return err
	}
	count := "SELECT COUNT(*) FROM sqlite_master WHERE name = $1"
	if db.engine == postgres {
		count = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1"
	}
	var tables int64
	if err := db.reader.get(ctx, count, []any{"goose_db_version"}, &tables); err != nil {
		return err
	}
	if tables == 0 {
		return ErrNoDatabase
	}
	have, err := db.reader.version(ctx)
	if err != nil {
		return err
	}
	newest := all[len(all)-1].Version
	if have < newest {
		return fmt.Errorf("the database is at version %d, this binary works with %d: run groundswell migrate", have, newest)
	}
	if err := db.reader.oldEnough(ctx, newest); err != nil {
		return err
	}
	return db.checkSums(ctx, all, have)
}

// oldEnough refuses a schema that a binary is too old for. Steps that this binary does not
// hold say what they need; where one does not, the binary is too old.
func (r reads) oldEnough(ctx context.Context, newest int64) error {
	var have, needs int64
	err := r.get(ctx, `SELECT v.have, CASE WHEN v.have <= $1 THEN 0 ELSE
			COALESCE((SELECT MAX(needs_binary) FROM schema_sums WHERE version > $1), v.have) END
		FROM (SELECT COALESCE(MAX(version_id), 0) AS have FROM goose_db_version) v`, []any{newest}, &have, &needs)
	if err == nil && needs > newest {
		err = fmt.Errorf("the database is at version %d and needs a binary that knows %d, this one knows %d: use the newer binary",
			have, needs, newest)
	}
	return err
}

// version is the number of the newest migration.
func (r reads) version(ctx context.Context) (n int64, err error) {
	err = r.get(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version", nil, &n)
	return n, err
}

// A replica asks each second for the migrations' lock, for five minutes.
const (
	lockPause = time.Second
	lockTries = 300
)

func (db *DB) provider(all []migrations.Migration) (*goose.Provider, error) {
	steps := make([]*goose.Migration, len(all))
	for i, m := range all {
		steps[i] = goose.NewGoMigration(m.Version, &goose.GoFunc{RunTx: db.step(m)}, nil)
	}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true)}
	if db.engine == postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresTableLocker(lock.WithTableLockTimeout(lockPause, lockTries)) // advisory locks are missing behind poolers
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithLocker(locker))
	}
	return goose.NewProvider(dialect, db.write, nil, options...)
}

// inGo is what a migration does in Go once its text ran, in the same transaction.
var inGo = map[int64]func(*Tx, context.Context) error{3: (*Tx).fillNames, 12: (*Tx).fillMemberNames}

// step runs a migration's text and what follows in Go, and notes the text's
// checksum, in goose's transaction.
func (db *DB) step(m migrations.Migration) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		for _, statement := range []string{
			"CREATE TABLE IF NOT EXISTS schema_sums (version BIGINT PRIMARY KEY NOT NULL, sum TEXT NOT NULL)",
			m.For(db.engine.String(), db.engine.words()),
			noteSum(m),
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
		}
		if then, ok := inGo[m.Version]; ok {
			if err := then(&Tx{reads: reads{handle{engine: db.engine, run: tx, group: ctx}}}, ctx); err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
		}
		if m.Version == normalAddresses {
			return db.normalAddresses(ctx, tx)
		}
		return nil
	}
}

// noteSum is the statement that notes a migration, on the schema that it leaves.
func noteSum(m migrations.Migration) string {
	if m.Version < migrations.FirstToSay {
		return fmt.Sprintf("INSERT INTO schema_sums (version, sum) VALUES (%d, '%s')", m.Version, sum(m))
	}
	return fmt.Sprintf("INSERT INTO schema_sums (version, sum, needs_binary) VALUES (%d, '%s', %d)", m.Version, sum(m), m.Needs)
}

func sum(m migrations.Migration) string {
	s := sha256.Sum256([]byte(m.Text + m.Own["sqlite"] + m.Own["postgres"]))
	return hex.EncodeToString(s[:])
}

func (db *DB) checkSums(ctx context.Context, all []migrations.Migration, have int64) error {
	for _, m := range all {
		if m.Version > have {
			break
		}
		var noted string
		err := db.reader.get(ctx, "SELECT sum FROM schema_sums WHERE version = $1", []any{m.Version}, &noted)
		if err != nil {
			return err
		}
		if noted != sum(m) {
			return fmt.Errorf("migration %s is not the one this database was made with", m.Name)
		}
	}
	return nil
}

// backup copies a SQLite database next to itself and opens the copy. On
// PostgreSQL backups are the operator's.
func (db *DB) backup(ctx context.Context, version int64) error {
	if db.engine == postgres {
		return nil
	}
	path := fmt.Sprintf("%s.before-%d", db.target, version+1)
	if _, err := os.Stat(path); err == nil {
		return nil // an earlier try of the same migration made it
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	unfinished := path + ".part"
	if err := os.WriteFile(unfinished, nil, 0o600); err != nil { // SQLite fills an empty file
		return err
	}
	if _, err := db.write.ExecContext(ctx, "VACUUM INTO ?", unfinished); err != nil {
		return err
	}
	if err := verifyCopy(ctx, unfinished); err != nil {
		return err
	}
	return os.Rename(unfinished, path)
}

func verifyCopy(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	pool := sqlitePool(path, reading)
	defer pool.Close()
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("the copy is damaged: %s", verdict)
	}
	return nil
}
