package mocks_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

func TestAWorldOfChaosRepeatsWithItsSeedAndSparesTheOthers(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t, "vinfer")
	told := func(options ...mocks.Option) (texts []string) {
		t.Run("world", func(t *testing.T) {
			w := fake.Sandbox(t, options...)
			c := vinfer(w)
			c.listen(t, w.Inbox.URL)
			for range 3 {
				c.place(t, answering)
			}
			w.Idle()
			for _, d := range w.Sandbox.Deliveries(func(d *engine.Delivery) bool { return len(d.Chaos) > 0 }) {
				text, err := json.Marshal([]any{d.Event, d.Chaos, len(d.Attempts)})
				require.NoError(t, err)
				texts = append(texts, string(text))
			}
		})
		return texts
	}
	assert.Empty(t, told())
	first := told(mocks.Chaos("legal:order-of-callbacks"), mocks.Seed(4))
	assert.NotEmpty(t, first)
	for _, text := range first {
		assert.Contains(t, text, `[{"name":"order-of-callbacks","claims":["VIN-067"]}]`)
	}
	assert.NotEqual(t, first, told(mocks.Chaos("legal"), mocks.Seed(4)))
}
