package vinfer

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// remembersFor is how long an Idempotency-Key holds (VIN-043, VIN-044).
const remembersFor = 24 * time.Hour

const kindReply = "reply"

// A remembered reply is given again, byte for byte. Failures are not
// remembered, and the body of the later request does not matter (VIN-087).
type remembered struct {
	At   time.Time
	Body []byte
}

// creating answers a request that creates something, and creates it once for
// each Idempotency-Key: looking for the key and creating are one step, so that
// of two requests at the same time one creates.
func creating(r *engine.Request, status int, create func(*engine.Tx) (any, error)) (engine.Reply, error) {
	reply := engine.Reply{Status: status}
	err := r.Do(func(tx *engine.Tx) (err error) {
		key := r.Text("Idempotency-Key")
		if key == "" {
			reply.Body, err = create(tx)
			return err
		}
		key = workspace(r) + "\n" + r.Operation.ID + "\n" + key // VIN-117
		if kept, ok := tx.Get(kindReply, key); ok {
			if first := kept.(*remembered); tx.Now().Before(first.At.Add(remembersFor)) {
				reply.Body = first.Body
				return nil
			}
		}
		made, err := create(tx)
		if err != nil || made == nil { // nil: the sandbox is full, as Do will say
			return err
		}
		body, err := written(made)
		if err != nil {
			return err
		}
		tx.Put(kindReply, key, &remembered{At: tx.Now(), Body: body})
		reply.Body = body
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	return reply, nil
}

// written is a value as JSON, in the form in which the engine writes it.
func written(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

func good(body any) engine.Reply { return engine.Reply{Status: http.StatusOK, Body: body} }
