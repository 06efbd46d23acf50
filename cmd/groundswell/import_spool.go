package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// spool keeps rows in a temporary file, which has no name and ends with the
// process.
type spool struct {
	file *os.File
	in   *bufio.Writer
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "groundswell-import-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &spool{f, bufio.NewWriterSize(f, 64<<10)}, nil
}

func (s *spool) close() error { return s.file.Close() }

// put appends a row.
func (s *spool) put(values ...string) error {
	var size [binary.MaxVarintLen64]byte
	s.in.Write(binary.AppendUvarint(size[:0], uint64(len(values))))
	for _, v := range values {
		s.in.Write(binary.AppendUvarint(size[:0], uint64(len(v))))
		s.in.WriteString(v)
	}
	_, err := s.in.Write(nil) // a writer keeps its first error
	return err
}

// each calls do with every row, in the order in which they were put.
func (s *spool) each(do func(values []string) error) error {
	if err := s.in.Flush(); err != nil {
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	from := bufio.NewReaderSize(s.file, 64<<10)
	for {
		n, err := binary.ReadUvarint(from)
		if errors.Is(err, io.EOF) {
			return nil
		}
		values := make([]string, n)
		for i := range values {
			if err == nil {
				values[i], err = readString(from)
			}
		}
		if err != nil {
			return err
		}
		if err := do(values); err != nil {
			return err
		}
	}
}

func readString(from *bufio.Reader) (string, error) {
	size, err := binary.ReadUvarint(from)
	if err != nil {
		return "", err
	}
	text := make([]byte, size)
	_, err = io.ReadFull(from, text)
	return string(text), err
}
