package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"groundswell/internal/app"
)

// rejects is the file of bad rows while it is written: under a name of its own
// beside its place, which it takes when the import is done.
type rejects struct {
	*os.File
	place string // empty where the place is no file, such as a pipe
}

// createRejects begins the file before the import writes anything, so that a
// folder nobody may write in is known in time.
func createRejects(path string) (*rejects, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &rejects{File: f}, err
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".part-")
	return &rejects{f, path}, err
}

// keep puts the file into its place.
func (r *rejects) keep() error {
	name := r.Name()
	if err := r.Close(); err != nil || r.place == "" {
		return err
	}
	return os.Rename(name, r.place)
}

// discard removes a file that was not kept.
func (r *rejects) discard() {
	r.Close()
	if r.place != "" {
		os.Remove(r.Name())
	}
}

// writeRejects writes bad rows as they came, with line and reasons behind them:
// CSV with the separator of the file for CSV, JSON lines for JSON lines. A file
// that was not in plain UTF-8 gets a mark, so that the same flags read the rejects.
func writeRejects[P app.Prepared](out io.Writer, r *reading[P]) error {
	if len(r.source.Columns) == 0 {
		return r.rejected.each(func(row []string) error { return writeRejectedLine(out, row) })
	}
	if r.source.Marked || r.source.Encoding != "utf-8" {
		if _, err := io.WriteString(out, "\ufeff"); err != nil {
			return err
		}
	}
	w := csv.NewWriter(out)
	w.Comma = r.source.Separator
	if err := w.Write(append(slices.Clone(r.source.Columns), "line", "reason")); err != nil {
		return err
	}
	err := r.rejected.each(func(row []string) error {
		raw, behind := row[:len(row)-2], row[len(row)-2:]
		for len(raw) < len(r.source.Columns) {
			raw = append(slices.Clone(raw), "")
		}
		return w.Write(append(slices.Clone(raw), behind...))
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

func writeRejectedLine(out io.Writer, row []string) error {
	line, err := strconv.Atoi(row[1])
	if err != nil {
		return fmt.Errorf("the line of a rejected row: %w", err)
	}
	return json.NewEncoder(out).Encode(struct {
		Line   int    `json:"line"`
		Reason string `json:"reason"`
		Row    string `json:"row"`
	}{line, row[2], row[0]})
}
