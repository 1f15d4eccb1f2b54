package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"

	"github.com/ringer-mock/ringer/conformance/match"
)

// Version is the version of the form. A reader takes its own and older ones.
const Version = 1

// what the first line of a file says of it.
const name = "ringer conform"

// head is the first line.
type head struct {
	Trace   string `json:"trace"`
	Version int    `json:"version"`
}

// Writer writes Records, each with one Write, so that what a crash leaves behind is whole but for its last line. It is
// safe for concurrent use.
type Writer struct {
	mu  sync.Mutex
	out io.Writer
	err error
}

// NewWriter writes the first line.
func NewWriter(out io.Writer) *Writer {
	w := &Writer{out: out}
	w.write(head{name, Version})
	return w
}

// Write writes one Record. After an error it writes nothing more: a trace with a hole in it would judge wrongly.
func (w *Writer) Write(r Record) { w.write(r) }

// Err is the first error.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

func (w *Writer) write(value any) {
	line, err := marshal(value)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return
	}
	if err == nil {
		_, err = w.out.Write(line)
	}
	if err != nil {
		w.err = fmt.Errorf("write trace: %w", err)
	}
}

// marshal writes one line, without escaping what HTML would mind.
func marshal(value any) ([]byte, error) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return line.Bytes(), err
}

func quote(text string) ([]byte, error) {
	line, err := marshal(text)
	return bytes.TrimSuffix(line, []byte("\n")), err
}

func isText(body []byte) bool { return utf8.Valid(body) }

func decode(body []byte) (any, error) { return match.Decode(body) }
