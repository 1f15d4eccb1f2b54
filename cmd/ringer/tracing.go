package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// tracing is the trace of a run on its way into a file; the zero value is none.
type tracing struct {
	file   *os.File
	writer *trace.Writer
	record func(trace.Record) // nil: no trace
}

// traceFile creates the file of --trace before anything is sent.
func traceFile(path string) (tracing, error) {
	if path == "" {
		return tracing{}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return tracing{}, fmt.Errorf("--trace: %w", err)
	}
	writer := trace.NewWriter(file)
	return tracing{file, writer, writer.Write}, nil
}

func (t tracing) close() error {
	if t.file == nil {
		return nil
	}
	return errors.Join(t.writer.Err(), t.file.Close())
}
