package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// NewLetter is who is to get a letter, at which host and under which token.
type NewLetter struct {
	Member      int64
	Host, Token string
	Due         time.Time
}

// AddToLetters puts an event into the letters of those who want one, about a subject or of
// the week (Part ""): the open one of each, or a new one.
func (q *Tx) AddToLetters(ctx context.Context, event int64, about domain.Subject, to []NewLetter, now time.Time) error {
	return inSteps(to, func(part []NewLetter) error {
		rows, members := make([][]any, len(part)), make([]any, len(part))
		for i, l := range part {
			rows[i] = []any{l.Member, about.Part, about.ID, l.Host, l.Token, millis(l.Due), millis(now)}
			members[i] = l.Member
		}
		var w where
		_, err := q.exec(ctx, "INSERT INTO letters (member_id, part, object_id, host, token, due_at, created_at) VALUES "+w.values(rows)+
			" ON CONFLICT (member_id, part, object_id) WHERE outcome = '' AND NOT sealed DO UPDATE SET due_at = letters.due_at",
			w.args...) // holds it open
		if err != nil {
			return err
		}
		w = where{}
		_, err = q.exec(ctx, `UPDATE notifications SET letter_id = (SELECT l.id FROM letters l WHERE l.member_id = notifications.member_id
			AND l.part = `+w.arg(about.Part)+" AND l.object_id = "+w.arg(about.ID)+" AND l.outcome = '' AND NOT l.sealed) WHERE event_id = "+
			w.arg(event)+" AND member_id IN ("+w.list(members)+")", w.args...)
		return err
	})
}

// LetterHosts lists hosts with letters that are due, those that have waited longest first.
func (r reads) LetterHosts(ctx context.Context, now time.Time, most int) (hosts []string, err error) {
	err = r.each(ctx, `SELECT host FROM (WITH RECURSIVE h(host) AS (SELECT MIN(host) FROM letters WHERE outcome = ''
		UNION ALL SELECT (SELECT MIN(l.host) FROM letters l WHERE l.outcome = '' AND l.host > h.host) FROM h WHERE h.host IS NOT NULL)
		SELECT h.host AS host, (SELECT MIN(l.due_at) FROM letters l WHERE l.outcome = '' AND l.host = h.host) AS due_at
		FROM h WHERE h.host IS NOT NULL) d WHERE due_at <= $1 ORDER BY due_at, host LIMIT $2`, []any{millis(now), most},
		func(rows *sql.Rows) error {
			var host string
			err := rows.Scan(&host)
			hosts = append(hosts, host)
			return err
		})
	return hosts, err
}

const letterColumns = "id, member_id, part, object_id, token, due_at, sealed, attempts, outcome, said, created_at, sent_at"

func scanLetter(rows *sql.Rows) (domain.Letter, error) {
	var l domain.Letter
	var due, created, sent int64
	err := rows.Scan(&l.LetterID, &l.Member, &l.Part, &l.ID, &l.Token, &due, &l.Sealed, &l.Attempts, &l.Outcome, &l.Said, &created, &sent)
	l.Due, l.Created, l.Sent = moment(due), moment(created), moment(sent)
	return l, err
}

// DueLetters reads the letters to a host that are due, those that have waited longest
// first.
func (r reads) DueLetters(ctx context.Context, host string, now time.Time, most int64) ([]domain.Letter, error) {
	return list(ctx, r.handle, "SELECT "+letterColumns+` FROM letters WHERE outcome = '' AND host = $1 AND due_at <= $2
		ORDER BY due_at, id LIMIT $3`, []any{host, millis(now), most}, scanLetter)
}

// SpendLetters counts letters to a host in the minute that is under way, of which there are
// at most so many, and returns how many of those wanted may leave.
func (q *Tx) SpendLetters(ctx context.Context, host string, wanted, most int64, now time.Time) (int64, error) {
	minute := now.Unix() / 60
	_, err := q.exec(ctx, `INSERT INTO mail_hosts (host, minute, sent) VALUES ($1, $2, 0) ON CONFLICT (host) DO UPDATE SET
		sent = CASE WHEN mail_hosts.minute = excluded.minute THEN mail_hosts.sent ELSE 0 END, minute = excluded.minute`, host, minute)
	if err != nil {
		return 0, err
	}
	var sent int64
	if err := q.get(ctx, "SELECT sent FROM mail_hosts WHERE host = $1", []any{host}, &sent); err != nil {
		return 0, err
	}
	may := max(0, min(wanted, most-sent))
	_, err = q.exec(ctx, "UPDATE mail_hosts SET sent = sent + $2 WHERE host = $1", host, may)
	return may, err
}

