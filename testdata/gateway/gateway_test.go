package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	caller, desk    = "442079460001", "442079460002"
	answers, busy   = "442079460010", "442079460011"
	transcript401   = "442079460021"
	stuckInProgress = "442079460023"
)

// client drives one gateway from outside, and holds what its calls reported.
type client struct {
	t         *testing.T
	base      string
	callbacks chan object
	heard     map[any]bool // the calls that told has seen an event of
	inactive  string
}

func start(t *testing.T, pace int, broken ...string) *client {
	on, err := parseDeviations(strings.Join(broken, ","))
	if err != nil {
		t.Fatal(err)
	}
	g := newGateway(newClock(pace), 24*time.Hour, on)
	server := httptest.NewServer(g.routes())
	c := &client{t: t, base: server.URL, callbacks: make(chan object, 100), heard: map[any]bool{}, inactive: g.issue(inactiveEmail, "access")}
	t.Cleanup(func() { server.Close(); g.stopCallbacks() })
	return c
}

// receiver gives an address whose callbacks arrive in c.callbacks, with the
// list's status of their call at that moment under "listed".
func (c *client) receiver(token string) string {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var message object
		if err := json.NewDecoder(r.Body).Decode(&message); err != nil {
			c.t.Error(err)
		}
		for _, row := range c.list(token, "") {
			if row["call_id"] == at(message, "data.call_id") {
				message["listed"] = row["status"]
			}
		}
		c.callbacks <- message
	}))
	c.t.Cleanup(server.Close)
	return server.URL
}

func (c *client) do(method, path, token, body string) (int, object) {
	r, err := http.NewRequest(method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Error(err)
		return 0, nil
	}
	defer answer.Body.Close()
	var reply object
	if err := json.NewDecoder(answer.Body).Decode(&reply); err != nil {
		c.t.Errorf("%s %s: %v", method, path, err)
	}
	return answer.StatusCode, reply
}

func (c *client) login(email, password string) (int, object) {
	return c.do("POST", "/api/login", "", fmt.Sprintf(`{"email":%q,"password":%q}`, email, password))
}

func (c *client) token(email, password string) string {
	_, reply := c.login(email, password)
	token, _ := at(reply, "data.access_token").(string)
	return token
}

// order is a create's body: a call between two phones, with more members or others.
func order(customer string, more object) string {
	body := object{"customer_number": customer, "agent_number": desk, "did": caller}
	for name, value := range more {
		body[name] = value
		if value == nil {
			delete(body, name)
		}
	}
	text, _ := json.Marshal(body)
	return string(text)
}

func (c *client) place(token, customer string, more object) string {
	_, reply := c.do("POST", "/api/calls/click2call", token, order(customer, more))
	id, _ := at(reply, "data.call_id").(string)
	return id
}

func (c *client) list(token, query string) (rows []object) {
	_, reply := c.do("GET", "/api/calls/recent?"+query, token, "")
	items, _ := at(reply, "data.calls").([]any)
	for _, item := range items {
		rows = append(rows, item.(object))
	}
	return rows
}

func (c *client) poll(token, id string) (int, object) {
	return c.do("GET", "/api/calls/"+id+"/transcript", token, "")
}

// told gives the next n events of a call by name, and their "order"; fewer when none comes for a while.
func (c *client) told(id string, n int) map[string]object {
	events := map[string]object{}
	var order []any
	for {
		select {
		case message := <-c.callbacks:
			c.heard[at(message, "data.call_id")] = true
			if at(message, "data.call_id") != id {
				continue
			}
			name := message["event"].(string)
			events[name] = message
			order = append(order, name)
			events["order"] = object{"names": order}
			if len(order) == n {
				return events
			}
		case <-time.After(750 * time.Millisecond):
			return events
		}
	}
}

func at(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		members, _ := value.(object)
		value = members[name]
	}
	return value
}

