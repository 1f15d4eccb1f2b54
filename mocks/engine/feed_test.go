package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func readFeed(f *feed, id uint64) (ids []uint64, lapped bool) {
	batch, _, lapped := f.since(id)
	for _, t := range batch {
		ids = append(ids, t.ID)
	}
	return ids, lapped
}

func TestNothingIsNotedUntilSomebodyListens(t *testing.T) {
	f := &feed{}
	assert.False(t, f.on())
	f.tell(Telling{Kind: "request"})
	from, missed := f.join(0, false)
	assert.False(t, missed)
	assert.True(t, f.on())
	f.tell(Telling{Kind: "request"})
	ids, _ := readFeed(f, from)
	assert.Equal(t, []uint64{1}, ids)
}

func TestAReaderWhoComesBackMissesNothingAsFarAsTheRingReaches(t *testing.T) {
	f := &feed{}
	f.join(0, false)
	f.tell(Telling{})
	f.leave()
	for range tellingsKept - 2 {
		f.tell(Telling{})
	}
	from, missed := f.join(1, true)
	assert.False(t, missed)
	ids, lapped := readFeed(f, from)
	assert.False(t, lapped)
	assert.EqualValues(t, 2, ids[0])
	for range 3 {
		f.tell(Telling{})
	}
	_, lapped = readFeed(f, 1)
	assert.True(t, lapped, "it is too far behind now")
	_, missed = f.join(1, true)
	assert.True(t, missed)
	_, missed = f.join(99_999, true)
	assert.True(t, missed, "of another process")
}

func TestAFeedThatNobodyComesBackToNotesNothingAndSaysSo(t *testing.T) {
	f := &feed{}
	f.join(0, false)
	f.tell(Telling{})
	f.leave()
	for range tellingsKept {
		f.tell(Telling{})
	}
	assert.False(t, f.on())
	assert.Nil(t, f.ring)
	last := f.last
	f.tell(Telling{})
	assert.Equal(t, last, f.last)
	for _, id := range []uint64{1, 4000, last - 1} {
		from, missed := f.join(id, true)
		assert.True(t, missed, id)
		f.tell(Telling{})
		ids, lapped := readFeed(f, from)
		assert.False(t, lapped)
		assert.NotEmpty(t, ids)
		f.leave()
		f.wanted.Store(false)
	}
}

func BenchmarkAHappeningThatNobodyHearsOf(b *testing.B) {
	f := &feed{}
	for b.Loop() {
		if f.on() {
			f.tell(Telling{Kind: "request"})
		}
	}
}
