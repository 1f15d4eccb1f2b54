package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

func chaosCommand(t terminal) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "chaos [PROVIDER]...",
		Short: "List what --chaos legal chooses from, with the claims that permit it, and what --chaos hostile does",
		RunE: func(_ *cobra.Command, args []string) error {
			names, err := providerNames(args)
			if err != nil {
				return &exit{exitUsage, err}
			}
			var lists []freedoms
			for _, name := range names {
				spec, err := specs.Load(name)
				if err != nil {
					return &exit{exitUsage, err}
				}
				lists = append(lists, freedomsOf(spec))
			}
			if asJSON {
				out := json.NewEncoder(t.out)
				out.SetEscapeHTML(false)
				out.SetIndent("", "  ")
				return out.Encode(map[string]any{"legal": lists, "hostile": hostility()})
			}
			showChaos(t, lists)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// freedoms are what the documents of one provider permit.
type freedoms struct {
	Provider string    `json:"provider"`
	May      []freedom `json:"may"`
}

type freedom struct {
	Name    string   `json:"name"`
	At      string   `json:"at"`
	Says    string   `json:"says"`
	Because string   `json:"because,omitempty"`
	Claims  []string `json:"claims,omitempty"`
	Assumed bool     `json:"assumed,omitempty"` // nobody documents the claims
}

func freedomsOf(spec *specs.Provider) freedoms {
	list := freedoms{Provider: spec.Name}
	for _, f := range spec.Freedoms {
		kind, _ := engine.ChaosKindOf(&f)
		list.May = append(list.May, freedom{f.Name, f.At, kind.Says, f.Because, f.Claims, f.Assumed})
	}
	return list
}

// hostility is what no document permits.
func hostility() []freedom {
	var list []freedom
	for _, k := range engine.ChaosKinds() {
		if k.Hostile {
			list = append(list, freedom{Name: k.Word, At: k.At, Says: k.Says})
		}
	}
	return list
}

func showChaos(t terminal, lists []freedoms) {
	fmt.Fprintln(t.out, "serve and conform take --chaos legal, --chaos hostile, or a level and some names: --chaos legal:NAME,NAME.")
	width := 0
	for _, one := range slices.Concat(append([]freedoms{{May: hostility()}}, lists...)) {
		for _, f := range one.May {
			width = max(width, len(f.Name))
		}
	}
	for _, list := range lists {
		fmt.Fprintf(t.out, "\nlegal: what the documents of %s permit\n", list.Provider)
		for _, f := range list.May {
			assumed := ""
			if f.Assumed {
				assumed = ", assumed: no document says so"
			}
			fmt.Fprintf(t.out, "  %-*s  %s\n  %*s  %s (%s%s)\n", width, f.Name, f.Says, width, "", f.Because, strings.Join(f.Claims, ", "), assumed)
		}
	}
	fmt.Fprint(t.out, "\nhostile: that, and what no document permits\n")
	for _, f := range hostility() {
		fmt.Fprintf(t.out, "  %-*s  %s\n", width, f.Name, f.Says)
	}
}

// chaosOf is what chaos comes to at each of these providers: a behaviour that
// only others have is none there. One that nobody has is refused.
func chaosOf(c engine.Chaos, providers []string) (map[string]engine.Chaos, error) {
	each, all := map[string]engine.Chaos{}, []string{}
	for _, name := range providers {
		if each[name] = c; c.Only == nil {
			continue
		}
		spec, err := specs.Load(name)
		if err != nil {
			return nil, err
		}
		has := freedomsOf(spec).May
		if c.Level == engine.Hostile {
			has = append(has, hostility()...)
		}
		own := engine.Chaos{Level: c.Level}
		for _, f := range has {
			all = append(all, f.Name)
			if slices.Contains(c.Only, f.Name) {
				own.Only = append(own.Only, f.Name)
			}
		}
		if own.Only == nil {
			own = engine.Chaos{}
		}
		each[name] = own
	}
	for _, name := range c.Only {
		if !slices.Contains(all, name) {
			return nil, fmt.Errorf("%s has no behaviour %q%s", c.Level, name, specs.Hint(name, all))
		}
	}
	return each, nil
}
