package conformance

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/inbox"
)

func (h *hooks) post(path, body string) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return w.Code
}

func opened(t *testing.T, in target.Inbox) *hooks {
	h, err := listen(nil, &target.Target{Inbox: in})
	require.NoError(t, err)
	t.Cleanup(h.close)
	return h
}

func TestEachScenarioHearsItsOwnPath(t *testing.T) {
	h := opened(t, target.Inbox{})
	one, first := h.open(inbox.Options{})
	two, second := h.open(inbox.Options{})
	assert.Len(t, first, 32)
	assert.NotEqual(t, first, second)
	h.post("/"+first, "{}")
	h.post("/ringer/"+first+"/more?x=1", "{}")
	assert.Len(t, one.Deliveries(), 2, "a proxy may put something before the path")
	assert.Empty(t, two.Deliveries())
}

func TestACallbackOfAnAccountGoesToEveryRunningScenario(t *testing.T) {
	h := opened(t, target.Inbox{})
	one, _ := h.open(inbox.Options{})
	two, _ := h.open(inbox.Options{})
	one.Script(nil, map[string][]inbox.Answer{"": {{Status: 503}}})
	assert.Equal(t, 503, h.post("/", `{"n": 1}`), "the first one answers")
	require.Len(t, one.Deliveries(), 1)
	require.Len(t, two.Deliveries(), 1)
	assert.Equal(t, `{"n": 1}`, string(two.Deliveries()[0].Body))
}

func TestAStragglerOfAScenarioThatIsOverDisturbsNobody(t *testing.T) {
	h := opened(t, target.Inbox{})
	over, key := h.open(inbox.Options{})
	h.shut(key)
	running, _ := h.open(inbox.Options{})
	assert.Equal(t, 200, h.post("/"+key, "{}"))
	assert.Empty(t, over.Deliveries())
	assert.Empty(t, running.Deliveries())
	h.shut("unknown")
	assert.Equal(t, 200, h.post("/", "{}"))
	assert.Len(t, running.Deliveries(), 1)
}

func TestTheImplementationIsToldThePublicAddress(t *testing.T) {
	h := opened(t, target.Inbox{Listen: "127.0.0.1:0", URL: "https://hooks.example/ringer/"})
	assert.Equal(t, "https://hooks.example/ringer", h.url)
	for _, in := range []target.Inbox{{}, {Listen: "127.0.0.1:0", URL: "http://127.0.0.1:0"}} {
		assert.Regexp(t, `^http://127\.0\.0\.1:[1-9]\d*$`, opened(t, in).url)
	}
}

func TestAnInboxThatCannotListenIsTheEnvironmentsFault(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { taken.Close() })
	_, c := config(t, 0)
	c.Target.Inbox.Listen = taken.Addr().String()
	_, err = Run(context.Background(), c)
	require.Error(t, err)
	assert.Equal(t, ExitEnvironment, ExitCode(err))
	assert.Contains(t, err.Error(), "the inbox cannot listen at "+taken.Addr().String())
}
