package engine

import (
	"bytes"
	"encoding/json"
	"sync"
)

// A scratch is a buffer that is written on again by a later request.
type scratch struct {
	bytes.Buffer
	json *json.Encoder // writes on it; an ampersand stays an ampersand
}

// scratchKept bounds what is kept for later; a larger one is let go.
const scratchKept = 64 << 10

var scratches = sync.Pool{New: func() any {
	p := &scratch{}
	p.json = json.NewEncoder(&p.Buffer)
	p.json.SetEscapeHTML(false)
	return p
}}

func buffer() *scratch { return scratches.Get().(*scratch) }

// release gives a scratch back. Nothing that lies on it may be used afterwards.
func release(p *scratch) {
	if p.Cap() <= scratchKept {
		p.Reset()
		scratches.Put(p)
	}
}