// ForgetMailHosts forgets hosts to which letters went last before a time, most at once, and
// reports whether there may be more.
func (q *Tx) ForgetMailHosts(ctx context.Context, before time.Time, most int64) (more bool, err error) {
	n, err := q.exec(ctx, `DELETE FROM mail_hosts WHERE host IN
		(SELECT host FROM mail_hosts WHERE minute < $1 LIMIT $2)`, before.Unix()/60, most)
	return n == most, err
}

// LetterAfter is when a letter may leave at the earliest: an hour after the last one about
// the same, and while one of these is tried still, not now. Zero: now.
func (r reads) LetterAfter(ctx context.Context, l domain.Letter) (time.Time, error) {
	var sent, tried int64
	err := r.get(ctx, `SELECT COALESCE(MAX(sent_at), 0), COALESCE(MAX(CASE WHEN outcome = '' AND sealed THEN due_at ELSE 0 END), 0)
		FROM letters WHERE member_id = $1 AND part = $2 AND object_id = $3 AND id <> $4`,
		[]any{l.Member, l.Part, l.ID, l.LetterID}, &sent, &tried)
	switch {
	case err != nil || l.Part == "":
		return time.Time{}, err
	case tried != 0:
		return moment(tried).Add(time.Millisecond), nil
	case sent == 0:
		return time.Time{}, nil
	}
	return moment(sent).Add(domain.LetterEvery), nil
}

// PutOffLetter lets a letter that is not sealed wait until a time.
func (q *Tx) PutOffLetter(ctx context.Context, l domain.Letter, until time.Time) error {
	_, err := q.exec(ctx, "UPDATE letters SET due_at = $2 WHERE id = $1 AND NOT sealed", l.LetterID, millis(until))
	return err
}

// SealLetter takes a letter to be sent, until a time: from now on it gathers nothing. It
// reports whether the letter was still to be had.
func (q *Tx) SealLetter(ctx context.Context, l *domain.Letter, until time.Time) (bool, error) {
	n, err := q.exec(ctx, `UPDATE letters SET sealed = TRUE, attempts = attempts + 1, due_at = $3
		WHERE id = $1 AND attempts = $2 AND outcome = ''`, l.LetterID, l.Attempts, millis(until))
	l.Sealed, l.Attempts = true, l.Attempts+1
	return n > 0, err
}

// DelayLetter notes why a letter was not taken and when to try again.
func (q *Tx) DelayLetter(ctx context.Context, l domain.Letter, said string, again time.Time) error {
	_, err := q.exec(ctx, "UPDATE letters SET due_at = $3, said = $4 WHERE id = $1 AND attempts = $2 AND outcome = ''",
		l.LetterID, l.Attempts, millis(again), domain.JobError(said))
	return err
}

// GiveBackLetter puts a letter back that could not be tried, until a time. It stays sealed:
// there may be an open one about the same by now.
func (q *Tx) GiveBackLetter(ctx context.Context, l domain.Letter, until time.Time) error {
	_, err := q.exec(ctx, `UPDATE letters SET due_at = $3, attempts = attempts - 1
		WHERE id = $1 AND attempts = $2 AND outcome = ''`, l.LetterID, l.Attempts, millis(until))
	return err
}

// EndLetter notes what became of a letter, and reports whether it was this try's to say.
func (q *Tx) EndLetter(ctx context.Context, l domain.Letter, outcome domain.LetterOutcome, said string, now time.Time) (bool, error) {
	sent := now
	if outcome != domain.LetterSent {
		sent = time.Time{}
	}
	n, err := q.exec(ctx, "UPDATE letters SET outcome = $3, said = $4, sent_at = $5 WHERE id = $1 AND attempts = $2 AND outcome = ''",
		l.LetterID, l.Attempts, outcome, domain.JobError(said), millis(sent))
	return n > 0, err
}

// ForgetLetters deletes the letters made before a time with which it is over, of the oldest
// so many at most. It reports whether there may be more.
func (q *Tx) ForgetLetters(ctx context.Context, before time.Time, most int64) (more bool, err error) {
	n, err := q.exec(ctx, `DELETE FROM letters WHERE id IN (SELECT id FROM (SELECT id, created_at, outcome FROM letters
		ORDER BY id LIMIT $2) l WHERE created_at < $1 AND outcome <> '')`, millis(before), most)
	return n > 0, err
}

// HoldLetters ends the letters that are under way or due, and returns how many these are;
// those that are due later have not left.
func (q *Tx) HoldLetters(ctx context.Context, now time.Time) (int64, error) {
	return q.exec(ctx, "UPDATE letters SET outcome = $1 WHERE outcome = '' AND (sealed OR due_at <= $2)", domain.LetterHeld, millis(now))
}

