package main

import (
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// A head of the audit log that was kept is led to by its own log for ever, and by no other:
// neither by one that is whole in itself, but was written anew, nor by one that is shorter.
func TestCheckAgainstAKeptHead(t *testing.T) {
	filled := func(setting string) string {
		target := storetest.SQLite(t)
		must(t, "settings", "set", "--database="+target, setting, "400")
		return target
	}
	target := filled(domain.LimitVotesDay)
	head, err := open(t, target).Reader().AuditHead(t.Context())
	if err != nil || head.Last == 0 {
		t.Fatalf("%v, %v", head, err)
	}
	kept := "--audit-head=" + head.String()
	must(t, "settings", "set", "--database="+target, "limit.votes.day", "400")
	wantSays(t, must(t, "check", "--database="+target, kept), "everything is in order")

	other, longer := filled(domain.LimitVotesMinute), head
	longer.Last += 1000
	for _, c := range []struct{ target, head, says string }{
		{other, kept, "does not have the hash that was kept"},
		{target, "--audit-head=" + longer.String(), "has no entry"},
	} {
		if out, err := command(t, "", "check", "--database="+c.target, c.head); err == nil || !strings.Contains(out, c.says) {
			t.Errorf("check says %q, %v; want %q", out, err, c.says)
		}
	}
	_, err = command(t, "", "check", "--database="+target, "--audit-head=12")
	if err == nil || !strings.Contains(err.Error(), "is no head") {
		t.Errorf("a head that is none: %v", err)
	}
}
