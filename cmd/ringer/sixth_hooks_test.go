package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A hook that the engine gains makes this test fail, until the sixth provider
// shows how it is used.
func TestTheSixthProviderUsesEveryHook(t *testing.T) {
	t.Parallel()
	used := mentions(t, "../../testdata/sixth")
	hooks := slices.Concat(
		fields[engine.Provider](), fields[engine.Naming](), fields[engine.Reply](),
		fields[engine.Callbacks](), fields[engine.Policy](), fields[engine.Moment](), fields[engine.Callback](),
		fields[engine.Line](), fields[engine.Placing](), fields[engine.Order](), fields[engine.Query](), fields[engine.Failure](),
		fields[engine.Request](), methods[*engine.Request](), methods[*engine.Tx](),
		// Of the sandbox and of the package, what is meant for providers.
		[]string{"Sandbox.Now", "Sandbox.Began", "Sandbox.Persona", "Sandbox.Speech", "Sandbox.Faker", "Sandbox.Deliveries"},
		[]string{"engine.NewKeys", "engine.Letters", "engine.Recording", "engine.RecordingURL", "engine.AudioType"},
	)
	require.Greater(t, len(hooks), 70)
	for _, hook := range hooks {
		assert.Contains(t, used, hook)
	}
}

// fields are those that a type has of its own, as Type.Field.
func fields[T any]() (names []string) {
	of := reflect.TypeFor[T]()
	for _, field := range reflect.VisibleFields(of) {
		if field.IsExported() && !field.Anonymous && len(field.Index) == 1 {
			names = append(names, of.Name()+"."+field.Name)
		}
	}
	return names
}

// methods are those that a pointer has of its own: the getters of an Input,
// which a Request holds, are no hooks.
func methods[T any]() (names []string) {
	of := reflect.TypeFor[T]()
	for i := range of.NumMethod() {
		name := of.Method(i).Name
		if _, getter := reflect.TypeFor[*engine.Input]().MethodByName(name); !getter {
			names = append(names, of.Elem().Name()+"."+name)
		}
	}
	return names
}

// mentions are the keys of literals and the selectors of a folder's code, each
// as Type.Name; the type of a variable is told by its name, which is the same
// in every provider.
func mentions(t *testing.T, folder string) map[string]bool {
	types := map[string]string{"r": "Request", "tx": "Tx", "m": "Moment", "f": "Failure", "box": "Sandbox", "told": "Callback"}
	found := map[string]bool{}
	paths, err := filepath.Glob(folder + "/*.go")
	require.NoError(t, err)
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.CompositeLit:
				of, _ := node.Type.(*ast.SelectorExpr)
				for _, element := range node.Elts {
					if pair, ok := element.(*ast.KeyValueExpr); ok && of != nil {
						if key, ok := pair.Key.(*ast.Ident); ok {
							found[of.Sel.Name+"."+key.Name] = true
						}
					}
				}
			case *ast.SelectorExpr:
				of := last(node.X)
				if known, ok := types[of]; ok {
					of = known
				}
				found[of+"."+node.Sel.Name] = true
			}
			return true
		})
	}
	return found
}

// last is the last name of m.Tx, tx.Sandbox() or box.
func last(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.CallExpr:
		return last(x.Fun)
	}
	return ""
}