// LetterNews reads what stands in a letter, by what it is about and newest first: what may
// still be told of it.
func (r reads) LetterNews(ctx context.Context, letter int64, most int) ([]domain.NewsGroup, error) {
	var groups []domain.NewsGroup
	return groups, r.each(ctx, "SELECT "+newsColumns+" FROM notifications n JOIN events e ON e.id = n.event_id"+newsJoins+newsAlso+
		"WHERE n.letter_id = $1 AND n.letter_id > 0 AND "+newsVisible+" ORDER BY n.id DESC LIMIT $2", []any{letter, most},
		func(rows *sql.Rows) error {
			g, n, err := newsOf(rows)
			at := slices.IndexFunc(groups, func(o domain.NewsGroup) bool { return o.Subject == g.Subject })
			if at < 0 {
				at, groups = len(groups), append(groups, g)
			}
			groups[at].News = append(groups[at].News, n)
			return err
		})
}

// LetterByToken finds a letter by what stands in its addresses.
func (r reads) LetterByToken(ctx context.Context, token string) (domain.Letter, error) {
	return one(ctx, r.handle, "SELECT "+letterColumns+" FROM letters WHERE token = $1", []any{strings.ToLower(token)}, scanLetter)
}

// ReturnLetter notes that a sent letter came back, and reports whether it is the first time.
func (q *Tx) ReturnLetter(ctx context.Context, l domain.Letter, outcome domain.LetterOutcome, said string) (bool, error) {
	n, err := q.exec(ctx, "UPDATE letters SET outcome = $2, said = $3 WHERE id = $1 AND outcome = 'sent'", l.LetterID,
		outcome, domain.JobError(said))
	return n > 0, err
}

// Complaints counts the letters sent since a time, and who complained of any of them: one
// person's word counts once, for whoever has letters can complain of each.
func (r reads) Complaints(ctx context.Context, since time.Time) (complaints, sent int64, err error) {
	err = r.get(ctx, `SELECT COUNT(*), COUNT(DISTINCT CASE WHEN outcome = 'complained' THEN member_id END) FROM letters WHERE sent_at >= $1 AND sent_at > 0`,
		[]any{millis(since)}, &sent, &complaints)
	return complaints, sent, err
}

// SettingChanged is when a setting was last changed; zero: never.
func (r reads) SettingChanged(ctx context.Context, key string) (time.Time, error) {
	var at int64
	err := r.get(ctx, "SELECT changed_at FROM settings WHERE key = $1", []any{key}, &at)
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return moment(at), err
}

// MailWish reads which mails a member wants, and what came back of them.
func (r reads) MailWish(ctx context.Context, member int64) (wish domain.MailWish, b domain.Bounces, err error) {
	var last int64
	err = r.get(ctx, "SELECT mail_level, mail_weekly, mail_ratings, bounces, bounced_at FROM members WHERE id = $1", []any{member},
		&wish.Level, &wish.Weekly, &wish.Ratings, &b.Score, &last)
	b.Last = moment(last)
	return wish, b, err
}

// SetMailWish keeps which mails a member wants.
func (q *Tx) SetMailWish(ctx context.Context, member int64, wish domain.MailWish) error {
	return q.changeOne(ctx, "UPDATE members SET mail_level = $2, mail_weekly = $3, mail_ratings = $4 WHERE id = $1",
		member, wish.Level, wish.Weekly, wish.Ratings)
}

// EndMail ends the mails to a member about what they follow.
func (q *Tx) EndMail(ctx context.Context, member int64) error {
	return q.changeOne(ctx, "UPDATE members SET mail_level = $2 WHERE id = $1", member, domain.MailNone)
}

// SetBounces keeps what came back of mails to a member.
func (q *Tx) SetBounces(ctx context.Context, member int64, b domain.Bounces) error {
	return q.changeOne(ctx, "UPDATE members SET bounces = $2, bounced_at = $3 WHERE id = $1", member, b.Score, millis(b.Last))
}

// MailState reads why an address gets mails, or none; domain.ErrNotFound where it is no
// account's.
func (r reads) MailState(ctx context.Context, email string) (s domain.MailState, err error) {
	if s.Member, err = r.MemberByEmail(ctx, email); err != nil {
		return s, err
	}
	if s.Wish, s.Bounces, err = r.MailWish(ctx, s.Member.ID); err != nil {
		return s, err
	}
	s.Letters, err = r.Letters(ctx, s.Member.ID, domain.LettersShown)
	return s, err
}

// Letters lists the newest letters to a member.
func (r reads) Letters(ctx context.Context, member int64, most int) ([]domain.Letter, error) {
	return list(ctx, r.handle, "SELECT "+letterColumns+" FROM letters WHERE member_id = $1 ORDER BY id DESC LIMIT $2",
		[]any{member, most}, scanLetter)
}
