package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

func faultsCommand(t terminal) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "faults [PROVIDER]",
		Short: "List the points and effects of faults, with an example of each in the provider's names",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = mocks.Names()[:1]
			}
			if err := knownProvider(args[0]); err != nil {
				return &exit{exitUsage, err}
			}
			spec, err := specs.Load(args[0])
			if err != nil {
				return &exit{exitUsage, err}
			}
			names, err := faultNames(spec)
			if err != nil {
				return &exit{exitUsage, err}
			}
			points, effects := namedAfter(spec, engine.PointWords()), namedAfter(spec, engine.EffectWords())
			if asJSON {
				return writeFaultWords(t, points, effects, names)
			}
			showFaultWords(t, points, effects, names)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// namedAfter gives the examples the names of a provider's document.
func namedAfter(spec *specs.Provider, rows []engine.FaultWord) []engine.FaultWord {
	places, reads := "", ""
	for _, o := range spec.Operations() {
		if places == "" && dials(o) {
			places = o.ID
		}
		if reads == "" && o.Method == "GET" && strings.Contains(o.Path, "{") && len(o.Security) > 0 {
			reads = o.ID
		}
	}
	event := ""
	if events := spec.Events(); len(events) > 0 {
		event = events[0].Name
	}
	names := strings.NewReplacer("$operation", places, "$read", reads, "$event", event, "$provider", spec.Name)
	for i := range rows {
		rows[i].Example = names.Replace(rows[i].Example)
	}
	return rows
}

// dials tells whether an operation places a call to a number.
func dials(o *specs.Operation) bool {
	body := o.Body()
	if body == nil {
		return false
	}
	for _, ref := range body.Properties {
		if specs.Flag(ref.Value.Extensions, specs.DialsExtension) {
			return true
		}
	}
	return false
}

// wordView is a row as JSON has it.
type wordView struct {
	Point   string   `json:"point,omitempty"`
	Word    string   `json:"word"`
	Value   string   `json:"value"`
	Choice  bool     `json:"choice,omitempty"`
	Stages  []string `json:"stages,omitempty"`
	Says    string   `json:"says"`
	Example string   `json:"example"`
}

func writeFaultWords(t terminal, points, effects []engine.FaultWord, names []faultName) error {
	words := map[string][]string{}
	for _, name := range names {
		words[name.word] = name.words
	}
	view := func(rows []engine.FaultWord) []wordView {
		views := make([]wordView, len(rows))
		for i, r := range rows {
			views[i] = wordView{string(r.Point), r.Word, r.Value, r.Choice, r.Stages, r.Says, r.Example}
		}
		return views
	}
	out := json.NewEncoder(t.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(map[string]any{"points": view(points), "effects": view(effects), "names": words})
}

// showFaultWords prints the table: of each row the words, what it does, and
// below that an example to copy.
func showFaultWords(t terminal, points, effects []engine.FaultWord, names []faultName) {
	fmt.Fprintln(t.out, "A fault is {on: POINT, do: EFFECT}. A list of them goes to serve or conform by --faults FILE,")
	fmt.Fprintln(t.out, "or to a sandbox by PUT /sandboxes/NAME/faults of the control port, as YAML or JSON.")
	sections := []struct {
		title string
		rows  []engine.FaultWord
		of    func(engine.FaultWord) bool
	}{
		{"on: where it waits, exactly one of", points, func(r engine.FaultWord) bool { return r.Word == string(r.Point) }},
		{"on: what narrows it down", points, func(r engine.FaultWord) bool { return r.Word != string(r.Point) }},
		{"do: at an operation", effects, func(r engine.FaultWord) bool { return r.Point == engine.AtOperation }},
		{"do: at a stage", effects, func(r engine.FaultWord) bool { return r.Point == engine.AtStage }},
		{"do: at an event", effects, func(r engine.FaultWord) bool { return r.Point == engine.AtEvent }},
	}
	width := 0
	for _, r := range append(points, effects...) {
		width = max(width, len(r.Word)+len(": ")+len(r.Value))
	}
	for _, s := range sections {
		fmt.Fprintf(t.out, "\n%s\n", s.title)
		for _, r := range s.rows {
			if s.of(r) {
				fmt.Fprintf(t.out, "  %-*s  %s\n  %*s  - %s\n", width, r.Word+": "+r.Value, r.Says, width, "", r.Example)
			}
		}
	}
	fmt.Fprintln(t.out)
	for _, name := range names {
		fmt.Fprintf(t.out, "%s: %s\n", name.word, strings.Join(name.words, ", "))
	}
}

// A faultName is what may stand where the list has a word in capitals.
type faultName struct {
	word  string
	words []string
}

// faultNames are those of one provider's document, and those of all.
func faultNames(spec *specs.Provider) ([]faultName, error) {
	book, err := mocks.PhoneBook()
	if err != nil {
		return nil, err
	}
	var operations, events, accounts, kinds []string
	for _, o := range spec.Operations() {
		operations = append(operations, o.ID)
	}
	for _, e := range spec.Events() {
		events = append(events, e.Name)
	}
	for _, a := range spec.World.Accounts {
		accounts = append(accounts, a.Name)
	}
	for _, k := range engine.Kinds() {
		kinds = append(kinds, string(k))
	}
	names := []faultName{
		{"OPERATION", operations},
		{"EVENT", events},
		{"ACCOUNT", accounts},
		{"PERSONA", book.Names()},
		{"KIND", append(kinds, "or one of the provider's own")},
		{"language", engine.Languages()},
	}
	for _, stage := range engine.Stages() {
		names = append(names, faultName{"CODE or PERSONA of the stage " + stage, engine.StageFailures(stage, book)})
	}
	return names, nil
}
