package main

import (
	"bytes"
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// The archive and the list are the same bytes each time, whatever order a map has.
func TestTheSameEachTime(t *testing.T) {
	files := map[string][]byte{"groundswell": []byte("program"), "README.md": []byte("read"), "docs/a.md": []byte("a")}
	first, err := pack("groundswell-1", made, files)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := pack("groundswell-1", made, files)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("another archive of the same files, %v", err)
		}
	}
	later, err := pack("groundswell-1", made.Add(time.Hour), files)
	if err != nil || bytes.Equal(first, later) {
		t.Errorf("the time of the commit is not in the archive, %v", err)
	}
}

// Every module is listed once, with its licence's text and the way to it.
func TestTheList(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1", Deps: []*debug.Module{
		{Path: "example.org/one", Version: "v1.0.0", Sum: "h1:x"}, {Path: "example.org/two", Version: "v0.0.0-2026", Sum: "h1:y"},
	}}
	texts := map[string]string{"example.org/one@v1.0.0": "Do as you like.", "example.org/two@v0.0.0-2026": "Name us."}
	d := describe("1", made, info, "no libraries", texts)
	if len(d.Packages) != 3 || len(d.LicenceTexts) != 2 || len(d.Relations) != 3 || d.Creation.Created != "2026-05-01T12:00:00Z" {
		t.Errorf("%+v", d)
	}
	ids := map[string]bool{}
	for _, p := range d.Packages {
		ids[p.ID] = true
	}
	for _, r := range d.Relations[1:] {
		if !ids[r.From] || !ids[r.To] {
			t.Errorf("%+v names a package that is not listed", r)
		}
	}
	for i, l := range d.LicenceTexts {
		if l.Text == "" || l.ID != d.Packages[i+1].Declared {
			t.Errorf("%+v is not the licence of %+v", l, d.Packages[i+1])
		}
	}
	if text, err := json.Marshal(d); err != nil || !strings.Contains(string(text), "pkg:golang/example.org/one@v1.0.0") {
		t.Errorf("%s, %v", text, err)
	}
}
