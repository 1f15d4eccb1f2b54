package trace

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Trace is a file that was read: its runs, and where the lines of each scenario stand. The lines themselves stay in the
// file until they are asked for.
type Trace struct {
	file string
	in   io.ReaderAt
	Runs []*Recorded
	// Cut is the number of the last line where it broke off within, or 0.
	Cut int
}

// Recorded is one run of a Trace.
type Recorded struct {
	Run
	// Over is nil where the trace ends before the run did.
	Over *Over
	// Line is where it begins.
	Line int

	trace *Trace
	lines map[string][]span
	order []string
	ended map[string]bool
}

type span struct {
	at, length int64
	line       int
}

// Open reads the index of a trace. The file's name is for errors, which name the line.
func Open(file string, in io.ReaderAt, size int64) (*Trace, error) {
	t := &Trace{file: file, in: in}
	reader := bufio.NewReaderSize(io.NewSectionReader(in, 0, size), 64<<10)
	var at int64
	for number := 1; ; number++ {
		line, err := reader.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		whole := err == nil
		if len(line) == 0 {
			if number == 1 {
				return nil, fmt.Errorf("%s is empty: no trace", file)
			}
			return t, nil
		}
		if number == 1 {
			err = t.readHead(line)
		} else {
			err = t.readLine(line, span{at, int64(len(line)), number})
		}
		switch {
		case err != nil && whole:
			return nil, err
		case err != nil && number > 1:
			t.Cut = number // a run that was killed ends in the middle of a line
			return t, nil
		case err != nil:
			return nil, err
		}
		at += int64(len(line))
	}
}

func (t *Trace) readHead(line []byte) error {
	var h head
	if json.Unmarshal(line, &h) != nil || h.Trace != name {
		return fmt.Errorf("%s:1: this is no trace of ringer conform: its first line says none", t.file)
	}
	if h.Version > Version || h.Version < 1 {
		return fmt.Errorf("%s:1: the trace is of version %d, and this ringer reads %d: use a newer one", t.file, h.Version, Version)
	}
	return nil
}

// damaged is the error of a line.
func (t *Trace) damaged(line int, why string) error {
	return fmt.Errorf("%s:%d: damaged: %s; without this line the verdict would be another: take the file anew, or cut it off here and judge what stands before", t.file, line, why)
}

func (t *Trace) readLine(line []byte, at span) error {
	var r Record
	if err := unmarshal(line, &r); err != nil {
		return t.damaged(at.line, err.Error())
	}
	if r.Run != nil {
		t.Runs = append(t.Runs, &Recorded{Run: *r.Run, Line: at.line, trace: t, lines: map[string][]span{}, ended: map[string]bool{}})
		return nil
	}
	if len(t.Runs) == 0 {
		return t.damaged(at.line, "it belongs to no run")
	}
	run := t.Runs[len(t.Runs)-1]
	switch {
	case r.Over != nil:
		run.Over = r.Over
	case r.Scenario == "":
		return t.damaged(at.line, "it names no scenario")
	case run.lines[r.Scenario] == nil && r.Begin == nil && r.Skipped == nil:
		return t.damaged(at.line, r.Scenario+" goes on and has not begun")
	default:
		if run.lines[r.Scenario] == nil {
			run.order = append(run.order, r.Scenario)
		}
		run.ended[r.Scenario] = run.ended[r.Scenario] || r.End != nil || r.Skipped != nil
		run.lines[r.Scenario] = append(run.lines[r.Scenario], at)
	}
	return nil
}

func unmarshal(line []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(line))
	if err := decoder.Decode(into); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return errors.New("it breaks off")
		}
		return err
	}
	return nil
}

// Scenarios are the addresses in the order in which they began.
func (r *Recorded) Scenarios() []string { return r.order }

// Has tells whether a scenario stands in the run.
func (r *Recorded) Has(scenario string) bool { return r.lines[scenario] != nil }

// Ended tells whether a scenario came to its end in the run.
func (r *Recorded) Ended(scenario string) bool { return r.ended[scenario] }

// Records reads the lines of a scenario one by one. It ends after the first error.
func (r *Recorded) Records(scenario string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, at := range r.lines[scenario] {
			record, err := r.trace.record(at)
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

func (t *Trace) record(at span) (Record, error) {
	var r Record
	line := make([]byte, at.length)
	if _, err := t.in.ReadAt(line, at.at); err != nil && !errors.Is(err, io.EOF) {
		return r, fmt.Errorf("read %s:%d: %w", t.file, at.line, err)
	}
	if err := unmarshal(line, &r); err != nil {
		return r, t.damaged(at.line, err.Error())
	}
	return r, nil
}
