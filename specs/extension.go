package specs

import "fmt"

// The extensions that our documents use.
const (
	// DialsExtension marks a member or parameter whose value is a number that
	// will be called.
	DialsExtension = "x-dials"
	// SecretExtension marks a member or parameter that must never be shown.
	SecretExtension = "x-secret"

	claimsExtension = "x-claims"
	chooseExtension = "x-choose"
	signInExtension = "x-sign-in"
)

// Claims returns the ids of the claims that a node of a document proves.
func Claims(extensions map[string]any) []string {
	list, _ := extensions[claimsExtension].([]any)
	var ids []string
	for _, id := range list {
		if id, ok := id.(string); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// Flag tells whether a node is marked, such as with x-dials: true.
func Flag(extensions map[string]any, name string) bool {
	set, _ := extensions[name].(bool)
	return set
}

func signIn(extensions map[string]any) (*SignIn, error) {
	raw, found := extensions[signInExtension]
	if !found {
		return nil, nil
	}
	fields, _ := raw.(map[string]any)
	signIn := &SignIn{With: map[string]string{}}
	signIn.Operation, _ = fields["operation"].(string)
	signIn.Token, _ = fields["token"].(string)
	with, _ := fields["with"].(map[string]any)
	for member, field := range with {
		signIn.With[member], _ = field.(string)
	}
	if signIn.Operation == "" || len(signIn.With) == 0 || signIn.Token == "" || signIn.Token[0] != '/' {
		return nil, fmt.Errorf("%s needs operation, with, and token as a JSON pointer", signInExtension)
	}
	return signIn, nil
}
