package main

import (
	"fmt"
	"os"

	"golang.org/x/term"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/report"
)

// waitingLine keeps one line of the terminal up to date with what is waited for, and takes it back in the end. It is nil
// where nobody watches: off a terminal, in CI, and where the terminal cannot take a line back.
func waitingLine(t terminal) func(conformance.Waiting) {
	file, ok := t.err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	for _, refused := range []string{"CI", "NO_COLOR"} {
		if value, _ := t.lookup(refused); value != "" {
			return nil
		}
	}
	if kind, _ := t.lookup("TERM"); kind == "dumb" {
		return nil
	}
	return func(w conformance.Waiting) {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil || width == 0 { // a terminal that does not know its size
			width = 80
		}
		fmt.Fprint(file, "\r\x1b[K"+report.Waiting(w, width-1))
	}
}
