package domain

import (
	"strings"
	"testing"
)

// Each decision about a row of the desk has a letter of its own, and none that does
// something else there: static/js/groundswell.js and views/moderation.templ have those.
func TestDeskKeysAreFree(t *testing.T) {
	const taken = "jkcxuz/?"
	for kind, all := range deskDecisions {
		used := taken
		for _, d := range all {
			if len(d.Key) != 1 || strings.Contains(used, d.Key) {
				t.Errorf("%s %s: key %q is taken or none", kind, d.Do, d.Key)
			}
			used += d.Key
		}
	}
}
