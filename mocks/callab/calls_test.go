package callab_test

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBothAddressesLeadToOneWorld(t *testing.T) {
	c := start(t, taken)
	under := c.told(200, "POST", "/v1/calls/make-call", order(answers)).Data.(map[string]any)["id"].(string)
	bare := c.place(answers)["id"].(string)
	for _, id := range []string{under, bare, shown} {
		for _, base := range []string{"", "/v1"} {
			assert.Equal(t, "ok", c.told(200, "GET", base+"/calls/"+id, "").Status, "%s %s", base, id)
		}
	}
	assert.Equal(t, 404, c.ask("GET", "/v2/calls/"+bare, "").Code)
	assert.Equal(t, 404, c.ask("GET", "/v1/v1/calls/"+bare, "").Code)
}

func TestFailuresAreToldInTheEnvelope(t *testing.T) {
	const refused = "the request could not be carried out"
	for name, c := range map[string]struct {
		method, path, body, key string
		status                  int
		message                 string
	}{
		"an unknown path":            {"GET", "/v1/nothing", "", firstKey, 404, "Not Found"},
		"another method":             {"DELETE", "/v1/calls/" + shown, "", firstKey, 405, "Method Not Allowed"},
		"no key":                     {"GET", "/calls/" + shown, "", "", 401, "Unauthorized"},
		"a wrong key":                {"POST", "/calls/make-call", order(answers), "MY_API_KEY", 401, "Unauthorized"},
		"a revoked key":              {"GET", "/calls/query", "", "REVOKED_API_KEY", 401, "Unauthorized"},
		"a body that is no JSON":     {"POST", "/calls/make-call", "call_to=1", firstKey, 400, "the body is no JSON"},
		"no body":                    {"POST", "/calls", "", firstKey, 400, "is required"},
		"a read of what is not":      {"GET", "/calls/00000000-0000-4000-8000-000000000000", "", firstKey, 200, "error"},
		"a read that is malformed":   {"GET", "/calls/1", "", firstKey, 200, "error"},
		"a query that is malformed":  {"GET", "/calls/query?page=-1", "", firstKey, 200, "error"},
		"a number that is none":      {"POST", "/calls/make-call", order("nobody"), firstKey, 400, "call_to has a wrong form"},
		"the platform cannot queue":  {"POST", "/calls/make-call", order("+9876003502"), firstKey, 400, refused},
		"the platform breaks":        {"POST", "/calls/make-call", order("(987) 600-3500"), firstKey, 400, refused},
		"an agent of somebody else":  {"POST", "/calls/make-call", order(answers), "OTHER_API_KEY", 400, "the agent does not exist"},
		"an unknown filter column":   {"GET", "/calls/query?filter_columns[]=shoe&filter_values[]=1&filter_operator[]=equals", "", firstKey, 200, "error"},
		"an unknown filter operator": {"GET", "/calls/query?filter_columns[]=cost&filter_values[]=1&filter_operator[]=like", "", firstKey, 200, "error"},
	} {
		t.Run(name, func(t *testing.T) {
			client := start(t, taken)
			client.key = c.key
			assert.Equal(t, told{"error", c.message, ""}, client.told(c.status, c.method, c.path, c.body))
		})
	}
}

func TestANumberIsOneNumberHoweverItIsWritten(t *testing.T) {
	c := start(t, taken)
	for _, number := range []string{"+9876000486", "(987) 600-0486", "987-600-0486", "987.600.0486", "987 600 0486", "9876000486 ext 123", "+1 (987) 600-0486"} {
		call := c.place(number)
		assert.Equal(t, number, call["call_to"])
		c.advance(time.Minute)
		call = c.told(200, "GET", "/calls/"+call["id"].(string), "").Data.(map[string]any)
		assert.Equal(t, "busy", call["disconnect_reason"], number)
	}
}

func TestAKeyNamesASandbox(t *testing.T) {
	c := start(t, taken)
	id := c.place(answers)["id"].(string)
	c.key = firstKey + "+t42"
	assert.Equal(t, told{"error", "error", ""}, c.told(200, "GET", "/calls/"+id, ""))
	assert.Equal(t, "ok", c.told(200, "GET", "/calls/"+shown, "").Status, "a fresh sandbox holds what the page shows")
}

func TestAJWTNamesASandboxAsAKeyDoes(t *testing.T) {
	c := start(t, taken)
	id := c.place(answers)["id"].(string)
	const jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJtYWluIn0.c2lnbmF0dXJl"
	for key, status := range map[string]string{jwt: "ok", jwt + "+t42": "error"} {
		c.key = key
		assert.Equal(t, status, c.told(200, "GET", "/calls/"+id, "").Status, key)
	}
}

func TestARecordingIsAsLongAsTheConversation(t *testing.T) {
	c := start(t, taken)
	call := c.place(answers)
	c.advance(10 * time.Minute)
	for id, seconds := range map[string]int{call["id"].(string): 48, shown: 121} {
		call := c.told(200, "GET", "/calls/"+id, "").Data.(map[string]any)
		at, err := url.Parse(call["record_url"].(string))
		require.NoError(t, err)
		c.key = ""
		w := c.ask("GET", at.RequestURI(), "")
		c.key = firstKey
		require.Equal(t, http.StatusOK, w.Code)
		data := w.Body.Bytes()
		assert.Equal(t, "RIFF", string(data[:4]))
		assert.Equal(t, seconds*int(binary.LittleEndian.Uint32(data[28:32])), len(data)-44)
	}
}

func TestTheTranscriptIsOneStoryInTwoForms(t *testing.T) {
	c := start(t, taken)
	for range 20 {
		call := c.place(answers)
		c.advance(10 * time.Minute)
		call = c.told(200, "GET", "/calls/"+call["id"].(string), "").Data.(map[string]any)
		var lines []string
		last := -1.0
		for _, one := range call["transcript_object"].(map[string]any)["segments"].([]any) {
			said := one.(map[string]any)
			speaker := said["speaker"].(string)
			lines = append(lines, strings.ToUpper(speaker[:1])+speaker[1:]+": "+said["text"].(string))
			assert.Greater(t, said["timestamp"], last)
			last = said["timestamp"].(float64)
		}
		assert.Equal(t, strings.Join(lines, "\n"), call["transcript"])
		assert.Less(t, last, call["call_duration"])
	}
}

func TestACallBoundToTalkLongerLastsLonger(t *testing.T) {
	c := start(t, taken)
	persona := c.box.Persona("9876543210")
	persona.TalksFor, persona.AnsweredAfter = 121*time.Second, 4*time.Second
	c.box.BindNumber("9876543210", persona)
	call := c.place(answers)
	c.advance(10 * time.Minute)
	call = c.told(200, "GET", "/calls/"+call["id"].(string), "").Data.(map[string]any)
	assert.EqualValues(t, 125, call["call_duration"])
	assert.Equal(t, 0.85, call["cost"], "what the page's call of this length cost")
}

func TestNothingOfOneCompanyReachesAnother(t *testing.T) {
	c := start(t, taken)
	mine := c.place(answers)["id"].(string)
	c.key = "OTHER_API_KEY"
	assert.Equal(t, told{"error", "error", ""}, c.told(200, "GET", "/calls/"+mine, ""))
	assert.Empty(t, c.find("per_page=100"))
	assert.Empty(t, c.find("per_page=100&sort_column=cost"))
	assert.Empty(t, c.find("search="+url.QueryEscape(answers)))
	assert.NotContains(t, fmt.Sprint(c.told(200, "GET", "/webhooks", "").Data), "123e4567-e89b-12d3-a456-426614174000")
}
