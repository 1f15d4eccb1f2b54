package indigenius_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/mocks/call"
)

func TestAWebCallLastsUntilItsClientHangsUp(t *testing.T) {
	s := newStand(t)
	hooks := s.receiver("")
	id, gateway := s.web(key)
	client, _, err := websocket.Dial(t.Context(), gateway, nil)
	require.NoError(t, err, "the address leads to the fake, and wants no key")
	require.NoError(t, client.Write(t.Context(), websocket.MessageBinary, []byte("audio")))

	s.advance(10 * time.Minute)
	assert.Equal(t, 1.0, s.read(id).(map[string]any)["status"])
	assert.Empty(t, hooks.Deliveries())

	require.NoError(t, client.Close(websocket.StatusNormalClosure, ""))
	told, err := hooks.Wait(t.Context(), func(all []inbox.Delivery) bool { return len(all) > 0 })
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"event": "call.ended", "data": s.read(id)}, plain(told[0].Body))
	over := s.read(id).(map[string]any)
	assert.Equal(t, 2.0, over["status"])
	assert.Equal(t, 600.0, over["duration"])
}

func TestASessionThatNobodyEndsIsEndedAfterAnHour(t *testing.T) {
	s := newStand(t)
	id, gateway := s.web(key)
	client, _, err := websocket.Dial(t.Context(), gateway, nil)
	require.NoError(t, err)
	s.advance(time.Hour)
	_, _, err = client.Read(t.Context())
	assert.Equal(t, websocket.StatusNormalClosure, websocket.CloseStatus(err))
	assert.Equal(t, 3600.0, s.read(id).(map[string]any)["duration"])
}

func TestAGatewayAddressIsGoodForItsCallAlone(t *testing.T) {
	s := newStand(t)
	_, gateway := s.web(key)
	ended, gone := s.web(key)
	_, err := s.box.End(ended, call.Completed)
	require.NoError(t, err)
	dialled := s.phone("+14155552671")
	for name, c := range map[string]struct {
		address string
		status  int
	}{
		"a call that has ended": {gone, http.StatusBadRequest},
		"a phone call":          {strings.Replace(gone, ended, dialled, 1), http.StatusNotFound},
		"another assistant":     {strings.Replace(gateway, assistant, "665e4a34c65bb95f2f2d73e2", 1), http.StatusNotFound},
		"no such call":          {strings.Replace(gone, ended, "000000000000000000000000", 1), http.StatusNotFound},
		"no call":               {strings.SplitN(gateway, "?", 2)[0], http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			_, answer, err := websocket.Dial(t.Context(), c.address, nil)
			require.Error(t, err)
			assert.Equal(t, c.status, answer.StatusCode)
		})
	}
}

func TestAGatewayAddressFindsItsSandbox(t *testing.T) {
	s := newStand(t)
	id, gateway := s.web(key + "+t42")
	client, _, err := websocket.Dial(t.Context(), gateway, nil)
	require.NoError(t, err)
	defer client.CloseNow()
	box, _ := s.fake.Sandboxes().Get("t42")
	subject, known := box.Subject(id)
	require.True(t, known)
	assert.Equal(t, time.Hour, subject.Timeline.Plan().TalksFor)
}
