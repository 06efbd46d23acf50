package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// In lists the finished backups of a folder, the newest last. Others' files are not
// among them.
func In(folder string) ([]string, error) {
	manifests, err := filepath.Glob(filepath.Join(folder, "groundswell-*"+manifestOf("")))
	if err != nil {
		return nil, err
	}
	all := make([]string, len(manifests))
	for i, manifest := range manifests {
		all[i] = strings.TrimSuffix(manifest, manifestOf(""))
	}
	slices.Sort(all)
	return all, nil
}

// Rotate leaves the newest backups of a folder, so many, and takes away what was begun
// and never finished.
func Rotate(folder string, keep int) error {
	all, err := In(folder)
	if err != nil {
		return err
	}
	var failed error
	for _, path := range all[:max(0, len(all)-keep)] { // the manifest first: without it the rest is none
		failed = errors.Join(failed, os.Remove(manifestOf(path)), os.Remove(path))
	}
	begun, err := filepath.Glob(filepath.Join(folder, "groundswell-*"+unfinished))
	for _, path := range begun {
		failed = errors.Join(failed, os.Remove(path))
	}
	return errors.Join(failed, err)
}

// Prove restores the newest backup of a folder into a temporary file there, holds it
// against its manifest and takes it away again. An archive is restored into SQLite.
func Prove(ctx context.Context, folder string) (path string, m Manifest, err error) {
	all, err := In(folder)
	if err != nil {
		return "", m, err
	}
	if len(all) == 0 {
		return "", m, fmt.Errorf("there is no backup in %s", folder)
	}
	path = all[len(all)-1]
	if m, err = Inspect(path); err != nil {
		return path, m, err
	}
	dir, err := os.MkdirTemp(folder, "prove-")
	if err != nil {
		return path, m, err
	}
	err = Build(ctx, path, m, filepath.Join(dir, "restored.db"))
	return path, m, errors.Join(err, os.RemoveAll(dir))
}
