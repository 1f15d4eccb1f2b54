package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

// Faults are arranged in the sandbox of every scenario, by the control port of the target. Those that fire in none are
// told in Result.Unfired, and the run has failed: what was to be tried was not.
type Faults struct {
	File string // where they were read, for messages
	Text []byte // a list as the control port takes it, in YAML or JSON; empty: there are none
}

// faulting keeps count of the faults of a run.
type faulting struct {
	Faults
	lines []int // where each begins; 0: nobody knows

	mu    sync.Mutex
	told  []string // each in one line, as the control port shows it
	fired []int    // in all scenarios
}

// faultView is a fault as the control port shows it.
type faultView struct {
	On    json.RawMessage `json:"on"`
	Do    json.RawMessage `json:"do"`
	Fired int             `json:"fired"`
}

// newFaulting tries the faults in a sandbox of their own, which is removed again: whether they can be arranged, the
// control port says.
func (r *run) newFaulting(ctx context.Context) (*faulting, error) {
	f := &faulting{Faults: r.Faults, lines: beginnings(r.Faults.Text)}
	if r.control == nil {
		return nil, usage("%s: faults are arranged by a control port, and the target %s has none", f.File, r.target.Name)
	}
	sandbox := "conform-" + r.id + "-faults"
	if err := r.control.create(ctx, sandbox); err != nil {
		return nil, environment("make a sandbox to try the faults in: %s", short(err))
	}
	defer r.control.remove(context.WithoutCancel(ctx), sandbox) // what stays behind is idle, and the fake collects it
	if err := r.control.fault(ctx, sandbox, f.Text); err != nil {
		return nil, usage("%s", f.placed(err.Error()))
	}
	list, err := r.control.faults(ctx, sandbox)
	if err != nil {
		return nil, environment("read the faults: %s", short(err))
	}
	f.fired = make([]int, len(list))
	for _, fault := range list {
		f.told = append(f.told, fmt.Sprintf(`{"on":%s,"do":%s}`, fault.On, fault.Do))
	}
	return f, nil
}

// beginnings are the lines at which the elements of a list begin.
func beginnings(text []byte) []int {
	var document yaml.Node
	if yaml.Load(text, &document) != nil || len(document.Content) == 0 { // the control port says what is wrong
		return nil
	}
	var lines []int
	for _, element := range document.Content[0].Content {
		lines = append(lines, element.Line)
	}
	return lines
}

// placed puts the file's name before what a control port says of one of its lines.
func (f *faulting) placed(said string) string {
	var n, line int
	if got, _ := fmt.Sscanf(said, "fault %d, line %d:", &n, &line); got == 2 {
		_, what, _ := strings.Cut(said, ": ")
		return fmt.Sprintf("%s:%d: %s", f.File, line, what)
	}
	return f.File + ": " + said
}

// note adds what fired in one scenario.
func (f *faulting) note(list []faultView) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range min(len(list), len(f.fired)) {
		f.fired[i] += list[i].Fired
	}
}

// unfired lists those that fired nowhere.
func (f *faulting) unfired() []string {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []string
	for i, fired := range f.fired {
		if fired > 0 {
			continue
		}
		where := fmt.Sprintf("%s, fault %d", f.File, i+1)
		if i < len(f.lines) {
			where = fmt.Sprintf("%s:%d", f.File, f.lines[i])
		}
		list = append(list, where+": "+f.told[i])
	}
	return list
}

// fault arranges faults in a sandbox. The error is the control port's own sentence, where it has one.
func (c *control) fault(ctx context.Context, sandbox string, text []byte) error {
	path := "/sandboxes/" + sandbox + "/faults"
	status, data, err := c.send(ctx, http.MethodPut, path, "application/yaml", text)
	if err != nil || status/100 == 2 {
		return err
	}
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(data, &said) == nil && said.Error != "" {
		return fmt.Errorf("%s", said.Error)
	}
	return refused(http.MethodPut, path, status, data)
}

// faults are those of a sandbox, and how often each has fired.
func (c *control) faults(ctx context.Context, sandbox string) ([]faultView, error) {
	var got struct {
		Faults []faultView `json:"faults"`
	}
	err := c.do(ctx, http.MethodGet, "/sandboxes/"+sandbox+"/faults", nil, &got)
	return got.Faults, err
}

func refused(method, path string, status int, data []byte) error {
	return fmt.Errorf("%s %s: %d %s", method, path, status, bytes.TrimSpace(data[:min(len(data), 300)]))
}
