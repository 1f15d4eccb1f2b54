package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// A table prints rows whose columns stand under each other, two spaces apart
// and without any at the end of a line.
type table struct {
	indent string
	rows   [][]string
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) print(w io.Writer) {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row[:max(len(row)-1, 0)] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range t.rows {
		line := t.indent
		for i, cell := range row {
			line += cell
			if i < len(row)-1 {
				line += strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// A face shows instants: the time of day where all are of one day, and its
// milliseconds where any has some.
type face string

func faceOf(all ...time.Time) face {
	day, fraction := "", ""
	for _, at := range all {
		if at.Format(time.DateOnly) != all[0].Format(time.DateOnly) {
			day = time.DateOnly + " "
		}
		if at.Nanosecond() != 0 {
			fraction = ".000"
		}
	}
	return face(day + time.TimeOnly + fraction)
}

func (f face) show(at time.Time) string { return at.UTC().Format(string(f)) }

// after is how much later an instant is: +53s.
func after(from, at time.Time) string {
	d := at.Sub(from).Round(time.Millisecond).String()
	if strings.HasSuffix(d, "m0s") {
		d = strings.TrimSuffix(d, "0s")
	}
	if strings.HasSuffix(d, "h0m") {
		d = strings.TrimSuffix(d, "0m")
	}
	if d[0] == '-' {
		return d
	}
	return "+" + d
}

// full is an instant with its day.
func full(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
