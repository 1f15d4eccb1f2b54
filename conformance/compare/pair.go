package compare

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// pair is one scenario as two runs played it.
type pair struct {
	report    *Report
	a, b      *side
	virtual   bool // both moved their clock
	scenario  string
	ids, back map[string]string // an id of a is one of b, and the other way round
	found     []Difference

	about string // what is being compared
	step  int
}

func (p *pair) differ(path, a, b string) {
	p.found = append(p.found, Difference{About: p.about, Path: path, A: a, B: b, Scenario: p.scenario, Step: p.step})
}

func (p *pair) compare() {
	for _, key := range p.a.order {
		if there := p.b.answers[key]; there != nil {
			p.answers(p.a.answers[key], there)
		}
	}
	p.callbacks()
	if len(p.found) == 0 && p.a.verdict != p.b.verdict {
		p.about, p.step = "verdict of "+p.scenario, 0
		p.differ("", cmp.Or(p.a.verdict, "none"), cmp.Or(p.b.verdict, "none"))
	}
}

func (p *pair) answers(a, b *trace.Record) {
	p.report.Answers++
	p.about, p.step = cmp.Or(a.Request.Operation, "GET"), a.Step
	left, right := a.Request.Answer, b.Request.Answer
	if left == nil || right == nil {
		if (left == nil) != (right == nil) {
			p.differ("", answered(a.Request), answered(b.Request))
		}
		return
	}
	if left.Status != right.Status {
		p.differ("status", fmt.Sprint(left.Status), fmt.Sprint(right.Status))
		return // it is another answer
	}
	p.about += fmt.Sprintf(" %d", left.Status)
	p.headers(left.Header, right.Header)
	p.bodies(left.Body, right.Body)
}

func answered(q *trace.Request) string {
	switch {
	case q.Answer != nil:
		return fmt.Sprint(q.Answer.Status)
	case q.Lost != nil:
		return "no answer: " + q.Lost.Why
	}
	return "no answer"
}

// ignored are the headers of the way between, which say nothing of the implementation.
func ignored(name string) bool {
	return slices.Contains([]string{
		"Accept-Encoding", "Age", "Alt-Svc", "Connection", "Content-Length", "Date", "Host", "Keep-Alive", "Server",
		"Transfer-Encoding", "User-Agent", "Vary", "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
	}, name)
}

func (p *pair) headers(a, b http.Header) {
	all := maps.Clone(a)
	if all == nil {
		all = http.Header{}
	}
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if ignored(name) {
			continue
		}
		left, right := strings.Join(a[name], ", "), strings.Join(b[name], ", ")
		if len(a[name]) == 0 || len(b[name]) == 0 || !p.same(left, right, true) {
			p.differ("headers."+name, shown(left, len(a[name]) > 0), shown(right, len(b[name]) > 0))
		}
	}
}

func (p *pair) bodies(a, b trace.Body) {
	left, errA := a.JSON()
	right, errB := b.JSON()
	switch {
	case errA == nil && errB == nil:
		p.values("body", left, right)
	case errA == nil || errB == nil:
		p.differ("body", form(a, errA), form(b, errB))
	case !p.same(string(a), string(b), false):
		p.differ("body", form(a, errA), form(b, errB))
	}
}

// values walks two JSON values side by side.
func (p *pair) values(path string, a, b any) {
	switch left := a.(type) {
	case map[string]any:
		if right, ok := b.(map[string]any); ok {
			p.objects(path, left, right)
			return
		}
	case []any:
		if right, ok := b.([]any); ok {
			if len(left) != len(right) {
				p.differ(path, fmt.Sprintf("%d elements", len(left)), fmt.Sprintf("%d elements", len(right)))
			}
			for i := range min(len(left), len(right)) {
				p.values(path+"[]", left[i], right[i])
			}
			return
		}
	case string:
		if right, ok := b.(string); ok {
			if !p.same(left, right, isID(path)) {
				p.differ(path, render(a), render(b))
			}
			return
		}
	}
	if render(a) != render(b) && !p.instants(a, b) {
		p.differ(path, render(a), render(b))
	}
}

func (p *pair) objects(path string, a, b map[string]any) {
	all := map[string]bool{}
	for name := range a {
		all[name] = true
	}
	for name := range b {
		all[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		left, inA := a[name]
		right, inB := b[name]
		at := path + "." + name
		if inA && inB {
			p.values(at, left, right)
		} else {
			p.differ(at, shownValue(left, inA), shownValue(right, inB))
		}
	}
}

// callbacks compares each event's first callback with the other's first, and so on; then their order. What came after
// the other run had ended its scenario is not compared.
func (p *pair) callbacks() {
	limit := min(p.a.at, p.b.at)
	left, right := byEvent(p.a.callbacks), byEvent(p.b.callbacks)
	all := maps.Clone(left)
	maps.Copy(all, right)
	differ := false
	for _, event := range slices.Sorted(maps.Keys(all)) {
		for i := range max(len(left[event]), len(right[event])) {
			p.about = "callback " + event
			switch {
			case i >= len(left[event]):
				differ = p.missing(right[event][i], limit, false) || differ
			case i >= len(right[event]):
				differ = p.missing(left[event][i], limit, true) || differ
			default:
				p.deliveries(left[event][i], right[event][i])
			}
		}
	}
	a, b := p.sequence(p.a.callbacks), p.sequence(p.b.callbacks)
	if !differ && p.virtual && len(p.a.callbacks) == len(p.b.callbacks) && a != b {
		p.about = "callbacks"
		p.differ("order", a, b)
	}
}

// missing notes a callback that only one of them sent, unless the other was not waited for.
func (p *pair) missing(one *trace.Record, limit time.Duration, inA bool) bool {
	if p.virtual && time.Duration(one.At) > limit || !p.virtual && p.a.verdict != p.b.verdict {
		return false
	}
	p.step = one.Step
	if inA {
		p.differ("", "sent", absent)
	} else {
		p.differ("", absent, "sent")
	}
	return true
}

func (p *pair) deliveries(a, b *trace.Record) {
	p.report.Callbacks++
	p.step = a.Step
	if p.virtual && a.At != b.At {
		p.differ("at", time.Duration(a.At).String(), time.Duration(b.At).String())
	}
	left, right := a.Callback, b.Callback
	if left.Method != right.Method {
		p.differ("method", left.Method, right.Method)
	}
	p.headers(left.Header, right.Header)
	p.bodies(left.Body, right.Body)
}

func byEvent(list []*trace.Record) map[string][]*trace.Record {
	all := map[string][]*trace.Record{}
	for _, one := range list {
		name := one.Callback.Event
		if !one.Callback.Exact {
			name = "of no known event"
		}
		all[name] = append(all[name], one)
	}
	return all
}

func (p *pair) sequence(list []*trace.Record) string {
	var names []string
	for _, one := range list {
		names = append(names, one.Callback.Event)
	}
	return strings.Join(names, ", ")
}
