package main

import (
	"flag"
	"io"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// update rewrites golden files; whole judges the gateway by all of its
// deviations, which takes minutes; soaked is how long the program is soaked.
var (
	update = flag.Bool("update", false, "rewrite golden files")
	whole  = flag.Bool("grade", false, "judge all deviations of the gateway, not two of them: some minutes")
	soaked = flag.Duration("soak", time.Duration(0), "soak the program for so long, from 30s: its memory, goroutines and descriptors must stay as they are")
)

// at follows members of a decoded body; nil where there is nothing.
func at(v any, path ...string) any { return grade.At(v, path...) }

// text is a string of a decoded body.
func text(v any) string { return grade.Text(v) }

func decoded(body []byte) any { return grade.Decoded(body) }
func encoded(v any) []byte    { return grade.Encoded(v) }

func mustRead(r io.Reader) []byte {
	if r == nil {
		return nil
	}
	body, _ := io.ReadAll(r)
	return body
}
