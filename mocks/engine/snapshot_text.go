package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// errLarge tells of a world that Restore would not read.
var errLarge = fmt.Errorf("it is longer than %d MiB, which is as much as is read back: reset the sandbox, or keep fewer calls in it", snapshotBytes>>20)

// write writes a snapshot, one line for each member, call, record and delivery.
func (w *snapshot) write() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("{")
	whole := reflect.ValueOf(*w)
	for i := range whole.NumField() {
		name, _, _ := strings.Cut(whole.Type().Field(i).Tag.Get("json"), ",")
		fmt.Fprintf(&out, "%s\n %q: ", comma(i), name)
		if err := writeMember(&out, whole.Field(i)); err != nil {
			return nil, fmt.Errorf("write down the %s of a world: %w", name, err)
		}
	}
	out.WriteString("\n}\n")
	return out.Bytes(), nil
}

func writeMember(out *bytes.Buffer, member reflect.Value) error {
	if member.Kind() == reflect.Uint64 { // more digits than other readers of JSON keep
		fmt.Fprintf(out, "%q", fmt.Sprint(member.Uint()))
		return nil
	}
	if member.Kind() != reflect.Slice || member.Len() == 0 || member.Type().Elem().Kind() != reflect.Struct {
		return writeValue(out, member.Interface())
	}
	out.WriteString("[")
	for i := range member.Len() {
		fmt.Fprintf(out, "%s\n  ", comma(i))
		if err := writeValue(out, member.Index(i).Interface()); err != nil {
			return err
		}
	}
	out.WriteString("\n ]")
	return nil
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

func writeValue(out *bytes.Buffer, value any) error {
	text, err := marshal(value)
	if err == nil && out.Len()+len(text) > snapshotBytes {
		err = errLarge
	}
	out.Write(text)
	return err
}

// marshal writes JSON in which an ampersand is an ampersand.
func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// readSnapshot reads what write wrote. Its errors name line and column.
func readSnapshot(text []byte) (*snapshot, error) {
	var any struct {
		Version *int `json:"snapshot"`
	}
	if err := json.Unmarshal(text, &any); err != nil {
		return nil, fmt.Errorf("the snapshot is damaged: %w", whereabouts(err, text))
	}
	switch {
	case any.Version == nil:
		return nil, errors.New(`it is no snapshot: it has no member "snapshot" that says of which version it is`)
	case *any.Version != snapshotVersion:
		return nil, fmt.Errorf("the snapshot is of version %d, and version %d is read here: restore it with the ringer that made it", *any.Version, snapshotVersion)
	}
	w := &snapshot{}
	if err := strictly(text, w); err != nil {
		return nil, fmt.Errorf("the snapshot is damaged: %w", whereabouts(err, text))
	}
	return w, nil
}

// strictly reads one JSON value and nothing else. Numbers of no type keep their
// digits.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows its end")
	}
	return nil
}

// whereabouts adds where a text is not what it should be, as far as that is known.
func whereabouts(err error, text []byte) error {
	offset := int64(-1)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
		offset = kind.Offset
	}
	if offset < 0 || offset > int64(len(text)) {
		return err
	}
	before := text[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Errorf("line %d, column %d: %w", line, len(before)-bytes.LastIndexByte(before, '\n')-1, err)
}

// octets are bytes that nearly always are text: written as such where they
// are, else in base64.
type octets []byte

// MarshalJSON writes a string, or {"base64": "…"}.
func (o octets) MarshalJSON() ([]byte, error) {
	if utf8.Valid(o) {
		return marshal(string(o))
	}
	return json.Marshal(encoded{o})
}

// UnmarshalJSON reads either.
func (o *octets) UnmarshalJSON(text []byte) error {
	var plain string
	if err := json.Unmarshal(text, &plain); err == nil {
		*o = octets(plain)
		return nil
	}
	var e encoded
	err := strictly(text, &e)
	*o = e.Bytes
	return err
}

type encoded struct {
	Bytes []byte `json:"base64"`
}
