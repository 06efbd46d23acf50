package store

import (
	"context"
	"database/sql"
	"sync"
)

// statementsMax bounds the kept statements. Texts are few, because lists put
// their values in arguments; one beyond the bound is prepared each time.
const statementsMax = 500

// statements keeps prepared statements by text: preparing costs SQLite more
// than running does. pgx keeps its own.
type statements struct {
	mu  sync.RWMutex
	all map[string]*sql.Stmt
}

func (s *statements) get(ctx context.Context, run runner, text string) (*sql.Stmt, error) {
	s.mu.RLock()
	stmt := s.all[text]
	s.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.all[text]; stmt != nil {
		return stmt, nil
	}
	if len(s.all) >= statementsMax {
		return nil, nil
	}
	stmt, err := run.PrepareContext(context.WithoutCancel(ctx), text)
	if err == nil {
		s.all[text] = stmt
	}
	return stmt, err
}
