package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"

	"groundswell/static"
	"groundswell/views"
)

// packed keeps the parts of a page as gzip sends them, so that what many readers are
// shown alike is compressed once. A reader who voted as nobody else did has parts of
// their own.
type packed struct {
	mu    sync.Mutex
	room  int // bytes that may still be kept
	parts map[string][]byte
}

// packedBytes is how many bytes of packed parts are kept for a page: those of its
// readers who have not voted, and of some who have.
func packedBytes(page *views.Sketch) int { return page.Length() }

// Where a packed page begins and ends: gzip without a name or a time, and an empty
// last block.
var (
	packedHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}
	packedTail = []byte{3, 0}
)

var (
	pageBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	packers     = sync.Pool{New: func() any { w, _ := flate.NewWriter(nil, personalLevel); return w }}
)

// fillKept is fill for a page that is kept.
func (r *request) fillKept(kept sketched) error {
	page := pageBuffers.Get().(*bytes.Buffer)
	defer pageBuffers.Put(page)
	page.Reset()
	parts, err := r.complete(page, kept.page)
	if err != nil {
		return err
	}
	if !static.TakesGzip(r.Request().Header.Get("Accept-Encoding")) {
		return r.HTMLBlob(kept.status, page.Bytes())
	}
	out := pageBuffers.Get().(*bytes.Buffer)
	defer pageBuffers.Put(out)
	out.Reset()
	kept.packed.write(out, page.Bytes(), parts)
	r.Response().Header().Set("Content-Encoding", "gzip")
	return r.HTMLBlob(kept.status, out.Bytes())
}

// write packs a page of these parts.
func (p *packed) write(out *bytes.Buffer, page []byte, parts []views.Part) {
	out.Write(packedHead)
	for _, part := range parts {
		p.add(out, part.Name, page[part.From:part.To])
	}
	out.Write(packedTail)
	end := binary.LittleEndian.AppendUint32(out.AvailableBuffer(), crc32.ChecksumIEEE(page))
	out.Write(binary.LittleEndian.AppendUint32(end, uint32(len(page))))
}

// add packs a part, or takes it as it was packed before.
func (p *packed) add(out *bytes.Buffer, name string, part []byte) {
	p.mu.Lock()
	before := p.parts[name]
	p.mu.Unlock()
	if before != nil {
		out.Write(before)
		return
	}
	from := out.Len()
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(out)
	w.Write(part) // into memory: nothing fails
	w.Flush()
	if name == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := out.Len() - from; n <= p.room && p.parts[name] == nil {
		p.room -= n
		p.parts[name] = bytes.Clone(out.Bytes()[from:])
	}
}
