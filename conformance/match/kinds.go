package match

import (
	"net/url"
	"regexp"
	"slices"
	"time"
)

// kind is what `is` names: a JSON type, or a form of text.
type kind struct {
	name string
	fits func(value any) bool
}

// kinds returns all that `is` knows. A form of text never fits another type.
func kinds() []kind {
	return []kind{
		{"string", func(v any) bool { _, ok := v.(string); return ok }},
		{"integer", func(v any) bool { d, ok := numberOf(v); return ok && d.whole() }},
		{"number", func(v any) bool { _, ok := numberOf(v); return ok }},
		{"boolean", func(v any) bool { _, ok := v.(bool); return ok }},
		{"object", func(v any) bool { _, ok := v.(map[string]any); return ok }},
		{"array", func(v any) bool { _, ok := v.([]any); return ok }},
		{"uuid", form(uuidForm.MatchString)},
		{"e164", form(e164Form.MatchString)},
		{"email", form(emailForm.MatchString)},
		{"timestamp", form(func(s string) bool { _, ok := Timestamp(s); return ok })},
		{"date", form(func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil })},
		{"url", form(absoluteURL)},
	}
}

var (
	uuidForm  = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	e164Form  = regexp.MustCompile(`^\+[1-9][0-9]{1,14}$`)
	emailForm = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
)

func form(fits func(string) bool) func(any) bool {
	return func(value any) bool {
		text, ok := value.(string)
		return ok && fits(text)
	}
}

func absoluteURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Hostname() != ""
}

func kindNamed(name string) (kind, bool) {
	all := kinds()
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		return kind{}, false
	}
	return all[i], true
}

func kindNames() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}
