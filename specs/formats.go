package specs

import (
	"errors"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// ISODateTime is the name of the format of a timestamp whose zone may be left
// out, as Python's datetime reads it. OpenAPI's own date-time needs a zone.
const ISODateTime = "iso-date-time"

// Formats returns the string formats by name, for one who checks a single text.
func Formats() map[string]openapi3.StringFormatValidator { return formats() }

// formats returns the string formats that every document is judged by. They
// are set on the document, never in the library's global table, which belongs
// to the whole program. Document.GetSchemaValidationOptions hands them to
// whoever judges a value; the library's request filter does not ask by itself.
func formats() map[string]openapi3.StringFormatValidator {
	uuid := regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	checks := map[string]struct {
		fits func(string) bool
		want string
	}{
		"uri":       {absoluteURL, "want an absolute URL"},
		"uuid":      {uuid.MatchString, "want a UUID"},
		"email":     {email, "want an email address"},
		"date":      {layouts(time.DateOnly), "want a date that exists, such as 2026-01-15"},
		"date-time": {dateTime, "want a timestamp with a zone that exists, such as 2026-01-15T12:00:00Z"},
		ISODateTime: {isoDateTime, "want an ISO 8601 date or timestamp that exists, such as 2026-01-15T12:00:00Z"},
	}
	validators := make(map[string]openapi3.StringFormatValidator, len(checks))
	for name, check := range checks {
		refusal := errors.New(check.want)
		validators[name] = openapi3.NewCallbackValidator(func(value string) error {
			if !check.fits(value) {
				return refusal
			}
			return nil
		})
	}
	return validators
}

func absoluteURL(value string) bool {
	parsed, err := url.Parse(value)
	return err == nil && parsed.Scheme != "" && parsed.Hostname() != "" && !strings.ContainsAny(value, " \"<>\\^`{|}")
}

func email(value string) bool {
	address, err := mail.ParseAddress(value)
	return err == nil && address.Address == value
}

// dateTime is RFC 3339 with upper-case letters. time.Parse alone would take a
// comma before the fraction.
func dateTime(value string) bool {
	return !strings.Contains(value, ",") && layouts(time.RFC3339)(value)
}

func isoDateTime(value string) bool {
	return dateTime(value) || !strings.Contains(value, ",") &&
		layouts("2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04", "2006-01-02T15:04Z07:00",
			"2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00", time.DateOnly)(value)
}

// layouts makes a check that one of the layouts parses the value, which also
// refuses days that no calendar has.
func layouts(layouts ...string) func(string) bool {
	return func(value string) bool {
		for _, layout := range layouts {
			if _, err := time.Parse(layout, value); err == nil {
				return true
			}
		}
		return false
	}
}
