package induslabs_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

const provider = "induslabs"

// A client speaks to a fake on a frozen clock as one user.
type client struct {
	t     *testing.T
	fake  *mocks.Server
	token string
}

func signedIn(t *testing.T, fake *mocks.Server, email string) client {
	c := client{t: t, fake: fake}
	status, body := c.ask(http.MethodPost, "/api/login", `{"email": "`+email+`", "password": "your_password"}`)
	require.Equal(t, http.StatusOK, status, body)
	c.token = body["data"].(map[string]any)["access_token"].(string)
	return c
}

func (c client) ask(method, path, body string) (int, map[string]any) {
	c.t.Helper()
	req, err := http.NewRequest(method, c.fake.URL(provider)+path, strings.NewReader(body))
	require.NoError(c.t, err)
	req.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	var got map[string]any
	require.NoError(c.t, json.Unmarshal(raw, &got), string(raw))
	return resp.StatusCode, got
}

// place returns the id of a new call.
func (c client) place(customer, agent string) string {
	c.t.Helper()
	status, body := c.ask(http.MethodPost, "/api/calls/click2call",
		`{"customer_number": "`+customer+`", "agent_number": "`+agent+`", "did": "919484956750", "transcript": true}`)
	require.Equal(c.t, http.StatusOK, status, body)
	return body["data"].(map[string]any)["call_id"].(string)
}

// told is what the poll says of a call.
func (c client) told(id string) map[string]any {
	c.t.Helper()
	status, body := c.ask(http.MethodGet, "/api/calls/"+id+"/transcript", "")
	require.Equal(c.t, http.StatusOK, status, body)
	return body["data"].(map[string]any)
}

// IND-139: a scenario cannot dial numbers as short as these.
func TestAShortNumberIsMaskedWholeAndAnAgentsIDIsNot(t *testing.T) {
	t.Parallel()
	c := signedIn(t, mocks.Start(t, provider), "user@example.com")
	for number, masked := range map[string]string{
		"":                  "",
		"9":                 "x",
		"91999":             "xxxxx",
		"919999":            "xxxxx9",
		"919999999999":      "xxxxx9999999",
		"९१९९९९":            "xxxxx९",
		`91999\n9999\u0000`: "xxxxx\n9999\x00",
	} {
		told := c.told(c.place(number, number))
		assert.Equal(t, masked, told["customer_number"], number)
		assert.Equal(t, masked, told["agent_number"], number)
	}
	told := c.told(c.place("AGT_5f8e2c7a", "AGT_5f8e2c7a"))
	assert.Equal(t, "xxxxxf8e2c7a", told["customer_number"], "a customer is no voice agent")
	assert.Equal(t, "AGT_5f8e2c7a", told["agent_number"])
}

func TestTheLegThatCannotBeReachedDecidesTheCall(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t, provider)
	c := signedIn(t, fake, "user@example.com")
	for name, numbers := range map[string][2]string{
		"the customer is busy":            {"919999000486", "918888888888"},
		"the agent is busy":               {"919999999999", "918888000486"},
		"the agent's transcript says 401": {"919999999999", "918888001401"},
	} {
		id := c.place(numbers[0], numbers[1])
		fake.Advance(t, 2*time.Minute)
		want := "failed"
		if strings.HasSuffix(numbers[1], "001401") { // the transcript goes by the customer's number
			want = "ready"
		}
		assert.Equal(t, want, c.told(id)["transcript_status"], name)
	}
}

func TestAPageThatNoStoreCouldHoldIsEmpty(t *testing.T) {
	t.Parallel()
	c := signedIn(t, mocks.Start(t, provider), "user@example.com")
	c.place("919999999999", "918888888888")
	status, body := c.ask(http.MethodGet, "/api/calls/recent?limit=200&page=9223372036854775807", "")
	require.Equal(t, http.StatusOK, status, body)
	data := body["data"].(map[string]any)
	assert.Equal(t, false, data["has_more"])
	assert.Empty(t, data["calls"])
}

// IND-115, IND-122, IND-123: what no scenario can write.
func TestWhatIsNoOperationIsAnsweredAsFastAPIDoes(t *testing.T) {
	t.Parallel()
	c := signedIn(t, mocks.Start(t, provider), "user@example.com")
	for _, test := range []struct {
		method, path, body string
		status             int
		detail             any
	}{
		{http.MethodGet, "/api/nothing", "", http.StatusNotFound, "Not Found"},
		{http.MethodGet, "/api/developer/login", "", http.StatusNotFound, "Not Found"},
		{http.MethodDelete, "/api/calls/recent", "", http.StatusMethodNotAllowed, "Method Not Allowed"},
		{http.MethodPost, "/api/login", "{", http.StatusUnprocessableEntity, nil},
	} {
		status, body := c.ask(test.method, test.path, test.body)
		assert.Equal(t, test.status, status, test.path)
		if test.detail != nil {
			assert.Equal(t, map[string]any{"detail": test.detail}, body, test.path)
		}
	}
	status, _ := c.ask(http.MethodPost, "/api/calls/click2call?more=1",
		`{"customer_number": "919999999999", "agent_number": "918888888888", "did": "919484956750", "priority": 7}`)
	assert.Equal(t, http.StatusOK, status)
}

func TestATokenOfARemovedSandboxOpensNothing(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t, provider)
	c := signedIn(t, fake, "user+t42@example.com")
	list := "/api/calls/recent?customer_number=" + url.QueryEscape("nobody")
	status, _ := c.ask(http.MethodGet, list, "")
	require.Equal(t, http.StatusOK, status)
	_, found := fake.Fake.Sandboxes().Get("t42")
	require.True(t, found)

	fake.Fake.Sandboxes().Delete("t42")
	status, _ = c.ask(http.MethodGet, list, "")
	assert.Equal(t, http.StatusUnauthorized, status)
	signedIn(t, fake, "user+t42@example.com")
	status, _ = c.ask(http.MethodGet, list, "")
	assert.Equal(t, http.StatusUnauthorized, status, "it is another sandbox, though of the same name")
}

func TestACredentialThatExistsNowhereMakesNoSandbox(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t, provider)
	for _, body := range []string{
		`{"email": "user+made@example.com", "password": "wrong"}`,
		`{"email": "stranger+made@example.com", "password": "your_password"}`,
	} {
		status, _ := (client{t: t, fake: fake}).ask(http.MethodPost, "/api/login", body)
		assert.Equal(t, http.StatusBadRequest, status)
	}
	_, found := fake.Fake.Sandboxes().Get("made")
	assert.False(t, found)
}
