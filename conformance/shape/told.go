package shape

import (
	"encoding/json"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// tell files what an object tells of a subject; one without an id tells nothing.
func (w *walk) tell(by *specs.Telling, object map[string]any, at *place) {
	told := Told{Subject: by.Subject, Path: at.String(), Facts: map[string]any{}, Members: by.Facts}
	switch id := object[by.ID].(type) {
	case string:
		told.ID = id
	case json.Number:
		told.ID = id.String()
	}
	if told.ID == "" {
		return
	}
	for fact, member := range by.Facts {
		if value, there := within(object, member); there {
			told.Facts[fact] = value
		}
	}
	w.told = append(w.told, told)
}

// within finds a member by its names, with slashes between them.
func within(object map[string]any, path string) (value any, there bool) {
	name, rest, deeper := strings.Cut(path, "/")
	value, there = object[name]
	if !deeper || !there {
		return value, there
	}
	inner, _ := value.(map[string]any)
	return within(inner, rest)
}
