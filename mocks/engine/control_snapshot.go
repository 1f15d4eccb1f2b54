package engine

import (
	"errors"
	"io"
	"net/http"
)

// restoring reads its own body: a world is longer than what a request may send
// elsewhere, and is not judged twice.
const restoring = "restore-sandbox"

func (p *controlPort) snapshotSandbox(r *Request) (Reply, error) {
	name := r.Sandbox.Name()
	text, err := r.Sandbox.Snapshot(r.HTTP.Context())
	switch {
	case errors.Is(err, ErrRunning):
		return Reply{}, refuse(http.StatusConflict, `PUT /sandboxes/`+name+`/clock with {"mode": "frozen"} stops it`, "%s", err)
	case errors.Is(err, ErrRestive):
		return Reply{}, refuse(http.StatusConflict, "GET /sandboxes/"+name+"/deliveries?state=sending shows what is under way", "%s", err)
	case errors.Is(err, errLarge):
		return Reply{}, refuse(http.StatusConflict, "", "%s", err)
	case err != nil:
		return Reply{}, err
	}
	return Reply{Header: http.Header{"Content-Type": {jsonType}}, Body: text}, nil
}

func (p *controlPort) restoreSandbox(r *Request) (Reply, error) {
	text, err := io.ReadAll(io.LimitReader(r.HTTP.Body, snapshotBytes+1))
	switch {
	case err != nil:
		return Reply{}, &Failure{Kind: Malformed}
	case len(text) > snapshotBytes:
		return Reply{}, &Failure{Kind: TooLarge, Reason: errLarge.Error()}
	case len(text) == 0:
		return Reply{}, refuse(http.StatusBadRequest, "GET /sandboxes/{name}/snapshot writes one", "there is no snapshot in the body")
	}
	name := r.Text("name")
	created, err := p.fake.sandboxes.Restore(name, text)
	if err != nil {
		return Reply{}, err
	}
	box, found := p.fake.sandboxes.Get(name)
	if !found {
		return Reply{}, ErrGone
	}
	reply := Reply{Status: http.StatusOK, Body: viewSandbox(box)}
	if created {
		reply.Status = http.StatusCreated
	}
	return reply, nil
}
