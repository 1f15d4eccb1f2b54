package main

import (
	"bufio"
	"bytes"
	"io"
)

// A frame is one event of a stream of server-sent events.
type frame struct {
	name string
	data []byte
}

// frames calls do with each event of a stream, until the stream ends or do
// says no.
func frames(stream io.Reader, do func(frame) error) error {
	lines := bufio.NewReader(stream)
	var f frame
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		line = bytes.TrimRight(line, "\r\n")
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch {
		case len(line) == 0 && f.data != nil:
			if err := do(f); err != nil {
				return err
			}
			f = frame{}
		case string(name) == "event":
			f.name = string(value)
		case string(name) == "data":
			if f.data != nil {
				f.data = append(f.data, '\n')
			}
			f.data = append(f.data, value...)
		}
	}
}
