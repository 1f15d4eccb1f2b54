package engine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/brianvoe/gofakeit/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

func ids(subjects []Subject) []string {
	list := make([]string, 0, len(subjects))
	for _, s := range subjects {
		list = append(list, s.ID)
	}
	return list
}

func TestAListIsWhatAPlainSearchFinds(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	dice := rand.New(rand.NewPCG(7, 8))
	type plain struct{ id, kind, account, to string }
	var model []plain
	for i := range 5000 {
		what := placing()
		what.Kind = []string{"call", "call", "job"}[dice.IntN(3)]
		what.Order = &Order{Account: []string{"main", "other", "third"}[dice.IntN(3)], To: fmt.Sprint(i % 17)}
		placed := order(t, s, p, what)
		model = append(model, plain{placed.ID, what.Kind, what.Order.Account, what.Order.To})
	}
	for range 300 {
		q := Query{
			Kind:    []string{"call", "job", "nothing"}[dice.IntN(3)],
			Account: []string{"", "main", "other", "nobody"}[dice.IntN(4)],
			Newest:  dice.IntN(2) == 0,
			Offset:  dice.IntN(40) * dice.IntN(40) * dice.IntN(3),
			Limit:   dice.IntN(50),
		}
		to := ""
		if dice.IntN(2) == 0 {
			to = fmt.Sprint(dice.IntN(20))
			q.Match = func(c *Subject) bool { return c.Order.To == to }
		}
		var want []string
		for _, m := range model {
			if m.kind == q.Kind && (q.Account == "" || m.account == q.Account) && (to == "" || m.to == to) {
				want = append(want, m.id)
			}
		}
		if q.Newest {
			slices.Reverse(want)
		}
		page, total := s.List(p, q)
		require.Equal(t, len(want), total, "%+v", q)
		begin := min(q.Offset, len(want))
		require.Equal(t, append([]string{}, want[begin:min(begin+q.Limit, len(want))]...), ids(page), "%+v to %q", q, to)
	}
}

func TestAListIsOfItsBeginning(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	for range 3 * stretch {
		order(t, s, p, placing())
	}
	seen := 0
	_, total := s.List(p, Query{Kind: "call", Newest: true, Match: func(*Subject) bool {
		if seen++; seen%1000 == 0 { // the lock is free while somebody matches
			order(t, s, p, placing())
		}
		return true
	}})
	assert.Equal(t, 3*stretch, total)
	_, total = s.List(p, Query{Kind: "call", Match: func(*Subject) bool {
		require.NoError(t, s.fake.sandboxes.Reset(DefaultSandbox, ""))
		return true
	}})
	assert.Equal(t, stretch, total, "a reset ends the walk")
}

func TestACopyIsACopy(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	placed := order(t, s, p, placing())
	changed, ok := Subject{}, false
	require.NoError(t, s.Do(p, func(tx *Tx) error {
		changed, ok = tx.Change("call", placed.ID, func(t call.Timeline) call.Timeline { return t.End(tx.Now(), call.Cancelled) })
		return nil
	}))
	require.True(t, ok)
	assert.NotEqual(t, placed.Timeline, changed.Timeline)
	found, ok := s.Find(p, "call", placed.ID)
	require.True(t, ok)
	assert.Equal(t, changed, found)
	assert.False(t, placed.State(s.Now()).Ended())
	_, ok = s.Find(p, "job", placed.ID)
	assert.False(t, ok)
}

func TestARewriteReplacesTheFutureInTheSchedule(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	placed := order(t, s, p, placing(hook))
	advance(t, s, Advance{By: 10 * time.Second})
	_, err := s.End(placed.ID, call.HungUp)
	require.NoError(t, err)
	advance(t, s, Advance{To: "idle"})
	assert.Equal(t, []string{"queued@0", "dialing@1", "ringing@2", "answered@5", "ended@10", "recording-ready@10", "transcript-started@10", "transcript-ready@30"}, r.events(hook))
	_, err = s.End("call_unknown", call.HungUp)
	assert.ErrorIs(t, err, ErrNoSubject)
}

func TestTheSetOfIDsDoesNotDependOnWhoComesFirst(t *testing.T) {
	set := func(kinds ...string) []string {
		s, p, _ := newBox(t, single, frozen())
		var list []string
		for _, kind := range kinds {
			what := placing()
			what.Kind = kind
			list = append(list, kind+" "+order(t, s, p, what).ID)
		}
		slices.Sort(list)
		return list
	}
	assert.Equal(t, set("call", "call", "job", "call", "job"), set("job", "job", "call", "call", "call"))
}

func TestAnIDThatIsTakenIsMadeAgain(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	narrow := placing()
	narrow.ID = func(f *gofakeit.Faker) string { return Letters(f, "ab", 1) }
	seen := map[string]bool{}
	for range 5 {
		placed := order(t, s, p, narrow)
		assert.False(t, seen[placed.ID], placed.ID)
		seen[placed.ID] = true
	}
}

func TestRecordsAreKeptInTheirOrder(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	require.NoError(t, s.Do(p, func(tx *Tx) error {
		for i := range 100 {
			tx.Put("webhook", fmt.Sprint(i), fmt.Sprint(i))
		}
		tx.Put("webhook", "7", "seven")
		for i := range 95 {
			if i != 7 {
				assert.True(t, tx.Delete("webhook", fmt.Sprint(i)))
			}
		}
		assert.False(t, tx.Delete("webhook", "3"))
		assert.False(t, tx.Delete("token", "3"))
		var list []any
		tx.Each("webhook", func(_ string, v any) bool { list = append(list, v); return len(list) < 3 })
		assert.Equal(t, []any{"seven", "95", "96"}, list)
		v, ok := tx.Get("webhook", "99")
		assert.True(t, ok)
		assert.Equal(t, "99", v)
		_, ok = tx.Get("webhook", "1")
		assert.False(t, ok)
		assert.Equal(t, []uint64{0, 1, 0}, []uint64{tx.Next("a"), tx.Next("a"), tx.Next("b")})
		return nil
	}))
}

func TestAFullSandboxSaysSo(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	s.records.n = mostCalls
	err := s.Do(p, func(tx *Tx) error {
		assert.Zero(t, tx.Place(placing()))
		return nil
	})
	s.records.n = 0
	var failed *Failure
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, Full, failed.Kind)
	assert.Contains(t, failed.Reason, "2000000 calls")
}

func TestRewritesDoNotFillTheSchedule(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	placed := order(t, s, p, placing(hook))
	for range 10_000 {
		require.NoError(t, s.Do(p, func(tx *Tx) error {
			tx.Change("call", placed.ID, func(t call.Timeline) call.Timeline { return t })
			return nil
		}))
	}
	assert.Less(t, s.pending.len(), 200)
	advance(t, s, Advance{By: 5 * time.Second})
	assert.Equal(t, []string{"queued@0", "dialing@1", "ringing@2", "answered@5"}, r.events(hook))
}

func TestSubjectsOfAllProvidersComeNewestFirst(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	var placed []string
	for range stretch + 5 {
		placed = append(placed, order(t, s, p, placing()).ID)
	}
	slices.Reverse(placed)
	page, total := s.Subjects("", stretch+1, 2)
	assert.Equal(t, stretch+5, total)
	assert.Equal(t, placed[stretch+1:stretch+3], ids(page))
	_, total = s.Subjects("other", 0, 2)
	assert.Zero(t, total)
}
