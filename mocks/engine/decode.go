package engine

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// decode reads JSON as encoding/json does into an any; of members with the same
// name the last one counts. It reads once where the library reads twice, and
// ends at depthLimit, so that nobody has to look for depth before: a body costs
// a third.
func decode(raw []byte) (value any, ok bool) {
	d := decoder{raw: raw}
	if value, ok = d.value(0); !ok {
		return nil, false
	}
	if d.space(); d.at != len(raw) {
		return nil, false
	}
	return value, true
}

// A decoder reads one text from its beginning to its end.
type decoder struct {
	raw []byte
	at  int
}

// space skips white space and returns the byte after it, 0 at the end.
func (d *decoder) space() byte {
	for ; d.at < len(d.raw); d.at++ {
		switch c := d.raw[d.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// next skips white space and one byte, where that is c.
func (d *decoder) next(c byte) bool {
	if d.space() != c {
		return false
	}
	d.at++
	return true
}

func (d *decoder) value(depth int) (any, bool) {
	switch c := d.space(); c {
	case '{':
		return d.object(depth + 1)
	case '[':
		return d.array(depth + 1)
	case '"':
		return d.text()
	case 't':
		return true, d.word("true")
	case 'f':
		return false, d.word("false")
	case 'n':
		return nil, d.word("null")
	default:
		return d.number()
	}
}

func (d *decoder) word(word string) bool {
	if !bytes.HasPrefix(d.raw[d.at:], []byte(word)) {
		return false
	}
	d.at += len(word)
	return true
}

func (d *decoder) object(depth int) (any, bool) {
	d.at++
	members := map[string]any{}
	if d.next('}') {
		return members, true
	}
	for depth <= depthLimit && d.space() == '"' {
		name, ok := d.text()
		if !ok || !d.next(':') {
			return nil, false
		}
		if members[name], ok = d.value(depth); !ok {
			return nil, false
		}
		if d.next('}') {
			return members, true
		}
		if !d.next(',') {
			return nil, false
		}
	}
	return nil, false
}

func (d *decoder) array(depth int) (any, bool) {
	d.at++
	items := []any{}
	if d.next(']') {
		return items, true
	}
	for depth <= depthLimit {
		item, ok := d.value(depth)
		if !ok {
			return nil, false
		}
		items = append(items, item)
		if d.next(']') {
			return items, true
		}
		if !d.next(',') {
			return nil, false
		}
	}
	return nil, false
}

// text reads a string. One with an escape or a broken character is rare, and
// left to the library.
func (d *decoder) text() (string, bool) {
	from := d.at
	simple, ascii := true, true
	for d.at++; d.at < len(d.raw); d.at++ {
		switch c := d.raw[d.at]; {
		case c == '"':
			d.at++
			inner := d.raw[from+1 : d.at-1]
			if simple && (ascii || utf8.Valid(inner)) {
				return string(inner), true
			}
			var text string
			err := json.Unmarshal(d.raw[from:d.at], &text)
			return text, err == nil
		case c == '\\':
			simple = false
			d.at++
		case c < ' ':
			return "", false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return "", false
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?, as far as a
// float64 reaches.
func (d *decoder) number() (any, bool) {
	from := d.at
	d.one('-')
	if !d.one('0') && d.digits() == 0 {
		return nil, false
	}
	if d.one('.') && d.digits() == 0 {
		return nil, false
	}
	if d.one('e') || d.one('E') {
		if !d.one('-') {
			d.one('+')
		}
		if d.digits() == 0 {
			return nil, false
		}
	}
	n, err := strconv.ParseFloat(string(d.raw[from:d.at]), 64)
	return n, err == nil
}

func (d *decoder) one(c byte) bool {
	if d.at < len(d.raw) && d.raw[d.at] == c {
		d.at++
		return true
	}
	return false
}

func (d *decoder) digits() int {
	from := d.at
	for d.at < len(d.raw) && d.raw[d.at] >= '0' && d.raw[d.at] <= '9' {
		d.at++
	}
	return d.at - from
}
