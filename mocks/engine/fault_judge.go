package engine

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// judge says what is wrong with the nth fault of a list: a name that nothing
// has, words that do not go together, what could never fire.
func (f *Fake) judge(n int, fault *Fault) error {
	j := faultJudge{fault: fault, book: f.options.Book}
	j.kind, j.name = fault.On.Kind()
	for _, p := range f.providers {
		j.known = append(j.known, p.Spec.Name)
		if fault.On.Provider == "" || fault.On.Provider == p.Spec.Name {
			j.providers = append(j.providers, p)
		}
	}
	for _, rule := range []func() (part string, err error){j.point, j.names, j.narrows, j.effect, j.together, j.operation, j.stage, j.event} {
		if part, err := rule(); err != nil {
			return fmt.Errorf("%s%w", fault.source.at(n, part), err)
		}
	}
	return nil
}

// A faultJudge judges one fault. Its rules name the part of the fault that is
// wrong, such as "on.operation".
type faultJudge struct {
	fault     *Fault
	kind      PointKind
	name      string
	providers []*Provider // that it can concern
	known     []string    // the names of all
	book      *call.Book
}

// said are the words that stand in a point or an effect.
func said(of any) []string {
	v := reflect.ValueOf(of)
	var words []string
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			word, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			words = append(words, word)
		}
	}
	return words
}

// point: it is exactly one of the three, and its words go with it.
func (j *faultJudge) point() (string, error) {
	var places []string
	for _, word := range said(j.fault.On) {
		for _, row := range PointWords() {
			switch {
			case row.Word != word:
			case slices.Contains([]string{string(AtOperation), string(AtStage), string(AtEvent)}, word):
				places = append(places, word)
			case row.Point != "" && row.Point != j.kind:
				return "on." + word, fmt.Errorf("%s goes with %s, not with %s", word, row.Point, j.kind)
			}
		}
	}
	if len(places) != 1 {
		return "on", errors.New("a fault waits on one of operation, stage and event")
	}
	return "", nil
}

// names: what it waits on exists.
func (j *faultJudge) names() (string, error) {
	if len(j.providers) == 0 {
		return "on.provider", fmt.Errorf("no provider is called %q%s", j.fault.On.Provider, specs.Hint(j.fault.On.Provider, j.known))
	}
	var known []string
	for _, p := range j.providers {
		switch j.kind {
		case AtOperation:
			for _, o := range p.Spec.Operations() {
				known = append(known, o.ID)
			}
		case AtEvent:
			for _, e := range p.Spec.Events() {
				known = append(known, e.Name)
			}
		}
	}
	if j.kind == AtStage {
		known = Stages()
	}
	if !slices.Contains(known, j.name) {
		return "on." + string(j.kind), fmt.Errorf("no %s is called %q%s", j.kind, j.name, specs.Hint(j.name, known))
	}
	return "", nil
}

// narrows: the account, the persona and the number can be met.
func (j *faultJudge) narrows() (string, error) {
	on := j.fault.On
	if on.Account != "" {
		var known []string
		for _, p := range j.providers {
			for _, account := range p.Spec.World.Accounts {
				known = append(known, account.Name)
			}
		}
		if !slices.Contains(known, on.Account) {
			return "on.account", fmt.Errorf("no account is called %q%s", on.Account, specs.Hint(on.Account, known))
		}
	}
	if _, known := j.book.ByName(on.Persona); on.Persona != "" && !known {
		return "on.persona", fmt.Errorf("no persona is called %q%s", on.Persona, specs.Hint(on.Persona, j.book.Names()))
	}
	if number := digits(on.Number); on.Number != "" && (number == "" || strings.Trim(number, "0123456789") != "") {
		return "on.number", fmt.Errorf("%q is no phone number: want digits, such as '919812345678'", on.Number)
	}
	if on.Times < 0 || on.Chance < 0 || on.Chance > 1 {
		return "on", errors.New("times counts from 1, and chance goes up to 1")
	}
	return "", nil
}

// rows are those of a word at this kind of point.
func (j *faultJudge) rows(word string) []FaultWord {
	return slices.DeleteFunc(EffectWords(), func(row FaultWord) bool { return row.Point != j.kind || row.Word != word })
}

