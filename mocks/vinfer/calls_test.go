package vinfer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARecordingLastsAsLongAsTheTalkAndOpensForExactlyAnHour(t *testing.T) {
	c := start(t, taken)
	id := c.place(answers)
	c.advance(2 * time.Minute)
	call := c.told(200, c.ask("GET", "/v1/calls/"+id, ""))
	address := strings.TrimPrefix(call["recording_url"].(string), "http://example.com")

	c.key = ""
	audio := c.ask("GET", address, "")
	require.Equal(t, 200, audio.Code)
	assert.Equal(t, "audio/wav", audio.Header().Get("Content-Type"))
	const perSecond = 8000 * 2
	assert.Equal(t, int(call["duration_seconds"].(float64))*perSecond, audio.Body.Len()-44)

	c.advance(time.Hour - time.Nanosecond)
	assert.Equal(t, 200, c.ask("GET", address, "").Code)
	c.advance(time.Nanosecond)
	expired := c.told(403, c.ask("GET", address, ""))
	assert.Equal(t, "forbidden", expired["error"].(map[string]any)["code"])
	assert.Equal(t, 403, c.ask("GET", strings.Replace(address, "expires=1", "expires=2", 1), "").Code, "a later end is not signed")
}