// judge states the claims that the deviations are about, and names those that
// do not hold.
func judge(t *testing.T, broken ...string) []string {
	pace := 1000
	if slices.Contains(broken, "completed-before-stored") {
		pace = 200 // its gap has to be long enough to be seen by a busy machine
	}
	quick := start(t, pace, broken...)
	slow := start(t, 1, broken...) // here nothing happens by itself
	var failed []string
	claim := func(id string, holds bool) {
		if !holds {
			failed = append(failed, id)
		}
	}
	main := quick.token("ops@acme.example", "correct-horse")
	status := func(method, path, token, body string) int { s, _ := slow.do(method, path, token, body); return s }
	slowMain, slowOther := slow.token("ops@acme.example", "correct-horse"), slow.token("sales@acme.example", "battery-staple")

	_, signedIn := slow.login("ops@acme.example", "correct-horse")
	claim("IND-010", strings.Count(at(signedIn, "data.refresh_token").(string), ".") == 2)
	for id, who := range map[string][2]string{
		"IND-011": {"ops@acme.example", "wrong"}, "IND-012": {"who@acme.example", "wrong"},
		"IND-013": {inactiveEmail, "gone-fishing"}, "IND-014": {"newcomer@acme.example", "not-yet"},
	} {
		s, _ := slow.login(who[0], who[1])
		claim(id, s == 400)
	}

	const create, recent = "/api/calls/click2call", "/api/calls/recent"
	claim("IND-032", status("POST", create, "", order(answers, nil)) == 401)
	claim("IND-038", status("GET", recent, "", "") == 401)
	claim("IND-070", status("GET", "/api/calls/call_x/transcript", "", "") == 401)
	withoutDID := status("POST", create, slowMain, order(answers, object{"did": nil})) == 422
	claim("IND-017", withoutDID)
	claim("IND-033", withoutDID)
	claim("IND-024", status("POST", create, slowMain, order(answers, object{"did": nil, "agent_number": "AGT_x"}))/100 == 2)
	claim("IND-034", status("POST", create, slowMain, order(answers, object{"callback_url": "here"})) == 422)
	claim("IND-035", status("POST", create, slowMain, order(answers, object{"transcript": "yes"})) == 422)
	claim("IND-025", status("POST", create, slowMain, order(answers, nil)) == 200)
	claim("IND-049", status("GET", recent+"?limit=201", slowMain, "") == 422 && status("GET", recent+"?limit=0", slowMain, "") == 422)
	claim("IND-051", status("GET", recent+"?page=0", slowMain, "") == 422)
	claim("IND-052", status("GET", recent+"?date_from=yesterday", slowMain, "") == 422)

	id := slow.place(slowMain, answers, object{"transcript": true, "agent_number": "AGT_Desk"})
	_, pending := slow.poll(slowMain, id)
	claim("IND-074", at(pending, "data.customer_number") == "xxxxx9460010")
	claim("IND-077", at(pending, "data.recording") == "pending")
	notMine, _ := slow.poll(slowOther, id)
	claim("IND-071", notMine == 403)
	unknown, _ := slow.poll(slowMain, "call_x")
	claim("IND-072", unknown == 404)
	claim("IND-039", len(slow.list(slowOther, "")) == 0)
	claim("IND-040", len(slow.list(slowMain, "status=queued")) > 0 && len(slow.list(slowMain, "status=QUEUED")) == 0)
	claim("IND-044", len(slow.list(slowMain, "did=79460001")) > 0 && len(slow.list(slowMain, "customer_number=460010")) > 0)
	claim("IND-045", len(slow.list(slowMain, "agent_number=agt_d")) == 1)
	_, page := slow.do("GET", recent+"?limit=1&customer_number=46&page=1", slowMain, "")
	total := int(at(page, "data.total").(float64))
	claim("IND-056", at(page, "data.limit") == 1.0 && at(page, "data.page") == 1.0)
	_, full := slow.do("GET", fmt.Sprint(recent, "?limit=", total), slowMain, "")
	claim("IND-057", at(page, "data.has_more") == true && at(full, "data.has_more") == false)
	filters := at(page, "data.filters").(object)
	claim("IND-058", len(filters) == 8)
	_, nulls := filters["did"]
	claim("IND-059", nulls && filters["customer_number"] == "46")
	row := slow.list(slowMain, "agent_number=AGT_Desk")[0]
	created := row["created_at"].(string)
	claim("IND-067", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`).MatchString(created))
	claim("IND-046", len(slow.list(slowMain, "agent_number=AGT_Desk&date_from="+url.QueryEscape(created))) == 1)
	claim("IND-047", len(slow.list(slowMain, "agent_number=AGT_Desk&date_to="+url.QueryEscape(created))) == 1)

	inbox := quick.receiver(main)
	ready := quick.place(main, answers, object{"callback_url": inbox, "transcript": true})
	events := quick.told(ready, 2)
	completed, readyEvent := events["call.completed"], events["transcript.ready"]
	silent := len(events) == 0
	claim("IND-088", !silent)
	claim("IND-093", !silent && completed["listed"] == "completed")
	claim("IND-095", readyEvent != nil)
	claim("IND-099", silent || at(completed, "data.transcript_status") == "processing")
	claim("IND-107", silent || slices.Equal(events["order"]["names"].([]any), []any{"call.completed", "transcript.ready"}))
	for silent && at(second(quick.poll(main, ready)), "data.transcript_status") != "ready" {
	}
	_, found := quick.poll(main, ready)
	claim("IND-079", found["message"] == "Transcript found")
	transcript := at(found, "data.transcript").(object)
	named := transcript["createdAt"] != nil && transcript["updatedAt"] != nil
	claim("IND-081", named)
	claim("IND-083", named && strings.HasSuffix(transcript["createdAt"].(string), "Z"))
	claim("IND-062", quick.list(main, "transcript_status=ready")[0]["duration"] == "60")

	mute := quick.place(main, answers, nil)
	failedID := quick.place(main, transcript401, object{"callback_url": inbox, "transcript": true})
	failure := quick.told(failedID, 2)["transcript.failed"]
	claim("IND-096", failure != nil)
	claim("IND-103", silent || failure["status_code"] == 500.0)
	claim("IND-104", silent || failure["error"] != nil && failure["error"] == at(failure, "data.error"))
	for silent && at(second(quick.poll(main, failedID)), "data.transcript_status") != "failed" {
	}
	httpStatus, polled := quick.poll(main, failedID)
	honest := httpStatus == 200 && polled["status_code"] == 200.0 && polled["error"] == nil
	claim("IND-004", honest)
	claim("IND-084", honest)
	claim("IND-108", quick.list(main, "customer_number="+transcript401)[0]["status"] == "completed")

	disabled := quick.place(main, answers, object{"callback_url": inbox})
	claim("IND-097", quick.told(disabled, 2)["transcript.disabled"] != nil)
	claim("IND-094", quick.told(quick.place(main, busy, object{"callback_url": inbox}), 1)["call.failed"] != nil)
	claim("IND-089", !quick.heard[mute])
	slices.Sort(failed)
	return failed
}

func second(_ int, reply object) object { return reply }

func TestAnHonestGatewayFailsNoClaim(t *testing.T) {
	t.Parallel()
	if failed := judge(t); failed != nil {
		t.Errorf("failed: %v", failed)
	}
}

func TestEachDeviationFailsExactlyItsClaims(t *testing.T) {
	t.Parallel()
	for _, d := range deviationTable() {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			if failed := judge(t, d.Name); !slices.Equal(failed, d.Claims) {
				t.Errorf("failed %v, the table says %v", failed, d.Claims)
			}
		})
	}
}

func TestAnInactiveUsersTokenIsRefused(t *testing.T) {
	c := start(t, 1)
	for path, want := range map[string]int{"POST /api/calls/click2call": 400, "GET /api/calls/recent": 401} {
		method, path, _ := strings.Cut(path, " ")
		if got, _ := c.do(method, path, c.inactive, order(answers, nil)); got != want {
			t.Errorf("%s %s: got %d, want %d", method, path, got, want)
		}
	}
}

func TestATokenExpiresInProviderTime(t *testing.T) {
	g := newGateway(newClock(1), time.Hour, nil)
	token := g.issue("ops@acme.example", "access")
	if _, ok := g.bearer("Bearer " + token); !ok {
		t.Error("a fresh token is refused")
	}
	g.clock = clock{start: time.Now().Add(-time.Hour), pace: 2}
	if _, ok := g.bearer("Bearer " + token); ok {
		t.Error("a token of an hour ago is accepted")
	}
	if _, ok := g.bearer("Bearer " + g.issue("ops@acme.example", "refresh")); ok {
		t.Error("a refresh token is accepted")
	}
}

func TestBadInputIsAnsweredInJSON(t *testing.T) {
	c := start(t, 1)
	token := c.token("ops@acme.example", "correct-horse")
	for name, test := range map[string]struct {
		method, path, body string
		want               int
	}{
		"no JSON":       {"POST", "/api/calls/click2call", "{", 422},
		"an array":      {"POST", "/api/calls/click2call", "[]", 422},
		"deep nesting":  {"POST", "/api/calls/click2call", strings.Repeat("[", 20000), 422},
		"a long body":   {"POST", "/api/calls/click2call", `{"a":"` + strings.Repeat("a", 1<<20) + `"}`, 413},
		"a long login":  {"POST", "/api/login", `{"a":"` + strings.Repeat("a", 1<<20) + `"}`, 413},
		"half a login":  {"POST", "/api/login", `{"email":"ops@acme.example"}`, 400},
		"unknown path":  {"GET", "/api/developer/login", "", 404},
		"wrong method":  {"DELETE", "/api/calls/recent", "", 405},
		"a huge page":   {"GET", "/api/calls/recent?page=99999999999999999999", "", 422},
		"a later page":  {"GET", "/api/calls/recent?page=2147483647&limit=200", "", 200},
		"29 February":   {"GET", "/api/calls/recent?date_to=2025-02-29T00:00:00Z", "", 422},
		"without zone":  {"GET", "/api/calls/recent?date_to=2025-02-28T00:00:00", "", 200},
		"unsigned file": {"GET", "/recordings/call_x", "", 403},
	} {
		if got, reply := c.do(test.method, test.path, token, test.body); got != test.want || reply == nil {
			t.Errorf("%s: got %d %v, want %d", name, got, reply, test.want)
		}
	}
}

func TestARecordingLastsAsLongAsTheConversation(t *testing.T) {
	c := start(t, 1000)
	token := c.token("ops@acme.example", "correct-horse")
	c.told(c.place(token, stuckInProgress, object{"callback_url": c.receiver(token), "transcript": true}), 1)
	row := c.list(token, "transcript_status=processing")[0]
	if row["recording"] != row["recording_url"] {
		t.Errorf("two addresses: %v", row)
	}
	answer, err := http.Get(row["recording"].(string))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	file, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 || !bytes.HasPrefix(file, []byte("RIFF")) || len(file) != 44+53*8000 {
		t.Errorf("got %d, %d bytes, %v", answer.StatusCode, len(file), err)
	}
}

func TestItStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- run(ctx, []string{"-listen", "127.0.0.1:0", "-pace", "200"}, in) }()
	var line struct {
		Base string `json:"base_url"`
	}
	if err := json.NewDecoder(out).Decode(&line); err != nil || line.Base == "" {
		t.Fatal(err, line)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAnUnknownDeviationIsRefused(t *testing.T) {
	if err := run(t.Context(), []string{"-deviate", "created-202"}, io.Discard); err == nil {
		t.Error("accepted")
	}
}
