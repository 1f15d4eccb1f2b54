package engine

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

type sandboxView struct {
	Name  string    `json:"name"`
	Clock clockView `json:"clock"`
	Seed  string    `json:"seed"`
	Chaos Chaos     `json:"chaos"`
}

type clockView struct {
	Mode string    `json:"mode"`
	Now  time.Time `json:"now"`
}

func viewSandbox(s *Sandbox) sandboxView {
	return sandboxView{Name: s.Name(), Clock: viewClock(s), Seed: strconv.FormatUint(s.Seed(), 10), Chaos: s.Chaos()}
}

func viewClock(s *Sandbox) clockView {
	mode, now := s.Clock()
	return clockView{Mode: mode.String(), Now: now}
}

func (p *controlPort) health(*Request) (Reply, error) {
	return Reply{Body: map[string]string{"status": "ok"}}, nil
}

func (p *controlPort) ready(*Request) (Reply, error) {
	if p.Ready == nil {
		return Reply{}, refuse(http.StatusServiceUnavailable, "", "nothing is listening yet")
	}
	where := p.Ready()
	if where == nil {
		return Reply{}, refuse(http.StatusServiceUnavailable, "", "nothing is listening yet")
	}
	return Reply{Body: where}, nil
}

func (p *controlPort) listSandboxes(*Request) (Reply, error) {
	p.fake.sandboxes.glance()
	views := []sandboxView{}
	for _, s := range p.fake.sandboxes.List() {
		views = append(views, viewSandbox(s))
	}
	return Reply{Body: map[string]any{"sandboxes": views}}, nil
}

func (p *controlPort) putSandbox(r *Request) (Reply, error) {
	setup, err := setupOf(r)
	if err != nil {
		return Reply{}, err
	}
	name := r.Text("name")
	created, err := p.fake.sandboxes.Make(name, setup)
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

// setupOf reads how a sandbox is to begin.
func setupOf(r *Request) (Setup, error) {
	var setup Setup
	if clock := r.Object("clock"); clock != nil {
		mode, now, err := timeOf(clock)
		if err != nil {
			return setup, err
		}
		setup.Clock = &mode
		if now != nil {
			setup.Now = *now
		}
	}
	if r.Has("chaos") {
		chaos, err := ParseChaos(r.Text("chaos"))
		if err != nil {
			return setup, err
		}
		setup.Chaos = &chaos
	}
	if r.Has("seed") {
		seed := uint64(r.Number("seed"))
		setup.Seed = &seed
	}
	return setup, nil
}

// timeOf reads a clock as clients write it.
func timeOf(clock map[string]any) (mode Mode, now *time.Time, err error) {
	word, _ := clock["mode"].(string)
	if mode, err = ParseMode(word); err != nil {
		return mode, nil, err
	}
	if text, given := clock["now"].(string); given {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return mode, nil, fmt.Errorf("clock now: want a time such as 2026-01-15T12:00:00Z")
		}
		now = &at
	}
	return mode, now, nil
}

func (p *controlPort) deleteSandbox(r *Request) (Reply, error) {
	if err := p.fake.sandboxes.Delete(r.Sandbox.Name()); err != nil {
		return Reply{}, err
	}
	return Reply{Status: http.StatusNoContent}, nil
}

func (p *controlPort) resetSandbox(r *Request) (Reply, error) {
	if err := p.fake.sandboxes.Reset(r.Sandbox.Name(), r.Text("only")); err != nil {
		return Reply{}, err
	}
	return Reply{Status: http.StatusNoContent}, nil
}
