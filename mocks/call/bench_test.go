package call_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/mocks/call"
)

func TestReadingACallAllocatesNothing(t *testing.T) {
	var library call.Library
	plan := call.Plan{Recording: true, Transcript: true}
	c := library.Script(plan).Begin(noon)
	assert.LessOrEqual(t, unsafe.Sizeof(c), uintptr(16))
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		library.Script(plan).Begin(noon)
		c.State(at(60))
		c.Event(c.Past(at(60)) - 1)
	}))
}

func BenchmarkBegin(b *testing.B) {
	var library call.Library
	plan := call.Plan{Customer: persona("transcript-401"), Recording: true, Transcript: true}
	b.ReportAllocs()
	for b.Loop() {
		library.Script(plan).Begin(noon)
	}
}

func BenchmarkState(b *testing.B) {
	c, now := call.Plan{Recording: true, Transcript: true}.Script().Begin(noon), at(80)
	b.ReportAllocs()
	for b.Loop() {
		c.State(now)
	}
}

func BenchmarkStanding(b *testing.B) {
	c, now := call.Plan{Recording: true, Transcript: true}.Script().Begin(noon), at(80)
	b.ReportAllocs()
	for b.Loop() {
		c.Standing(now)
	}
}

func BenchmarkPast(b *testing.B) {
	c, now := call.Plan{Recording: true, Transcript: true}.Script().Begin(noon), at(3)
	b.ReportAllocs()
	for b.Loop() {
		c.Event(c.Past(now))
	}
}

func BenchmarkEnd(b *testing.B) {
	c, now := call.Plan{Recording: true, Transcript: true}.Script().Begin(noon), at(10)
	b.ReportAllocs()
	for b.Loop() {
		c.End(now, call.HungUp)
	}
}
