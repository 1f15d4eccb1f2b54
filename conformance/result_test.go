package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestADurationIsWrittenAsPeopleWriteIt(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s":       300 * time.Microsecond,
		"577ms":    576577200 * time.Nanosecond,
		"1m0.001s": time.Minute + time.Millisecond,
		"10m":      10 * time.Minute,
		"1h":       time.Hour,
		"1h10m5s":  time.Hour + 10*time.Minute + 5*time.Second,
	} {
		assert.Equal(t, want, Span(d).String())
	}
}
