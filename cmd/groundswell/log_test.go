package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// A person at a terminal reads lines of text, everything else JSON.
func TestTheLogIsTextOnATerminal(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var out bytes.Buffer
		env := &environment{}
		env.logTo(&out, terminal)
		env.log.Info("request", "path", "/ideas")
		if json.Valid(out.Bytes()) == terminal || !strings.Contains(out.String(), "/ideas") {
			t.Errorf("terminal %v: %s", terminal, out.String())
		}
		if (env.quiet != nil) != terminal {
			t.Errorf("terminal %v: whether it can be quiet is wrong", terminal)
		}
		if env.quiet == nil {
			continue
		}
		out.Reset()
		env.quiet()
		env.log.Info("request")
		env.log.Warn("not ready")
		if said := out.String(); strings.Contains(said, "request") || !strings.Contains(said, "not ready") {
			t.Errorf("quiet, it says: %s", said)
		}
	}
}
