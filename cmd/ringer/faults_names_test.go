package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryNameThatTheListOfFaultsShowsCanBeArranged(t *testing.T) {
	t.Parallel()
	told := ringer(t, "faults", "induslabs", "--json")
	require.Equal(t, exitFine, told.code, told.err)
	var list struct{ Names map[string][]string }
	require.NoError(t, json.Unmarshal([]byte(told.out), &list))
	s := serveRinger(t)
	forms := map[string]string{
		"OPERATION": "{on: {operation: %s}, do: {status: 503}}",
		"EVENT":     "{on: {event: %s}, do: {deliver: never}}",
		"ACCOUNT":   "{on: {stage: dial, account: %s}, do: {delay: 1s}}",
		"PERSONA":   "{on: {stage: dial, persona: %s}, do: {delay: 1s}}",
		"KIND":      "{on: {operation: login}, do: {fail: %s}}",
		"language":  "{on: {stage: transcript}, do: {language: %s}}",
	}
	for what, names := range list.Names {
		form, ok := forms[what]
		if stage, of := strings.CutPrefix(what, "CODE or PERSONA of the stage "); of {
			form, ok = "{on: {stage: "+stage+"}, do: {fail: %s}}", stage != "analysis" // which calls of this provider do not have
		}
		require.NotEmpty(t, names, what)
		for _, name := range names {
			if !ok || strings.Contains(name, " ") { // words for people
				continue
			}
			got := s.world("PUT", "faults", "- "+fmt.Sprintf(form, name))
			assert.Equal(t, http.StatusOK, got.status, "%s: %s", name, got.body)
		}
	}
}

func TestTheListOfFaultsIsInTheNamesOfTheProvider(t *testing.T) {
	t.Parallel()
	got := ringer(t, "faults", "vinfer")
	assert.Equal(t, exitFine, got.code)
	for _, line := range []string{
		"  reset: during            resets the connection in the middle of the body\n                           - {on: {operation: createCall}, do: {reset: during}}\n",
		"\nOPERATION: listCalls, createCall, getCall, ", "\nEVENT: call.completed, ",
	} {
		assert.Contains(t, got.out, line)
	}
	assert.NotContains(t, got.out, "$")
	assert.Equal(t, ending{exitUsage, "", "ringer: unknown provider \"vinfr\"; did you mean vinfer?\n"}, ringer(t, "faults", "vinfr"))
}
