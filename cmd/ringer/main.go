// Command ringer runs stand-ins for voice-call providers, and judges
// implementations of their APIs. Begin with `ringer serve` or `ringer conform`.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends the program at once
	code := run(ctx, os.Args[1:], terminal{out: os.Stdout, err: os.Stderr, lookup: os.LookupEnv, environ: os.Environ})
	os.Exit(code)
}
