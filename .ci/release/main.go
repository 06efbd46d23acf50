// Release packs what make release built: the program, its papers, a list of what it was
// made of as SPDX 2.3, and the licence texts of that, as one archive with its checksum.
// What it writes depends on its arguments and the files alone: the same bytes each time.
//
//	release VERSION SECONDS PROGRAM FOLDER
//
// SECONDS is the time of the commit, since 1970: no file is younger.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"debug/elf"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// papers come along as they are.
var papers = []string{"LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "SECURITY.md", "docs"}

func run(args []string) error {
	if len(args) != 4 {
		return errors.New("usage: release VERSION SECONDS PROGRAM FOLDER")
	}
	seconds, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		return fmt.Errorf("the time of the commit: %w", err)
	}
	version, made, program, folder := args[0], time.Unix(seconds, 0).UTC(), args[2], args[3]
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	needs, err := needs(program)
	if err != nil {
		return err
	}
	texts, err := licences(info.Deps)
	if err != nil {
		return err
	}
	list, err := json.MarshalIndent(describe(version, made, info, needs, texts), "", "  ")
	if err != nil {
		return err
	}
	files := map[string][]byte{"sbom.spdx.json": append(list, '\n')}
	for module, text := range texts {
		files["licences/"+strings.ReplaceAll(module, "/", "_")+".txt"] = []byte(text)
	}
	if files["groundswell"], err = os.ReadFile(program); err != nil {
		return err
	}
	if err := addPapers(files); err != nil {
		return err
	}
	name := fmt.Sprintf("groundswell-%s-%s-%s", version, runtime.GOOS, runtime.GOARCH)
	packed, err := pack(name, made, files)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, name+".tar.gz"), packed, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, name+".spdx.json"), files["sbom.spdx.json"], 0o644); err != nil {
		return err
	}
	sums := fmt.Sprintf("%s  %s.tar.gz\n%s  %s.spdx.json\n", sum(packed), name, sum(files["sbom.spdx.json"]), name)
	fmt.Printf("%s\nneeds %s\n%d modules, %d licence texts\n", sums, needs, len(info.Deps), len(texts))
	return os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(sums), 0o644)
}

func sum(b []byte) string {
	digest := sha256.Sum256(b)
	return hex.EncodeToString(digest[:])
}

// addPapers reads what comes along as it is.
func addPapers(files map[string][]byte) error {
	for _, paper := range papers {
		err := filepath.WalkDir(paper, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			files[filepath.ToSlash(path)], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// pack writes files in the order of their names, all of one time and nobody's.
func pack(folder string, made time.Time, files map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&out, gzip.BestCompression) // its header has neither name nor time
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(compressed)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		mode := int64(0o644)
		if name == "groundswell" {
			mode = 0o755
		}
		h := &tar.Header{Name: folder + "/" + name, Mode: mode, Size: int64(len(files[name])), ModTime: made, Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := archive.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err = errors.Join(archive.Close(), compressed.Close())
	return out.Bytes(), err
}

// needs says which libraries the program is linked against, with the newest version of
// glibc that it asks for.
func needs(program string) (string, error) {
	f, err := elf.Open(program)
	if err != nil {
		return "", err
	}
	defer f.Close()
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return "", err
	}
	if len(libraries) == 0 {
		return "no libraries: it is linked statically", nil
	}
	symbols, err := f.ImportedSymbols()
	if err != nil {
		return "", err
	}
	newest := 0
	for _, s := range symbols {
		var minor int
		if _, err := fmt.Sscanf(s.Version, "GLIBC_2.%d", &minor); err == nil {
			newest = max(newest, minor)
		}
	}
	return fmt.Sprintf("%s (glibc 2.%d or newer)", strings.Join(libraries, ", "), newest), nil
}

// licenceFile tells files that hold a licence or who is to be named.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|authors|patents)([.-].*)?$`)

// licences reads the texts of modules from where Go keeps them, by path and version; a
// module without any is refused.
func licences(modules []*debug.Module) (map[string]string, error) {
	all := map[string]string{}
	for _, m := range modules {
		out, err := exec.Command("go", "mod", "download", "-json", m.Path+"@"+m.Version).Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Path, err)
		}
		var at struct{ Dir string }
		if err := json.Unmarshal(out, &at); err != nil {
			return nil, err
		}
		text, err := licenceText(at.Dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Path, err)
		}
		all[m.Path+"@"+m.Version] = text
	}
	return all, nil
}

func licenceText(folder string) (string, error) {
	entries, err := os.ReadDir(folder) // sorted by name
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&text, "%s\n\n%s\n", e.Name(), strings.ToValidUTF8(string(b), "?"))
	}
	if text.Len() == 0 {
		return "", errors.New("it has no licence text")
	}
	return text.String(), nil
}
