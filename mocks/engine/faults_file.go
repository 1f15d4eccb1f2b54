package engine

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// ParseFaults reads a list of faults from YAML, or from JSON, which is YAML
// too. A member that no fault has is an error, as is a file without a fault.
func ParseFaults(data []byte) ([]Fault, error) {
	var plain []any
	if err := yaml.Unmarshal(data, &plain); err != nil {
		return nil, fmt.Errorf("want a list such as [{on: {operation: …}, do: {status: 503}}]: %w", err)
	}
	if len(plain) == 0 {
		return nil, fmt.Errorf("no fault in it: want a list such as [{on: {operation: …}, do: {status: 503}}]")
	}
	list := make([]Fault, len(plain))
	for i := range plain {
		asJSON, err := json.Marshal(plain[i])
		if err != nil {
			return nil, fmt.Errorf("fault %d: %w", i+1, err)
		}
		strict := json.NewDecoder(bytes.NewReader(asJSON))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&list[i]); err != nil {
			return nil, fmt.Errorf("fault %d: %w", i+1, err)
		}
	}
	return list, nil
}
