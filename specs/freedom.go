package specs

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Freedom is one thing that a provider's documents leave to the provider: it
// may behave so, and a client that cannot bear it has a bug.
type Freedom struct {
	// Name is a kebab word, unique within the provider.
	Name string
	// At is where it shows: replies, callbacks, or a stage of a call's life.
	At string
	// Do is the kind of behaviour; the fakes know which kinds there are.
	Do string
	// Because says in a sentence how the claims permit it.
	Because string
	// Claims are the ids of those that permit it, at least one, none of them
	// overruled.
	Claims []string
	// Assumed is set where nobody documents any of these claims.
	Assumed bool

	// What the kind needs to know; zero where it needs nothing.
	Most     time.Duration   // how much longer or later at most
	Prefix   string          // of ids: what they begin with
	Members  []string        // whose values it changes
	Attempts []int           // how many there may be in all
	Pauses   []time.Duration // before the second attempt, the third and so on
	Accepts  int             // the only status that counts as received
	Line     int             // where it begins in chaos.yaml
}

// readFreedoms reads chaos.yaml, which a provider may do without: it takes no
// freedoms then.
func (p *Provider) readFreedoms(files fs.FS) error {
	file := path.Join(p.Name, "chaos.yaml")
	if _, err := fs.Stat(files, file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	root, err := readYAML(files, file)
	if err != nil {
		return err
	}
	if _, err := root.members("freedoms"); err != nil {
		return err
	}
	items, err := root.at("freedoms").items()
	if err != nil {
		return err
	}
	for _, item := range items {
		one, err := parseFreedom(item)
		if err == nil {
			err = p.acceptFreedom(item, &one)
		}
		if err != nil {
			return err
		}
		p.Freedoms = append(p.Freedoms, one)
	}
	return nil
}

func parseFreedom(item source) (Freedom, error) {
	one := Freedom{Line: item.node.Line}
	members, err := item.members("name", "at", "do", "because", "claims", "most", "prefix", "members", "attempts", "pauses", "accepts")
	if err != nil {
		return one, err
	}
	for _, m := range members {
		var err error
		switch m.key.node.Value {
		case "name":
			one.Name, err = m.value.text()
		case "at":
			one.At, err = m.value.text()
		case "do":
			one.Do, err = m.value.text()
		case "because":
			one.Because, err = m.value.text()
		case "claims":
			one.Claims, err = m.value.list()
		case "most":
			one.Most, err = m.value.duration()
		case "prefix":
			one.Prefix, err = m.value.text()
		case "members":
			one.Members, err = m.value.list()
		case "attempts":
			one.Attempts, err = m.value.numbers()
		case "pauses":
			one.Pauses, err = m.value.durations()
		case "accepts":
			one.Accepts, err = m.value.number()
		}
		if err != nil {
			return one, err
		}
	}
	return one, nil
}

// acceptFreedom checks a freedom against the ledger and those before it.
func (p *Provider) acceptFreedom(item source, one *Freedom) error {
	for _, needed := range [][2]string{{"name", one.Name}, {"at", one.At}, {"do", one.Do}, {"because", one.Because}} {
		if needed[1] == "" {
			return item.errorf("a freedom needs %s", needed[0])
		}
	}
	if slices.ContainsFunc(p.Freedoms, func(other Freedom) bool { return other.Name == one.Name }) {
		return item.errorf("the freedom %s stands here twice", one.Name)
	}
	if len(one.Claims) == 0 {
		return item.errorf("%s names no claim that permits it: what no claim permits is no freedom", one.Name)
	}
	one.Assumed = true
	for _, id := range one.Claims {
		claim, known := p.Ledger.Find(id)
		switch {
		case !known:
			return item.at("claims").errorf("%s rests on the unknown claim %s%s", one.Name, id, Hint(id, p.Ledger.ids()))
		case claim.OverruledBy != "":
			return item.at("claims").errorf("%s rests on %s, which %s overrules", one.Name, id, claim.OverruledBy)
		}
		one.Assumed = one.Assumed && claim.Assumed()
	}
	return nil
}

func (s source) duration() (time.Duration, error) {
	d, err := time.ParseDuration(s.node.Value)
	if err != nil || d <= 0 {
		return 0, s.errorf("%q: want a duration such as 20s", s.node.Value)
	}
	return d, nil
}

func (s source) durations() ([]time.Duration, error) {
	items, err := s.items()
	if err != nil {
		return nil, err
	}
	list := make([]time.Duration, len(items))
	for i, item := range items {
		if list[i], err = item.duration(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s source) number() (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(s.node.Value))
	if err != nil || n <= 0 {
		return 0, s.errorf("%q: want a number from 1", s.node.Value)
	}
	return n, nil
}

func (s source) numbers() ([]int, error) {
	items, err := s.items()
	if err != nil {
		return nil, err
	}
	list := make([]int, len(items))
	for i, item := range items {
		if list[i], err = item.number(); err != nil {
			return nil, err
		}
	}
	return list, nil
}
