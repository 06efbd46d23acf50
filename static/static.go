// Package static holds the files that browsers keep for a year: stylesheet,
// script, icons, fonts. Their addresses carry a hash of all of them, so that a
// new release is a new address.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed css js icons fonts
var files embed.FS

// file is one file as it is sent.
type file struct {
	kind  string
	plain []byte
	gzip  []byte // nil where compressing gains nothing
}

var all, version = load()

func load() (map[string]file, string) {
	found := map[string]file{}
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(content)
		found[name] = file{kind: kindOf(name), plain: content, gzip: compressed(content)}
		return nil
	})
	if err != nil {
		panic(err) // embedded: wrong for every start or none
	}
	return found, hex.EncodeToString(sum.Sum(nil))[:12]
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".ico":
		return "image/vnd.microsoft.icon"
	case ".woff2":
		return "font/woff2"
	case ".txt", ".LICENSE":
		return "text/plain; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func compressed(content []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is a valid one
	w.Write(content)
	w.Close()
	if out.Len() >= len(content)*9/10 {
		return nil
	}
	return out.Bytes()
}

// Prefix is where Handler serves.
const Prefix = "/static/"

// Path returns the address of a file such as "css/groundswell.css".
func Path(name string) string { return Prefix + version + "/" + name }

// atRoot are the files that browsers and crawlers ask for before they read a page.
var atRoot = map[string]string{"/favicon.ico": "icons/favicon.ico", "/apple-touch-icon.png": "icons/touch.png"}

// AtRoot reports whether Handler answers an address outside of Prefix.
func AtRoot(path string) bool { return atRoot[path] != "" }

// Handler serves the files. An address of an older release gets today's file,
// which browsers then do not keep.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		asked, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		if AtRoot(r.URL.Path) {
			asked, name = "", atRoot[r.URL.Path]
		}
		f, ok := all[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Vary", "Accept-Encoding")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if asked == version {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			h.Set("Cache-Control", "no-cache")
		}
		body := f.plain
		if f.gzip != nil && TakesGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body = f.gzip
		}
		w.Write(body)
	})
}

// TakesGzip tells whether an Accept-Encoding header takes gzip: named, or among
// "*", and not with a weight of nothing.
func TakesGzip(accept string) bool {
	others := false
	for part := range strings.SplitSeq(accept, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		switch coding = strings.TrimSpace(coding); {
		case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
			return weighs(weight)
		case coding == "*":
			others = weighs(weight)
		}
	}
	return others
}

// weighs reads q=0.5; what is no weight is a whole one.
func weighs(parameter string) bool {
	name, value, _ := strings.Cut(parameter, "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return true
	}
	return strings.Trim(strings.TrimSpace(value), "0.") != ""
}