// effect: every word goes with this point, and has one of its values.
func (j *faultJudge) effect() (string, error) {
	words := said(j.fault.Do)
	if len(words) == 0 {
		return "do", fmt.Errorf("a fault on %s does something: %s", j.name, among(j.fitting()))
	}
	for _, word := range words {
		rows := j.rows(word)
		if len(rows) == 0 {
			return "do." + word, fmt.Errorf("%s does not go with %s; %s do", word, j.kind, strings.Join(j.fitting(), ", "))
		}
		if stages := rows[0].Stages; len(stages) > 0 && !slices.Contains(stages, j.name) {
			return "do." + word, fmt.Errorf("%s does not go with the stage %s, but with %s; here go %s", word, j.name, among(stages), strings.Join(j.fitting(), ", "))
		}
		if !rows[0].Choice {
			continue
		}
		var choices []string
		for _, row := range rows {
			choices = append(choices, row.Value)
		}
		if value := fmt.Sprint(fieldOf(reflect.ValueOf(&j.fault.Do), word)); !slices.Contains(choices, value) {
			return "do." + word, fmt.Errorf("%s is %s, not %q%s", word, among(choices), value, specs.Hint(value, choices))
		}
	}
	return "", nil
}

// fitting are the words that go with this point.
func (j *faultJudge) fitting() []string {
	return faultWordsOf(slices.DeleteFunc(EffectWords(), func(row FaultWord) bool {
		return row.Point != j.kind || len(row.Stages) > 0 && !slices.Contains(row.Stages, j.name)
	}))
}

// together: of a group only one word stands there, and what needs another has it.
func (j *faultJudge) together() (string, error) {
	words, first := said(j.fault.Do), map[string]string{}
	for _, word := range words {
		row := j.rows(word)[0]
		if before, taken := first[row.Group]; taken && row.Group != "" {
			return "do." + word, fmt.Errorf("a fault does either %s or %s", before, word)
		}
		first[row.Group] = word
		if len(row.Needs) > 0 && !slices.ContainsFunc(row.Needs, func(need string) bool { return slices.Contains(words, need) }) {
			return "do." + word, fmt.Errorf("%s needs %s beside it", word, among(row.Needs))
		}
		if word == "hang" && slices.ContainsFunc(words, func(other string) bool { return other != "hang" && other != "delay" }) {
			return "do.hang", errors.New("what hangs has no answer: nothing else goes with it")
		}
	}
	return "", nil
}

// operation: the failure is one that somebody has, and what the effect is about
// is there.
func (j *faultJudge) operation() (string, error) {
	if j.kind != AtOperation {
		return "", nil
	}
	do := j.fault.Do
	kind := Kind(do.Fail)
	known, secured, read := kind == "" || slices.Contains(kinds, kind), false, false
	for _, p := range j.providers {
		o, has := p.Spec.Operation(j.name)
		if !has {
			continue
		}
		known = known || p.fails(kind)
		secured = secured || len(o.Security) > 0
		read = read || o.Method == http.MethodGet
	}
	switch {
	case !known:
		words := make([]string, len(kinds))
		for i, kind := range kinds {
			words[i] = string(kind)
		}
		return "do.fail", fmt.Errorf("no failure is called %q%s", do.Fail, specs.Hint(do.Fail, words))
	case j.fault.On.Account != "" && !secured:
		return "on.account", fmt.Errorf("%s asks for no credential, so no account is known there", j.name)
	case do.Expire != "" && !secured:
		return "do.expire", fmt.Errorf("%s asks for no credential, so none can expire", j.name)
	case do.Lag > 0 && !read:
		return "do.lag", fmt.Errorf("lag goes with operations that read, and %s does not", j.name)
	}
	return "", nil
}

// fails tells whether a provider has a failure of its own of this kind: what it
// says then is not what it says of any word.
func (p *Provider) fails(kind Kind) bool {
	const nothing Kind = "a kind that nobody has"
	return !reflect.DeepEqual(p.Fail(&Failure{Kind: kind}), p.Fail(&Failure{Kind: nothing}))
}
