package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Variables that env prints beside those of the providers. Those that a flag of
// ours reads make the next command speak to the same sandbox.
const captureVariable = ours + "CAPTURE_URL"

func envCommand(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "env [PROVIDER]...",
		Short: `Print variables for a shell: eval "$(ringer env --sandbox t1)"`,
		Long: "Print what a client needs to speak to the fakes, as exports for a shell:\n\n" +
			"  eval \"$(ringer env --sandbox t1)\"\n\n" +
			"For each provider, in capitals: NAME_BASE_URL, and the credentials of its account main under the names that\n" +
			"they have, such as NAME_API_KEY, or NAME_EMAIL and NAME_PASSWORD. They select the sandbox, which is made if it\n" +
			"is not there. " + captureVariable + " is a callback address whose arrivals can be read; RINGER_CONTROL and\n" +
			"RINGER_SANDBOX let the commands of ringer that follow speak of the same sandbox.",
		ValidArgs: mocks.Names(),
	}
	r := remoteOf(t, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for _, name := range args {
			if err := knownProvider(name); err != nil {
				return &exit{exitUsage, err}
			}
		}
		var at engine.Addresses
		if _, err := r.into(cmd.Context(), &at, http.MethodGet, "/readyz", nil); err != nil {
			return err
		}
		if _, err := r.ask(cmd.Context(), http.MethodPut, r.path(), nil); err != nil {
			return err
		}
		list, err := r.variables(at, args)
		if err != nil {
			return err
		}
		return r.export(list)
	}
	return cmd
}

// A setting is one variable of a shell.
type setting struct{ name, value string }

// variables are those of the providers named, of all that are served where
// none is, and ours.
func (r *remote) variables(at engine.Addresses, names []string) ([]setting, error) {
	var list []setting
	for _, name := range names {
		if at.Providers[name] == "" {
			return nil, &exit{exitUsage, fmt.Errorf("%s is not served: there are %s", name, strings.Join(sortedKeys(at.Providers), ", "))}
		}
	}
	for _, name := range mocks.Names() {
		if at.Providers[name] == "" || len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		spec, err := specs.Load(name)
		if err != nil {
			return nil, err
		}
		prefix := variablePrefix(name)
		list = append(list, setting{prefix + "BASE_URL", at.Providers[name]})
		for _, s := range signing(spec, r.sandbox) {
			list = append(list, setting{prefix + s.name, s.value})
		}
	}
	list = append(list,
		setting{variable("control"), r.address},
		setting{variable("sandbox"), r.sandbox},
		setting{captureVariable, r.address + "/inbox/" + r.sandbox + "/"})
	if r.token != "" {
		list = append(list, setting{variable("control-token"), r.token})
	}
	return list, nil
}

func variablePrefix(provider string) string {
	return strings.ToUpper(strings.ReplaceAll(provider, "-", "_")) + "_"
}

// signing are the credentials of the account main: what signing in takes, or
// its key. They select the sandbox.
func signing(spec *specs.Provider, sandbox string) []setting {
	main, _ := spec.World.Account("main")
	var list []setting
	add := func(field string, selects bool) {
		value := main.Fields[field]
		s := setting{variableOf(field), value}
		if selects && sandbox != engine.DefaultSandbox {
			s.value = engine.JoinName(value, sandbox)
		}
		if value != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	for _, op := range spec.Operations() {
		for _, scheme := range op.Security {
			if scheme.SignIn == nil {
				add("api_key", true)
				continue
			}
			for _, member := range sortedKeys(scheme.SignIn.With) {
				field := scheme.SignIn.With[member]
				add(field, strings.Contains(main.Fields[field], "@"))
			}
		}
	}
	return list
}

func variableOf(field string) string { return strings.ToUpper(strings.ReplaceAll(field, "-", "_")) }

func (r *remote) export(list []setting) error {
	if r.json {
		object := make(map[string]string, len(list))
		for _, s := range list {
			object[s.name] = s.value
		}
		text, err := json.MarshalIndent(object, "", "  ")
		if err != nil {
			return err
		}
		return r.untouched(text)
	}
	for _, s := range list {
		if _, err := fmt.Fprintf(r.t.out, "export %s=%s\n", s.name, quoted(s.value)); err != nil {
			return err
		}
	}
	return nil
}

// quoted is a text as a shell takes it literally.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
