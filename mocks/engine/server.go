package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Listeners are what a Fake is served on. Serve closes them.
type Listeners struct {
	Control   net.Listener            // nil: there is no control port
	Providers map[string]net.Listener // by name
	Token     string                  // of the control port; "": only this machine is served
	Metrics   http.Handler            // answers /metrics on the control port; nil: nothing does
}

// limits are what a listener puts up with.
type limits struct {
	header      time.Duration // for the header of a request
	read        time.Duration // for all of a request
	write       time.Duration // for the answer
	idle        time.Duration // between requests
	headerBytes int
	connections int
	farewell    time.Duration // for requests and deliveries that are under way at the end
}

// usual are generous to tests and enough to keep one bad client from hurting
// the others. A stalled request is cut within ten seconds.
var usual = limits{
	header:      5 * time.Second,
	read:        8 * time.Second,
	write:       time.Minute,
	idle:        2 * time.Minute,
	headerBytes: 64 << 10,
	connections: 4096,
	farewell:    10 * time.Second,
}

// Serve answers on all listeners until ctx ends or one of them fails. Then it
// stops taking requests, finishes those it has, lets deliveries in flight
// arrive, and closes the control port last, since its capture address may be
// where they go.
func (f *Fake) Serve(ctx context.Context, l Listeners) error {
	where := addressesOf(l)
	var control http.Handler
	var err error
	if l.Control != nil { // to read its document takes as long as all else
		control, err = f.Control(Control{Token: l.Token, Metrics: l.Metrics, Ready: f.listening.Load})
		if err != nil {
			return err
		}
	}
	f.listening.Store(where) // connections are taken from now on; nobody is refused
	var providers []*http.Server
	failed := make(chan error, len(l.Providers)+1)
	var running sync.WaitGroup
	waits, hangUp := context.WithCancel(context.WithoutCancel(ctx)) // who waits for something at the control port
	defer hangUp()
	start := func(what string, on net.Listener, handler http.Handler) *http.Server {
		server := f.server(handler)
		server.BaseContext = func(net.Listener) context.Context { return waits }
		running.Go(func() {
			if err := server.Serve(limited(on, f.limits.connections)); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("serve %s on %s: %w", what, on.Addr(), err)
			}
		})
		return server
	}
	for name, on := range l.Providers {
		providers = append(providers, start(name, on, f.Handler(name)))
	}
	var door *http.Server
	if l.Control != nil {
		door = start("the control port", l.Control, control)
	}

	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	f.listening.Store(nil)
	for _, s := range f.sandboxes.List() {
		s.desk.faults.stop()
	}
	err = errors.Join(err, f.farewell(providers, door, hangUp))
	running.Wait()
	f.close()
	return err
}

// farewell ends gracefully, as long as that takes no longer than it may.
func (f *Fake) farewell(providers []*http.Server, door *http.Server, hangUp func()) error {
	ctx, cancel := context.WithTimeout(context.Background(), f.limits.farewell)
	defer cancel()
	var problems []error
	for _, server := range providers {
		problems = append(problems, shut(ctx, server))
	}
	if err := f.drain(ctx); err != nil {
		problems = append(problems, f.courier.undelivered(f.limits.farewell))
	}
	hangUp()
	if door != nil {
		problems = append(problems, shut(ctx, door))
	}
	return errors.Join(problems...)
}

func shut(ctx context.Context, server *http.Server) error {
	if err := server.Shutdown(ctx); err != nil {
		server.Close()
		return fmt.Errorf("stop: some requests were still under way: %w", err)
	}
	return nil
}

func (f *Fake) server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:                      handler,
		ReadHeaderTimeout:            f.limits.header,
		ReadTimeout:                  f.limits.read,
		WriteTimeout:                 f.limits.write,
		IdleTimeout:                  f.limits.idle,
		MaxHeaderBytes:               f.limits.headerBytes,
		DisableGeneralOptionsHandler: true,
		ConnContext:                  withConn,
		ErrorLog:                     slog.NewLogLogger(f.options.Log.Handler(), slog.LevelDebug),
	}
}

// addressesOf says how to reach what is listening.
func addressesOf(l Listeners) *Addresses {
	where := &Addresses{Providers: map[string]string{}}
	if l.Control != nil {
		where.Control = reach(l.Control)
	}
	for name, on := range l.Providers {
		where.Providers[name] = reach(on)
	}
	return where
}

// reach is the URL of a listener; one that listens everywhere is reached on
// this machine.
func reach(l net.Listener) string {
	address := l.Addr().String()
	if host, port, err := net.SplitHostPort(address); err == nil {
		if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
			address = net.JoinHostPort("127.0.0.1", port)
		}
	}
	return "http://" + address
}
