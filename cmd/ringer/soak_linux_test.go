package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a soak holds the program to. The working set and the heap are judged by
// their means over a window, since collections come when they come, and the
// figures at rest by single readings.
const (
	soakWindows   = 10
	soakSteady    = 0.05     // of the mean of all windows
	soakJournal   = 64 << 20 // what a full journal holds
	soakFull      = 0.95     // of it: removed sandboxes take their entries with them
	soakAtRest    = 10       // goroutines and descriptors: kept connections come and go; one lost in a thousand requests is 20 by the end
	soakReadings  = 20       // of a window
	soakIdle      = 10 * time.Second
	soakUnderway  = 20 * time.Second // for what is under way to end
	soakMostIdled = 4 * soakIdle     // for the last sandbox to be collected
)

// TestTheProgramStaysAsItIsHoweverLongItServes needs -soak. The journal is full
// before the first window begins.
func TestTheProgramStaysAsItIsHoweverLongItServes(t *testing.T) {
	if *soaked == 0 {
		t.Skip("takes as long as -soak says, and -soak was not given")
	}
	require.GreaterOrEqual(t, *soaked, 30*time.Second, "-soak: nothing can be said of less")
	s := invocation{
		args:    []string{"serve", "induslabs=127.0.0.1:0", "vinfer=127.0.0.1:0", "--control", "127.0.0.1:0", "--idle", soakIdle.String(), "--patience", "300ms"},
		longest: *soaked + 5*time.Minute,
	}.serve(t)
	l := newSoakLoad(t, s)
	defer l.close()
	l.fill(soakJournal)

	var windows []soakWindow
	for n := range soakWindows {
		w := soakWindow{began: time.Now()}
		rest := l.drive()
		tick := time.NewTicker(*soaked / soakWindows / soakReadings)
		for range soakReadings {
			<-tick.C
			w.add(l.read())
		}
		tick.Stop()
		rest()
		w.asked, w.rest = l.asked.Load(), l.settled(soakUnderway)
		windows = append(windows, w)
		if n == 0 {
			t.Log(soakHeading)
		}
		t.Log(w.row(n))
	}
	last := l.until(soakMostIdled, func(r soakReading) bool { return r.sandboxes == 1 })
	t.Logf("%d requests, %d callbacks, %d sandboxes made, %.0f left; the program met %s", l.asked.Load(), l.called.Load(), l.made.Load(), last.sandboxes, l.tally())
	assert.InDelta(t, 1, last.sandboxes, 0, "sandboxes that nobody uses are collected")
	assert.InDelta(t, 0, last.captured, 0, "nor what arrived in them")
	l.judgeLoad(t)
	judgeWindows(t, windows[unjudged(*soaked):])
}

// unjudged is how many windows lie in the first minute, or in the first third
// of a short soak: the heap grows to its bound by then.
func unjudged(long time.Duration) int {
	window := long / soakWindows
	return int((min(time.Minute, long/3) + window - 1) / window)
}

func judgeWindows(t *testing.T, windows []soakWindow) {
	flat := func(what string, of func(soakWindow) float64) {
		mean := 0.0
		for _, w := range windows {
			mean += of(w) / float64(len(windows))
		}
		for n, w := range windows {
			assert.InEpsilon(t, mean, of(w), soakSteady, "%s of judged window %d", what, n)
		}
	}
	flat("resident memory", func(w soakWindow) float64 { return w.mean().resident })
	flat("live heap", func(w soakWindow) float64 { return w.mean().live })
	first := windows[0]
	for n, w := range windows {
		assert.Greater(t, w.mean().journal, soakFull*soakJournal, "the journal is full in judged window %d", n)
		assert.InDelta(t, first.rest.goroutines, w.rest.goroutines, soakAtRest, "goroutines at rest after judged window %d", n)
		assert.InDelta(t, first.rest.descriptors, w.rest.descriptors, soakAtRest, "descriptors at rest after judged window %d", n)
	}
}

// A soakReading is what the program takes and holds at one moment.
type soakReading struct {
	resident, live, journal, captured         float64 // bytes
	goroutines, descriptors, sandboxes, calls float64
	flying, queued, readers                   float64
}

// read asks the program, and the system about it.
func (l *soakLoad) read() (r soakReading) {
	for line := range strings.Lines(string(l.s.tell("GET", "/metrics", "").body)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, _ := strconv.ParseFloat(value, 64)
		switch name {
		case "go_gc_heap_live_bytes":
			r.live = n
		case "go_goroutines":
			r.goroutines = n
		case "ringer_journal_bytes":
			r.journal = n
		case "ringer_sandboxes":
			r.sandboxes = n
		case "ringer_calls":
			r.calls = n
		case "ringer_deliveries_in_flight":
			r.flying = n
		case "ringer_deliveries_queued":
			r.queued = n
		case "ringer_event_readers":
			r.readers = n
		case "ringer_captured_bytes":
			r.captured = n
		}
	}
	of := fmt.Sprintf("/proc/%d/", l.s.cmd.Process.Pid)
	open, err := os.ReadDir(of + "fd")
	require.NoError(l.t, err)
	r.descriptors = float64(len(open))
	status, err := os.ReadFile(of + "status")
	require.NoError(l.t, err)
	_, text, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.ParseFloat(strings.Fields(text)[0], 64)
	require.NoError(l.t, err)
	r.resident = kilobytes * 1024
	return r
}

// until reads until the program is as it is to be, or for so long.
func (l *soakLoad) until(longest time.Duration, fits func(soakReading) bool) (r soakReading) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(longest); ; <-tick.C {
		if r = l.read(); fits(r) || time.Now().After(end) {
			return r
		}
	}
}

// settled is the program when nothing is under way and nobody is connected.
func (l *soakLoad) settled(longest time.Duration) soakReading {
	before := soakReading{}
	return l.until(longest, func(r soakReading) bool {
		l.hangUp()
		still := r.flying == 0 && r.queued == 0 && r.readers == 0 && r.goroutines == before.goroutines && r.descriptors == before.descriptors
		before = r
		return still
	})
}

// A soakWindow is a tenth of a soak: readings under load, and one at rest.
type soakWindow struct {
	began    time.Time
	readings []soakReading
	rest     soakReading
	asked    int64
}

func (w *soakWindow) add(r soakReading) { w.readings = append(w.readings, r) }

func (w *soakWindow) mean() (m soakReading) {
	n := float64(len(w.readings))
	for _, r := range w.readings {
		m.resident += r.resident / n
		m.live += r.live / n
		m.journal += r.journal / n
		m.goroutines += r.goroutines / n
		m.descriptors += r.descriptors / n
		m.sandboxes += r.sandboxes / n
		m.calls += r.calls / n
	}
	return m
}

const soakHeading = "window  took  resident  live heap  journal  sandboxes  calls  goroutines/at rest  descriptors/at rest  requests"

func (w *soakWindow) row(n int) string {
	m := w.mean()
	return fmt.Sprintf("%6d %5.0f %6.1f MB %7.1f MB %5.1f MB %9.0f %6.0f %12.0f/%d %17.0f/%d %12d", n, time.Since(w.began).Seconds(),
		m.resident/1e6, m.live/1e6, m.journal/1e6, m.sandboxes, m.calls, m.goroutines, int(w.rest.goroutines), m.descriptors, int(w.rest.descriptors), w.asked)
}
