package indigenius_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheDocumentsCallIsThereAndRuns(t *testing.T) {
	s := newStand(t)
	_, got := s.ask(key, "GET", "/v1/calls", "")
	assert.Equal(t, map[string]any{
		"status":  true,
		"message": "Calls fetched",
		"data":    []any{map[string]any{"id": "665e4a34c65bb95f2f2d72e1", "type": "web", "status": 1.0}},
	}, got)
	assert.NotEmpty(t, s.read("665e4a34c65bb95f2f2d72e1/transcripts"), "something was said by now")
	assert.Nil(t, s.read("665e4a34c65bb95f2f2d72e1/analysis"))
}

func TestCallsAreListedNewestFirst(t *testing.T) {
	s := newStand(t)
	first, _ := s.web(key)
	second := s.phone("+14155552671")
	_, got := s.ask(key, "GET", "/v1/calls?page=2&pageSize=1", "")
	var ids []string
	for _, c := range got["data"].([]any) {
		ids = append(ids, c.(map[string]any)["id"].(string))
	}
	assert.Equal(t, []string{second, first, "665e4a34c65bb95f2f2d72e1"}, ids)
}

func TestEveryFailureHasTheOneForm(t *testing.T) {
	s := newStand(t)
	for name, c := range map[string]struct {
		key, method, path, body string
		status                  int
		message                 string
	}{
		"an unknown path":         {key, "GET", "/v1/nothing", "", 404, "Not found"},
		"the path without /v1":    {key, "GET", "/calls", "", 404, "Not found"},
		"another method":          {key, "DELETE", "/v1/calls", "", 405, "Method not allowed"},
		"no JSON":                 {key, "POST", "/v1/calls/initiate", "{", 400, "The body is not valid JSON"},
		"no object":               {key, "POST", "/v1/calls/initiate", "[]", 400, "body must be an object"},
		"nothing":                 {key, "POST", "/v1/calls/initiate", "", 400, "body is required"},
		"a missing member":        {key, "POST", "/v1/calls/initiate", `{"type":"web"}`, 400, "assistantId is required"},
		"an unknown type":         {key, "POST", "/v1/calls/initiate", `{"assistantId":"x","type":"fax"}`, 400, "type must be one of web, widget"},
		"an unknown assistant":    {key, "POST", "/v1/calls/initiate", `{"assistantId":"x","type":"web"}`, 400, "assistantId does not belong to an assistant of the organization"},
		"a server error, web":     {key, "POST", "/v1/calls/initiate", `{"assistantId":"665e4a34c65bb95f2f003500","type":"web"}`, 500, "Internal server error"},
		"a server error, phone":   {key, "POST", "/v1/calls/phone/initiate", `{"phone_purchase_id":"665e4a34c65bb95f2f2d72e1","phoneNumber":"+14155003500","provider":"twilio"}`, 500, "Internal server error"},
		"a full platform":         {key, "POST", "/v1/calls/phone/initiate", `{"phone_purchase_id":"665e4a34c65bb95f2f2d72e1","phoneNumber":"+14155003502","provider":"twilio"}`, 502, "Bad gateway"},
		"another's purchase":      {key, "POST", "/v1/calls/phone/initiate", `{"phone_purchase_id":"665e4a34c65bb95f2f2d73e1","phoneNumber":"+14155552671","provider":"twilio"}`, 404, "Phone purchase not found"},
		"another's call":          {key, "GET", "/v1/calls/665e4a34c65bb95f2f2d73e3", "", 404, "Call not found"},
		"a page before the first": {key, "GET", "/v1/webhooks/history?page=0", "", 400, "page must be at least 1"},
		"a page of nothing":       {key, "GET", "/v1/webhooks/history?pageSize=0", "", 400, "pageSize must be at least 1"},
		"a lost organization":     {"ORPHANED_API_KEY", "GET", "/v1/calls", "", 404, "Organization not found"},
		"a foreign address":       {"RESTRICTED_API_KEY", "GET", "/v1/calls", "", 403, "IP address not allowed"},
		"no key":                  {"", "GET", "/v1/calls", "", 401, "Invalid API key"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stand{t, s.fake, s.box, s.at}
			status, got := s.ask(c.key, c.method, c.path, c.body)
			assert.Equal(t, c.status, status)
			assert.Equal(t, map[string]any{"status": false, "message": c.message, "data": nil}, got)
		})
	}
}

func TestIdsThatEndInACodeBehaveAsItSays(t *testing.T) {
	s := newStand(t)
	status, got := s.ask(key, "POST", "/v1/calls/initiate", `{"assistantId":"665e4a34c65bb95f2f000603","type":"widget"}`)
	require.Equal(t, http.StatusCreated, status, got)
	s.advance(time.Minute)
	c := s.read(got["callId"].(string)).(map[string]any)
	assert.Equal(t, 3.0, c["status"])
	assert.Equal(t, "widget", c["type"])
	assert.Equal(t, 0.0, c["duration"])
	assert.Nil(t, c["startedAt"])
	outcome := s.read(c["id"].(string) + "/analysis").(map[string]any)
	assert.Equal(t, "declined", outcome["outcome"])
}

func TestWhatWasSaidIsNeverUnsaid(t *testing.T) {
	s := newStand(t)
	id := s.phone("+14155552671")
	before := []any{}
	for range 14 {
		now := s.read(id + "/transcripts").([]any)
		require.GreaterOrEqual(t, len(now), len(before))
		assert.Equal(t, before, now[:len(before)])
		before = now
		s.advance(3 * time.Second)
	}
	require.NotEmpty(t, before)
	_, err := s.box.End(id, 0)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(s.read(id+"/transcripts").([]any)), len(before))
	assert.Equal(t, before, s.read(id + "/transcripts").([]any)[:len(before)])
}

func TestATranscriptThatFailsStaysEmpty(t *testing.T) {
	s := newStand(t)
	for _, number := range []string{"+14155001401", "+14155001500", "+14155001202"} {
		id := s.phone(number)
		s.advance(5 * time.Minute)
		assert.Equal(t, 2.0, s.read(id).(map[string]any)["status"])
		assert.Equal(t, []any{}, s.read(id+"/transcripts"))
	}
}

func TestAKeyNamesItsSandbox(t *testing.T) {
	s := newStand(t)
	id, _ := s.web(key + "+t42")
	status, _ := s.ask(key, "GET", "/v1/calls/"+id, "")
	assert.Equal(t, http.StatusNotFound, status, "the default sandbox does not have it")
	status, _ = s.ask(key+"+t42", "GET", "/v1/calls/"+id, "")
	assert.Equal(t, http.StatusOK, status)
	status, _ = s.ask("NO_SUCH_KEY+t43", "GET", "/v1/calls", "")
	assert.Equal(t, http.StatusUnauthorized, status)
	_, made := s.fake.Sandboxes().Get("t43")
	assert.False(t, made, "a key that nobody has makes no sandbox")
}
