package mocks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

// counting says that this process is there to count its listeners: other
// tests would be counted, too.
const counting = "RINGER_TEST_LISTENERS"

func TestTwoHundredParallelTestsListenNoMoreThanOne(t *testing.T) {
	if os.Getenv(counting) == "" {
		t.Parallel()
		printed, err := alone(t, "TestTwoHundredParallelTestsListenNoMoreThanOne", counting)
		require.NoError(t, err, printed)
		return
	}
	require.Zero(t, listening(t))
	t.Run("one", func(t *testing.T) { place(t) })
	one := listening(t)
	assert.Equal(t, len(mocks.Names())+1, one, "a port for each provider, and the control port")
	var all sync.WaitGroup
	all.Add(200)
	t.Run("many", func(t *testing.T) {
		for i := range 200 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				place(t)
				all.Done()
				all.Wait() // all are there at once
				assert.Equal(t, one, listening(t))
			})
		}
	})
	assert.Len(t, mocks.Shared(t).Fake.Sandboxes().List(), 1, "their worlds are gone")
}

// place is a short test of a client.
func place(t *testing.T) {
	t.Helper()
	w := mocks.Shared(t).Sandbox(t)
	c := vinfer(w)
	c.listen(t, w.Inbox.URL)
	id := c.place(t, answering)
	w.Advance(time.Minute)
	assert.Contains(t, string(w.Inbox.Await(1)[0].Body), id)
	assert.Len(t, w.Inbox.Deliveries(), 1)
}

// listening counts the sockets on which this process listens, as the kernel
// has them.
func listening(t *testing.T) int {
	t.Helper()
	open := map[string]bool{}
	files, err := filepath.Glob("/proc/self/fd/*")
	require.NoError(t, err)
	for _, file := range files {
		if to, err := os.Readlink(file); err == nil {
			open[to] = true
		}
	}
	const listens = "0A"
	n := 0
	for _, table := range []string{"/proc/self/net/tcp", "/proc/self/net/tcp6"} {
		text, err := os.ReadFile(table)
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			if field := strings.Fields(line); len(field) > 9 && field[3] == listens && open["socket:["+field[9]+"]"] {
				n++
			}
		}
	}
	return n
}
