package main

import (
	"strings"
	"testing"

	"groundswell/internal/store/storetest"
)

func TestDoctorAndHealthcheck(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		out, err := command(t, "", "doctor", "--database="+target, "--base-url=https://ideas.invalid", "--backups=/nowhere/at/all")
		if err == nil {
			t.Error("nothing was found")
		}
		wantSays(t, out, "look at the base URL https://ideas.invalid", "look at no proxy is trusted", "look at no mail server",
			"look at the folder for backups", "ok      the database is there")
		server := startServer(t, target)
		address := strings.TrimPrefix(server.url, "http://")
		if out := must(t, "healthcheck", "--addr="+address); out != "ready\n" {
			t.Error(out)
		}
		server.cmd.Process.Kill()
		server.cmd.Wait()
		if _, err := command(t, "", "healthcheck", "--addr="+address); err == nil {
			t.Error("nobody is there, and it is ready")
		}
	})
}
