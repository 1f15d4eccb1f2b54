package specs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Operation is one request that a provider answers.
type Operation struct {
	// ID is its operationId; Method is in upper case; Path holds parameters in
	// braces.
	ID, Method, Path string
	Item             *openapi3.PathItem
	Spec             *openapi3.Operation
	// Params are those of the path and of the operation, which wins.
	Params []*openapi3.Parameter
	// Security holds the schemes of the first alternative, all of which apply;
	// it is empty where no credentials are taken.
	Security []Scheme
}

// Scheme is a way to show credentials.
type Scheme struct {
	// Name is its key in the document.
	Name string
	Spec *openapi3.SecurityScheme
	// SignIn is nil where an account holds its credentials from the start.
	SignIn *SignIn
}

// SignIn says how an account gets a token: the operation to call, which field
// of the account each member of its body takes, and where in the reply the
// token stands (a JSON pointer). It is the extension x-sign-in.
type SignIn struct {
	Operation string
	With      map[string]string
	Token     string
}

// Body returns the schema of the JSON request body, or nil.
func (o *Operation) Body() *openapi3.Schema {
	if o.Spec.RequestBody == nil {
		return nil
	}
	return jsonSchema(o.Spec.RequestBody.Value.Content)
}

// Statuses are those that the document names for the operation, in order.
func (o *Operation) Statuses() []int {
	var list []int
	for code := range o.Spec.Responses.Map() {
		if status, err := strconv.Atoi(code); err == nil {
			list = append(list, status)
		}
	}
	slices.Sort(list)
	return list
}

// Response returns what the document says of a status: exactly that status,
// else the default.
func (o *Operation) Response(status int) (*openapi3.Response, bool) {
	ref := o.Spec.Responses.Value(strconv.Itoa(status))
	if ref == nil {
		ref = o.Spec.Responses.Default()
	}
	if ref == nil {
		return nil, false
	}
	return ref.Value, true
}

func newOperation(document *openapi3.T, method, path string) *Operation {
	item := document.Paths.Value(path)
	o := &Operation{Method: strings.ToUpper(method), Path: path, Item: item}
	o.Spec = item.GetOperation(o.Method)
	o.ID = o.Spec.OperationID
	for _, ref := range item.Parameters {
		if o.Spec.Parameters.GetByInAndName(ref.Value.In, ref.Value.Name) == nil {
			o.Params = append(o.Params, ref.Value)
		}
	}
	for _, ref := range o.Spec.Parameters {
		o.Params = append(o.Params, ref.Value)
	}
	return o
}

// jsonSchema returns the schema of a JSON body, or nil.
func jsonSchema(content openapi3.Content) *openapi3.Schema {
	media := content.Get("application/json")
	if media == nil || media.Schema == nil {
		return nil
	}
	return media.Schema.Value
}
