package mocks_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// follow is a life in the world of a snapshot, with another fake and under
// another name, that goes on as the first one does.
func (l *life) follow(text []byte) *life {
	other := newLife(l.t, l.spec.Name, "another-name", 0, mocks.Options{
		Seed: 99, Numbers: map[string]call.Persona{"919810012345": {Name: "busy", Cause: call.Busy}},
		Callbacks: map[string]string{l.spec.Name: "http://localhost:1/of-another-process"},
	})
	_, err := other.fake.Sandboxes().Restore(other.name, text)
	require.NoError(l.t, err)
	other.tokens, other.ids, other.files = maps.Clone(l.tokens), slices.Clone(l.ids), slices.Clone(l.files)
	return other
}

func (l *life) snapshot() []byte {
	text, err := l.box().Snapshot(l.t.Context())
	require.NoError(l.t, err)
	return text
}

func TestARestoredWorldAnswersAndCallsBackByteForByteAsTheOneItWasTakenFrom(t *testing.T) {
	t.Parallel()
	for _, name := range mocks.Names() {
		for seed := range uint64(2) {
			t.Run(fmt.Sprint(name, seed), func(t *testing.T) {
				t.Parallel()
				first := newLife(t, name, "a-world", seed, mocks.Options{Seed: 7, Numbers: map[string]call.Persona{"919810054321": {Name: "busy", Cause: call.Busy}}})
				_, err := first.fake.Sandboxes().Make(first.name, engine.Setup{})
				require.NoError(t, err)
				first.arrange()
				first.live(250)
				text := first.snapshot()
				second := first.follow(text)
				assert.Equal(t, string(text), string(second.snapshot()), "a world that was restored is written down alike")

				first.pages, second.pages = nil, nil
				first.dice, second.dice = rand.New(rand.NewPCG(seed, 2)), rand.New(rand.NewPCG(seed, 2))
				first.live(400)
				second.live(400)
				first.ask(first.control, "POST", "/sandboxes/"+first.name+"/clock/advance", map[string]any{"to": "idle"})
				second.ask(second.control, "POST", "/sandboxes/"+second.name+"/clock/advance", map[string]any{"to": "idle"})
				callbacks := 0
				for i := range min(len(first.pages), len(second.pages)) {
					require.Equal(t, first.pages[i], second.pages[i], "page %d of %d", i, len(first.pages))
					if strings.HasPrefix(first.pages[i], "callback ") {
						callbacks++
					}
				}
				require.Equal(t, len(first.pages), len(second.pages))
				// What was sent at once has ended in no order.
				order := regexp.MustCompile(`"deliveries_finished": .*`)
				assert.Equal(t, order.ReplaceAllString(string(first.snapshot()), ""), order.ReplaceAllString(string(second.snapshot()), ""))
				t.Logf("%d bytes, %d answers, %d callbacks", len(text), len(first.pages)-callbacks, callbacks)
				assert.Greater(t, callbacks, 20)
			})
		}
	}
}
