package main

import (
	"context"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// served is a fake that runs in this process, to be judged.
type served struct {
	engine.Addresses
	spec *specs.Provider
}

// serveOurselves starts the fake of a provider on free ports, with every reply
// checked against its document. It runs until stop is called.
func serveOurselves(ctx context.Context, name string, seed uint64, chaos engine.Chaos) (s served, stop func(), err error) {
	const free = "127.0.0.1:0"
	w := wanted{control: free, names: []string{name}, providers: map[string]string{name: free}}
	fake, err := mocks.New(engine.Options{Seed: seed, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true, Chaos: chaos}, name)
	if err != nil {
		return served{}, nil, &exit{exitUsage, err}
	}
	listeners, err := w.listen()
	if err != nil {
		return served{}, nil, &exit{exitEnvironment, err}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() { done <- fake.Serve(ctx, listeners) }()
	provider, _ := fake.Provider(name)
	stop = func() {
		cancel()
		<-done
	}
	return served{Addresses: listeners.Addresses(), spec: provider.Spec}, stop, nil
}
