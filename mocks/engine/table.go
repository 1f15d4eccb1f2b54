package engine

import "slices"

// tableKey names the records of one kind of one provider.
type tableKey struct {
	provider *Provider
	kind     string
}

// table is records by id, in the order in which they were first put.
type table struct {
	byID map[string]int
	rows []row
}

type row struct {
	id    string
	value any
	gone  bool
}

// Put keeps a value under kind and id, which replaces what was there in its
// place. The value must not be changed afterwards.
func (tx *Tx) Put(kind, id string, value any) {
	if err := declared(tx.provider, tx.provider.Records, "Records", kind, value); err != nil && tx.err == nil {
		tx.err = err
	}
	x, key := &tx.sandbox.exchange, tableKey{tx.provider, kind}
	t := x.tables[key]
	if t == nil {
		if x.tables == nil {
			x.tables = map[tableKey]*table{}
		}
		t = &table{byID: map[string]int{}}
		x.tables[key] = t
	}
	if i, ok := t.byID[id]; ok {
		t.rows[i].value = value
		return
	}
	t.byID[id] = len(t.rows)
	t.rows = append(t.rows, row{id: id, value: value})
}

// Get returns what was put.
func (tx *Tx) Get(kind, id string) (any, bool) {
	t := tx.table(kind)
	if t == nil {
		return nil, false
	}
	i, ok := t.byID[id]
	if !ok {
		return nil, false
	}
	return t.rows[i].value, true
}

// Delete removes what was put, and tells whether there was anything.
func (tx *Tx) Delete(kind, id string) bool {
	t := tx.table(kind)
	if t == nil {
		return false
	}
	i, ok := t.byID[id]
	if !ok {
		return false
	}
	delete(t.byID, id)
	t.rows[i] = row{gone: true}
	if len(t.rows) > 16 && len(t.byID) < len(t.rows)/2 {
		t.compact()
	}
	return true
}

// Each visits what was put, in order, until the function returns false. The
// function may delete what it is given.
func (tx *Tx) Each(kind string, visit func(id string, value any) bool) {
	t := tx.table(kind)
	if t == nil {
		return
	}
	for _, r := range slices.Clone(t.rows) {
		if !r.gone && !visit(r.id, r.value) {
			return
		}
	}
}

// Next counts from 0, for each kind by itself: the ordinal to make a Faker of
// for something that is no subject.
func (tx *Tx) Next(kind string) uint64 {
	x, key := &tx.sandbox.exchange, tableKey{tx.provider, kind}
	if x.counters == nil {
		x.counters = map[tableKey]uint64{}
	}
	n := x.counters[key]
	x.counters[key]++
	return n
}

func (tx *Tx) table(kind string) *table { return tx.sandbox.tables[tableKey{tx.provider, kind}] }

func (t *table) compact() {
	t.rows = slices.DeleteFunc(t.rows, func(r row) bool { return r.gone })
	for i, r := range t.rows {
		t.byID[r.id] = i
	}
}
