package views

import (
	"context"
	"encoding/hex"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// AuditPage is the audit log for admins.
type AuditPage struct {
	Page
	Form    Form
	Actions []string
	Lines   []domain.AuditLine
	Head    domain.AuditHead
	After   string
	Next    string
}

// auditObjects are the kinds of things that the log names and that can be asked for.
var auditObjects = []string{
	"idea", "comment", "rating", "product", "member", "item", "queue", "rule", "space", "tag", "family", "theme", "setting", "restriction",
}

// url is a page of the log, or its file, as the filter has it.
func (p AuditPage) url(base, after string) string {
	return link(base, "who", p.Form.Value("who"), "action", p.Form.Value("action"), "object", p.Form.Value("object"),
		"of", p.Form.Value("of"), "from", p.Form.Value("from"), "until", p.Form.Value("until"), "after", after)
}

// Did is what somebody did, in the reader's language; as the log has it where the program
// no longer knows the word.
func Did(ctx context.Context, action string) string {
	if what, undone := strings.CutPrefix(action, "undo "); undone && known(ctx, "do", what) && !known(ctx, "do", action) {
		return t(ctx, "audit.undone", "What", Did(ctx, what))
	}
	if known(ctx, "do", action) {
		return t(ctx, auditKey("do", action))
	}
	return action
}

// about names what was done something to.
func about(ctx context.Context, e *domain.AuditEntry) string {
	name := e.Object
	if known(ctx, "of", e.Object) {
		name = t(ctx, auditKey("of", e.Object))
	}
	if e.ObjectID == 0 {
		return name
	}
	return t(ctx, "audit.about", "Object", name, "ID", id(e.ObjectID))
}

func auditKey(of, word string) string {
	return "audit." + of + "." + strings.ReplaceAll(word, " ", "_")
}

func known(ctx context.Context, of, word string) bool { return i18n.From(ctx).Has(auditKey(of, word)) }

// shortHash is the start of a hash, enough to be compared by eye.
func shortHash(hash []byte) string { return hex.EncodeToString(hash)[:min(16, 2*len(hash))] }
