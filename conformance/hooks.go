package conformance

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/inbox"
)

// hooks listens for callbacks. Each scenario has an unguessable path of its own; what comes on no such path belongs to
// an account, and goes to every scenario that is running.
type hooks struct {
	server *http.Server
	url    string // what the implementation is told, without a slash at its end; empty: it can reach nothing

	mu      sync.Mutex
	running map[string]*inbox.Box
	order   []string
	past    map[string]bool // scenarios that are over: their stragglers disturb nobody
}

// inProcess is an inbox that listens nowhere: whoever carries the callbacks hands them to it.
func inProcess(url string) *hooks {
	return &hooks{running: map[string]*inbox.Box{}, past: map[string]bool{}, url: strings.TrimRight(url, "/")}
}

// listen opens the inbox where the target says, or on any port of this machine.
func listen(listener net.Listener, t *target.Target) (*hooks, error) {
	address := t.Inbox.Listen
	if address == "" {
		address = "127.0.0.1:0"
	}
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", address); err != nil {
			return nil, environment("the inbox cannot listen at %s: %s", address, short(err))
		}
	}
	h := inProcess(t.Inbox.URL)
	if h.url == "" || t.Inbox.Listen == "" || h.url == "http://"+t.Inbox.Listen {
		h.url = "http://" + listener.Addr().String() // the port may have been left to the system
	}
	h.server = &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	go h.server.Serve(listener)
	return h, nil
}

func (h *hooks) close() {
	if h.server != nil {
		h.server.Close()
	}
}

// open gives a scenario its box and the address of it.
func (h *hooks) open(options inbox.Options) (box *inbox.Box, key string) {
	var secret [16]byte
	rand.Read(secret[:])
	key = hex.EncodeToString(secret[:])
	box = inbox.New(options)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.running[key] = box
	h.order = append(h.order, key)
	return box, key
}

func (h *hooks) shut(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.running, key)
	h.past[key] = true
	for i := range h.order {
		if h.order[i] == key {
			h.order = append(h.order[:i], h.order[i+1:]...)
			return
		}
	}
}

// ServeHTTP hands a callback to the box of its path, wherever in the path a proxy may have put the key.
func (h *hooks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	for rest := r.URL.Path; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(strings.TrimLeft(rest, "/"), "/")
		if box := h.running[part]; box != nil {
			h.mu.Unlock()
			box.ServeHTTP(w, r)
			return
		}
		if h.past[part] {
			h.mu.Unlock()
			return
		}
	}
	var boxes []*inbox.Box
	for _, key := range h.order {
		boxes = append(boxes, h.running[key])
	}
	h.mu.Unlock()
	share(w, r, boxes)
}

// share gives one callback to several boxes; the first one answers it.
func share(w http.ResponseWriter, r *http.Request, boxes []*inbox.Box) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	for i := len(boxes) - 1; i >= 0; i-- {
		copied := r.Clone(r.Context())
		copied.Body = io.NopCloser(bytes.NewReader(body))
		if i > 0 {
			boxes[i].ServeHTTP(silent{http.Header{}}, copied)
		} else {
			boxes[i].ServeHTTP(w, copied)
		}
	}
}

// silent takes an answer that nobody hears.
type silent struct{ header http.Header }

func (s silent) Header() http.Header         { return s.header }
func (s silent) Write(p []byte) (int, error) { return len(p), nil }
func (s silent) WriteHeader(int)             {}
