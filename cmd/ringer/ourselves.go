package main

import (
	"context"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// served are fakes that run in this process, to be judged.
type served struct {
	engine.Addresses
	names []string
}

// serveOurselves starts the fakes of the named providers on free ports, with
// every reply checked against its document. They run until stop is called.
func serveOurselves(ctx context.Context, args []string) (served, func(), error) {
	names, err := providerNames(args)
	if err != nil {
		return served{}, nil, &exit{exitUsage, err}
	}
	w := wanted{control: "127.0.0.1:0", names: names, providers: map[string]string{}}
	for _, name := range names {
		w.providers[name] = "127.0.0.1:0"
	}
	fake, err := mocks.New(engine.Options{Seed: defaultSeed, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true}, names...)
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
	stop := func() {
		cancel()
		<-done
	}
	return served{Addresses: listeners.Addresses(), names: names}, stop, nil
}
