package specs

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFormatsTakeWhatExistsAndNothingElse(t *testing.T) {
	known := formats()
	for format, values := range map[string]struct{ fit, unfit []string }{
		"uri": {
			[]string{"https://example.com/a?b=c", "http://127.0.0.1:9000/hook", "http://localhost", "https://signed-recording-url"},
			[]string{"", "example.com", "/hook", "http://", "https:///path", "http://a b", "mailto:a@b.c", "not a url", "http://[::1"},
		},
		"uuid": {
			[]string{"00000000-0000-4000-8000-000000000000", "F47AC10B-58CC-4372-A567-0E02B2C3D479"},
			[]string{"", "f47ac10b58cc4372a5670e02b2c3d479", "f47ac10b-58cc-4372-a567-0e02b2c3d47", "{f47ac10b-58cc-4372-a567-0e02b2c3d479}"},
		},
		"email": {
			[]string{"user@example.com", "user+t42@example.com"},
			[]string{"", "user", "user@", "@example.com", "User <user@example.com>", "a b@example.com"},
		},
		"date": {
			[]string{"2026-01-15", "2024-02-29"},
			[]string{"", "2026-02-31", "2025-02-29", "2026-1-5", "2026-01-15T12:00:00Z"},
		},
		"date-time": {
			[]string{"2026-01-15T12:00:00Z", "2026-01-15T12:00:00.123+05:30"},
			[]string{"", "2026-02-31T12:00:00Z", "2026-01-15T12:00:00", "2026-01-15 12:00:00Z", "2026-01-15T25:00:00Z", "2026-01-15T12:00:00,5Z", "2026-01-15"},
		},
		ISODateTime: {
			[]string{"2026-01-15T12:00:00Z", "2026-01-15T12:00:00", "2026-01-15T12:00:00.5", "2026-01-15T12:00", "2026-01-15 12:00:00", "2026-01-15", "2026-01-15T12:00:00+0530"},
			[]string{"", "yesterday", "2026-02-31", "2026-02-31T12:00:00", "2026-13-01T00:00:00Z", "15/01/2026", "1768478400", "2026-01-15T12:00:00,5"},
		},
	} {
		for _, value := range values.fit {
			assert.NoError(t, known[format].Validate(value), "%s %q", format, value)
		}
		for _, value := range values.unfit {
			assert.Error(t, known[format].Validate(value), "%s %q", format, value)
		}
	}
}

func TestARefusedValueIsNotQuoted(t *testing.T) {
	err := formats()["uri"].Validate("https://user:hunter2 @example.com")
	assert.EqualError(t, err, "want an absolute URL", "the reason may be shown to anyone")
}
