// Package coherence holds what an implementation says against what it said before, in answers and in callbacks alike. It
// needs no scenario: the document says which objects tell of the same call or job, which member is the id, which words
// may follow one another, and what stays as it is (specs.Subject).
//
// Begin with New, one Book for what belongs to one world, and tell it of each message by Hear, in the order in which
// they came. It sends nothing, and asks for nothing: it judges what was exchanged anyway.
//
//	callback  call X is completed      -+
//	answer    call X is in_progress     +-- one of them is wrong
//
// A callback may have been under way for long, so one that is behind what an answer said already is no contradiction;
// one that no way leads to, or from, is.
package coherence

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

// Lag is how long an answer may be behind what a callback or another operation said, in provider time, where time
// passes by itself. No document promises a shorter one, and the slowest readable copy of a database is not that slow.
const Lag = 30 * time.Second

// Book is what an implementation has said so far. It is not safe for concurrent use.
type Book struct {
	subjects map[string]*specs.Subject
	lag      time.Duration
	began    time.Time
	records  map[key]*record
}

type key struct{ subject, id string }

// record is what was said of one subject.
type record struct {
	facts  map[string][]said
	shown  []showing
	told   string    // who told of it first
	first  time.Time // when
	made   string    // the operation that made it
	repeat string    // what that request may be repeated by
}

// said is one value of a fact, by whom it was said first.
type said struct {
	source   string
	callback bool
	value    any
	closed   bool // it has to stay so
	at       time.Time
}

// showing is an account that was shown a subject.
type showing struct{ account, source string }

// Statement is one message that tells of subjects.
type Statement struct {
	// Source is the operation that answered, or the event; Callback tells which.
	Source   string
	Callback bool
	// At is the provider time of it.
	At time.Time
	// Account is whose view an answer shows, such that another name is another view; empty: unknown.
	Account string
	// Makes is the subject that the answer says it has made, or empty; Repeat what such a request may be repeated by.
	Makes, Repeat string
	// Told is what the message says.
	Told []shape.Told
}

// Violation is one thing that does not agree with what was said before.
type Violation struct {
	// Message says what in one line; Path is where the new message says so.
	Message, Path string
	Want, Got     string
	// Claims are those that the document names for it; there may be none.
	Claims []string
}

// New begins a Book. Lag is how long answers may be behind one another; 0: not at all, as where provider time stands
// still. Times are shown from began on.
func New(subjects []specs.Subject, lag time.Duration, began time.Time) *Book {
	b := &Book{subjects: map[string]*specs.Subject{}, lag: lag, began: began, records: map[key]*record{}}
	for i := range subjects {
		b.subjects[subjects[i].Name] = &subjects[i]
	}
	return b
}

// Hear takes a message in, and says what of it does not agree with those before.
func (b *Book) Hear(s Statement) (found []Violation) {
	places := map[key]string{}
	for _, told := range s.Told {
		subject := b.subjects[told.Subject]
		if subject == nil {
			continue
		}
		k := key{told.Subject, told.ID}
		if earlier, again := places[k]; again && earlier != told.Path && anyIndex(earlier) == anyIndex(told.Path) {
			found = append(found, Violation{
				Message: fmt.Sprintf("%s has two entries with the id of one %s", s.Source, k.subject),
				Path:    told.Path, Want: "an id of its own", Got: k.id + ", as in " + earlier, Claims: subject.Once,
			})
		}
		places[k] = told.Path
		r := b.record(k, s)
		found = append(found, b.made(subject, k, r, s, told)...)
		found = append(found, b.apart(subject, k, r, s, told)...)
		found = append(found, b.facts(subject, k, r, s, told)...)
	}
	return found
}

// Miss says what is wrong with an answer that there is no such subject: the one who asks was told of it.
func (b *Book) Miss(s Statement, subject, id string) []Violation {
	r := b.records[key{subject, id}]
	if r == nil || s.Account == "" || b.subjects[subject] == nil {
		return nil
	}
	i := slices.IndexFunc(r.shown, func(one showing) bool { return one.account == s.Account })
	if i < 0 || r.shown[i].source != s.Source && s.At.Sub(r.first) <= b.lag && b.lag > 0 {
		return nil
	}
	return []Violation{{
		Message: fmt.Sprintf("%s does not know the %s of which %s told", s.Source, subject, r.shown[i].source),
		Path:    "status", Want: fmt.Sprintf("the %s %s, first told of by %s at %s", subject, id, r.told, b.when(r.first)), Got: "there is none",
		Claims: b.subjects[subject].Readable,
	}}
}

func (b *Book) record(k key, s Statement) *record {
	r := b.records[k]
	if r == nil {
		r = &record{facts: map[string][]said{}, told: s.Source, first: s.At}
		b.records[k] = r
	}
	return r
}

// made judges that an id is given once.
func (b *Book) made(subject *specs.Subject, k key, r *record, s Statement, told shape.Told) []Violation {
	if s.Makes != subject.Name || s.Callback {
		return nil
	}
	earlier := r.made
	if earlier == "" && len(r.shown) > 0 {
		earlier = r.shown[0].source
	}
	again := r.made != "" && s.Repeat != "" && s.Repeat == r.repeat
	r.made, r.repeat = s.Source, s.Repeat
	if earlier == "" || again {
		return nil
	}
	return []Violation{{
		Message: fmt.Sprintf("%s gives a new %s an id that is in use", s.Source, k.subject),
		Path:    told.Path, Want: "an id that was never given", Got: fmt.Sprintf("%s, which %s gave at %s", k.id, earlier, b.when(r.first)),
		Claims: subject.Once,
	}}
}

// apart judges that an account sees its own subjects only.
func (b *Book) apart(subject *specs.Subject, k key, r *record, s Statement, told shape.Told) []Violation {
	if s.Callback || s.Account == "" {
		return nil
	}
	for _, one := range r.shown {
		if one.account == s.Account {
			return nil
		}
	}
	r.shown = append(r.shown, showing{s.Account, s.Source})
	if len(r.shown) == 1 {
		return nil
	}
	owner := r.shown[0]
	return []Violation{{
		Message: fmt.Sprintf("%s shows a %s of the account %s to %s", s.Source, k.subject, owner.account, s.Account),
		Path:    told.Path, Want: fmt.Sprintf("nothing of %s, which %s told %s of", k.id, owner.source, owner.account), Got: k.id,
		Claims: subject.Apart,
	}}
}

func (b *Book) when(at time.Time) string {
	return "+" + strings.TrimSuffix(at.Sub(b.began).Round(time.Millisecond).String(), "m0s")
}

var indexes = regexp.MustCompile(`\[\d+\]`)

// anyIndex is a path without the numbers of its elements.
func anyIndex(path string) string { return indexes.ReplaceAllString(path, "[]") }
