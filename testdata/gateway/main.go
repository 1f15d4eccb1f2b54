// Command gateway is a small Click2Call gateway that somebody else could have
// written: it knows the provider's API from its documentation alone, keeps its
// own accounts and numbers, and shares no code with the fakes. The conformance
// runner is judged by how it judges this program.
//
// Started, it prints one line of JSON: base_url, and inactive_token, a token
// issued to a user who has been deactivated since. Provider time runs -pace
// times as fast as real time. -deviate makes it break named rules on purpose.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "gateway:", err)
		}
		stop()
		os.Exit(2)
	}
}

// run serves until ctx is done, then lets requests and callbacks in flight
// finish. Callbacks that are not yet due are dropped with the calls.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("gateway", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:9000", "`address` to listen on; port 0 chooses a free one")
	pace := flags.Int("pace", 1, "provider seconds in one real second")
	tokenLife := flags.Duration("token-life", 24*time.Hour, "how long an access token is good for, in provider time")
	deviate := flags.String("deviate", "", "comma-separated `names` of rules to break")
	list := flags.Bool("list-deviations", false, "print the deviations as JSON and exit")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *list {
		return json.NewEncoder(out).Encode(deviationTable())
	}
	if *pace < 1 {
		return fmt.Errorf("-pace %d: must be at least 1", *pace)
	}
	broken, err := parseDeviations(*deviate)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}

	g := newGateway(newClock(*pace), *tokenLife, broken)
	server := &http.Server{
		Handler:           g.routes(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if err := json.NewEncoder(out).Encode(object{
		"base_url":       "http://" + listener.Addr().String(),
		"inactive_token": g.issue(inactiveEmail, "access"),
	}); err != nil {
		return errors.Join(err, server.Close())
	}

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err = server.Shutdown(grace)
	g.stopCallbacks()
	return err
}
