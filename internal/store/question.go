package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// CreateQuestion asks an idea's author something and returns the question's id.
func (q *Tx) CreateQuestion(ctx context.Context, item int64, question string, by domain.Actor, now time.Time) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO questions (item_id, question, member_id, role, asked_at) VALUES ($1, $2, $3, $4, $5)
		RETURNING id`, []any{item, question, by.ID, by.Role, millis(now)}, &id)
	return id, err
}

// SetAnswer answers an item's open question; domain.ErrNotFound when there is none.
func (q *Tx) SetAnswer(ctx context.Context, item int64, answer string, now time.Time) error {
	return q.changeOne(ctx, `UPDATE questions SET answer = $2, answered_at = $3 WHERE id = (SELECT id FROM questions
		WHERE item_id = $1 AND answered_at = 0 AND closed_at = 0 ORDER BY id DESC LIMIT 1)`, item, answer, millis(now))
}

// CloseQuestion ends the wait for an answer.
func (q *Tx) CloseQuestion(ctx context.Context, item int64, now time.Time) error {
	_, err := q.exec(ctx, "UPDATE questions SET closed_at = $2 WHERE item_id = $1 AND answered_at = 0 AND closed_at = 0", item, millis(now))
	return err
}

// questionsMax bounds what a page shows of an item's questions.
const questionsMax = 20

// Questions lists what an idea's author was asked, newest first.
func (r reads) Questions(ctx context.Context, item int64) ([]domain.Question, error) {
	return list(ctx, r.handle, `SELECT q.id, q.question, q.role, q.asked_at, q.answer, q.answered_at, q.closed_at, m.id, m.name
		FROM questions q JOIN members m ON m.id = q.member_id WHERE q.item_id = $1 ORDER BY q.id DESC LIMIT $2`,
		[]any{item, questionsMax}, func(rows *sql.Rows) (domain.Question, error) {
			var q domain.Question
			var asked, answered, closed int64
			err := rows.Scan(&q.ID, &q.Question, &q.By.Role, &asked, &q.Answer, &answered, &closed, &q.By.ID, &q.By.Name)
			q.Asked, q.Answered, q.Closed = moment(asked), moment(answered), moment(closed)
			return q, err
		})
}
