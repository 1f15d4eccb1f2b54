package indigenius_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/inbox"
)

func plain(body []byte) (value any) {
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	return value
}

func answering(box *inbox.Box, statuses ...int) {
	var answers []inbox.Answer
	for _, status := range statuses {
		answers = append(answers, inbox.Answer{Status: status})
	}
	box.Script(func(inbox.Delivery) string { return "any" }, map[string][]inbox.Answer{"any": answers})
}

func (s *stand) history(key, query string) []map[string]any {
	s.t.Helper()
	status, got := s.ask(key, "GET", "/v1/webhooks/history"+query, "")
	require.Equal(s.t, http.StatusOK, status, got)
	list := []map[string]any{}
	for _, a := range got["data"].([]any) {
		list = append(list, a.(map[string]any))
	}
	return list
}

func TestEachKeyHasItsOwnAddress(t *testing.T) {
	s := newStand(t)
	mine, theirs := s.receiver("main"), s.receiver("write_only")
	first, _ := s.web(key)
	second, _ := s.web("WRITE_ONLY_API_KEY")
	s.advance(2 * time.Minute)
	require.Len(t, mine.Deliveries(), 1)
	require.Len(t, theirs.Deliveries(), 1)
	id := func(box *inbox.Box) any {
		return plain(box.Deliveries()[0].Body).(map[string]any)["data"].(map[string]any)["id"]
	}
	assert.Equal(t, first, id(mine))
	assert.Equal(t, second, id(theirs))
	assert.Len(t, s.history(key, ""), 2, "the organization sees what happened to all its keys")
	assert.Empty(t, s.history("OTHER_API_KEY", ""))
}

func TestAReceiverThatFailsIsToldOnceAndSeen(t *testing.T) {
	s := newStand(t)
	hooks := s.receiver("")
	answering(hooks, 503)
	s.web(key)
	s.advance(time.Hour)
	assert.Len(t, hooks.Deliveries(), 1)
	attempts := s.history(key, "")
	require.Len(t, attempts, 1)
	assert.Equal(t, 503.0, attempts[0]["response_code"])
	status, one := s.ask(key, "GET", "/v1/webhooks/history/"+attempts[0]["id"].(string), "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, attempts[0], one["data"])
	status, _ = s.ask("OTHER_API_KEY", "GET", "/v1/webhooks/history/"+attempts[0]["id"].(string), "")
	assert.Equal(t, http.StatusNotFound, status)
}

func TestTheHistoryIsPagedNewestFirst(t *testing.T) {
	s := newStand(t)
	answering(s.receiver(""), 201, 202, 203, 204, 205)
	for range 5 {
		s.web(key)
		s.advance(2 * time.Minute)
	}
	for query, want := range map[string][]float64{
		"":                                     {205, 204, 203, 202, 201},
		"?pageSize=2":                          {205, 204},
		"?pageSize=2&page=2":                   {203, 202},
		"?pageSize=2&page=3":                   {201},
		"?pageSize=2&page=4":                   {},
		"?pageSize=5&page=2":                   {},
		"?pageSize=9223372036854775807":        {205, 204, 203, 202, 201},
		"?page=9223372036854775807&pageSize=2": {},
	} {
		codes := []float64{}
		for _, a := range s.history(key, query) {
			codes = append(codes, a["response_code"].(float64))
		}
		assert.Equal(t, want, codes, query)
	}
}
