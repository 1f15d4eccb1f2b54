package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// MarshalJSON writes one number without brackets.
func (c Counts) MarshalJSON() ([]byte, error) {
	if len(c) == 1 {
		return json.Marshal(c[0])
	}
	return json.Marshal([]int(c))
}

// MarshalJSON writes durations as they are read.
func (e Effect) MarshalJSON() ([]byte, error) {
	type plain Effect
	return unescaped(struct {
		plain
		RetryAfter string `json:"retry_after,omitempty"`
		Delay      string `json:"delay,omitempty"`
		Lag        string `json:"lag,omitempty"`
	}{plain(e), span(e.RetryAfter), span(e.Delay), span(e.Lag)})
}

// unescaped is JSON for people: an angle bracket is one.
func unescaped(value any) ([]byte, error) {
	var out bytes.Buffer
	line := json.NewEncoder(&out)
	line.SetEscapeHTML(false)
	err := line.Encode(value)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// span is a duration as it is read; "" where there is none.
func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// String is the fault in one line, as JSON, which is how it may be arranged.
func (f Fault) String() string {
	text, err := unescaped(struct {
		On Point  `json:"on"`
		Do Effect `json:"do"`
	}{f.On, f.Do})
	if err != nil {
		return "a fault that cannot be written: " + err.Error()
	}
	return string(text)
}

// Where is the place that the fault was read from, as file:line, else its
// number: "fault 2".
func (f Fault) Where() string { return strings.TrimSuffix(f.source.at(f.N, "on"), ": ") }

// short says what an effect does in a few words, without its bodies.
func (e Effect) short() string {
	var parts []string
	for _, word := range said(e) {
		field := fieldOf(reflect.ValueOf(&e), word)
		switch field.Kind() {
		case reflect.String, reflect.Int, reflect.Int64:
			word += " " + fmt.Sprint(field)
		}
		parts = append(parts, word)
	}
	return strings.Join(parts, ", ")
}
