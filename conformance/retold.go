package conformance

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/inbox"
)

// retold is the world of a trace. What the scenario does must be what was done then; what it expects may be another
// thing. Where it does something else, or more, the scenario cannot be judged by this trace.
type retold struct {
	play    *play
	next    func() (trace.Record, error, bool)
	stop    func()
	ahead   *trace.Record // read and not yet due
	at      time.Time
	pending []*arrival
	signs   map[sign]bool
	err     error // of the file
	ended   bool  // the scenario's end stands in the trace
}

// sign is a callback and a secret.
type sign struct {
	callback int
	secret   string
}

// retold is the world of a scenario in a trace.
func (r *run) retold(from *trace.Recorded) func(*play) world {
	return func(p *play) world {
		t := &retold{play: p, at: epoch, signs: map[sign]bool{}}
		t.next, t.stop = iter.Pull2(from.Records(p.sc.Address))
		return world{
			begin: t.begin, end: t.end, send: t.send, arrived: t.arrived, pass: t.pass, signed: t.signed,
			now: func() time.Time { return t.at },
		}
	}
}

func untold(format string, args ...any) error {
	return inconclusive(nil, "not in the trace: "+format, args...)
}

// peek returns the next record that is no callback or signature: those are taken in, for when they are asked for.
func (t *retold) peek() *trace.Record {
	for t.ahead == nil && t.err == nil {
		record, err, more := t.next()
		if !more || err != nil {
			t.err = err
			return nil
		}
		switch {
		case record.Callback != nil:
			t.pending = append(t.pending, t.arrival(record.Rewritten(t.play.mask.unveiled)))
		case record.Signature != nil:
			t.signs[sign{record.Signature.Callback, record.Signature.Secret}] = record.Signature.OK
		case record.End != nil:
			t.ended = true
			return nil
		default:
			t.ahead = &record
		}
	}
	return t.ahead
}

func (t *retold) arrival(r trace.Record) *arrival {
	c := r.Callback
	d := inbox.Delivery{Seq: c.Seq, Method: c.Method, Path: c.Path, Header: c.Header, Body: c.Body, Answered: c.Answered}
	d.JSON, d.JSONErr = inbox.Decode(d.Body)
	return &arrival{Delivery: d, at: epoch.Add(time.Duration(r.At))}
}

// take moves on to a record and takes it.
func (t *retold) take() trace.Record {
	record := t.ahead.Rewritten(t.play.mask.unveiled)
	t.ahead = nil
	t.at = epoch.Add(time.Duration(record.At))
	return record
}

// over is why nothing more can be told.
func (t *retold) over(what string) error {
	switch {
	case t.err != nil:
		return t.err
	case t.ended:
		return untold("the scenario ended before %s", what)
	}
	return untold("it breaks off before %s", what)
}

func (t *retold) begin(context.Context) error {
	if t.peek() == nil || t.ahead.Begin == nil {
		return t.over("the scenario began")
	}
	begin := t.take().Begin
	p := t.play
	p.ids = ids{begin.RunID, begin.RunUUID}
	p.inbox, p.key = begin.Inbox, begin.Key
	if begin.Lost != nil {
		return (*lost)(begin.Lost)
	}
	if today := p.answers(); (len(today) > 0 || len(begin.Answers) > 0) && !reflect.DeepEqual(today, begin.Answers) {
		return untold("the inbox answered otherwise than the scenario says")
	}
	return nil
}

func (t *retold) end(context.Context, Verdict) { t.stop() }

func (t *retold) send(out sending) (reply, error) {
	want := trace.Record{Request: t.play.asked(out)}.Rewritten(t.play.mask.veiled).Request
	for {
		record := t.peek()
		if record == nil {
			return reply{}, t.over(want.Method + " " + want.URL)
		}
		if record.Request != nil {
			difference := differs(want, record.Request)
			if difference == "" {
				break
			}
			if !record.Request.Poll {
				return reply{}, untold("step %d sends %s", t.play.step, difference)
			}
		} else if record.Passed == nil || record.Passed.For != trace.Polling {
			return reply{}, untold("time passed before step %d sent %s %s", t.play.step, want.Method, want.URL)
		}
		t.take() // the scenario polled for longer than it does now
	}
	told := t.take().Request
	if told.Dials {
		t.play.run.wire.guard.used++
	}
	if told.Lost != nil {
		return reply{}, (*lost)(told.Lost)
	}
	if told.Answer == nil {
		return reply{}, untold("the answer to %s %s", told.Method, told.URL)
	}
	got := reply{Status: told.Answer.Status, Header: told.Answer.Header, Body: told.Answer.Body}
	got.JSON, got.Broken = match.Decode(got.Body)
	return got, nil
}

// differs says what is sent otherwise than it was then, or nothing.
func differs(now, then *trace.Request) string {
	switch {
	case now.Method != then.Method || now.URL != then.URL:
		return fmt.Sprintf("%s %s, and then it was %s %s", now.Method, now.URL, then.Method, then.URL)
	case !bytes.Equal(now.Body, then.Body):
		return fmt.Sprintf("%s %s with another body than then", now.Method, now.URL)
	}
	names := map[string]bool{}
	for _, header := range []http.Header{now.Header, then.Header} {
		for name := range header {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if strings.Join(now.Header[name], ", ") != strings.Join(then.Header[name], ", ") {
			return fmt.Sprintf("%s %s with another %s than then", now.Method, now.URL, name)
		}
	}
	return ""
}

func (t *retold) arrived() []*arrival {
	t.peek()
	list := t.pending
	t.pending = nil
	return list
}

func (t *retold) pass(_ context.Context, what string, most time.Duration) error {
	record := t.peek()
	switch {
	case record == nil:
		return t.over(passing(what, most))
	case record.Passed == nil:
		return untold("%s: %s was sent before that", passing(what, most), record.Request.Method+" "+record.Request.URL)
	}
	then := record.Passed
	exact := then.For == what && time.Duration(then.Most) == most
	open := func(what string) bool { return what == trace.Awaiting || what == trace.Polling }
	switch {
	case !exact && (!open(what) || !open(then.For)):
		return untold("%s: it was %s then", passing(what, most), passing(then.For, time.Duration(then.Most)))
	case !exact && epoch.Add(time.Duration(record.At)).After(t.at.Add(most)):
		t.at = t.at.Add(most) // what came next came later than this
		return nil
	}
	if then := t.take().Passed.Lost; then != nil {
		return (*lost)(then)
	}
	return nil
}

func passing(what string, most time.Duration) string {
	switch what {
	case trace.Waiting:
		return "a wait of " + brief(most)
	case trace.Settling:
		return "the time after the last step"
	}
	return fmt.Sprintf("up to %s of waiting for a %s", brief(most), what)
}

func (t *retold) signed(a *arrival, secret string, _ func() bool) (bool, error) {
	t.peek()
	ok, known := t.signs[sign{a.Seq, t.play.mask.veiled(secret)}]
	if !known {
		return false, untold("whether callback %d is signed with this secret", a.Seq)
	}
	return ok, nil
}
