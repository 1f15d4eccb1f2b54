package engine

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/specs"
)

// routesOf mounts paths in the order given, without a document.
func routesOf(places ...string) *routes {
	rs := &routes{router: mux.NewRouter().SkipClean(true).UseEncodedPath()}
	for _, place := range places {
		method, path, _ := strings.Cut(place, " ")
		rt := &route{operation: &specs.Operation{ID: place, Method: method, Path: path}}
		rs.all = append(rs.all, rt)
		rs.order = append(rs.order, newTemplate(path, rt))
		rs.router.Path(path).Methods(method).Handler(rt)
	}
	return rs
}

var crossroads = []string{
	"GET /", "GET /pages", "POST /pages", "GET /pages/recent", "GET /pages/{id}", "DELETE /pages/{page}",
	"GET /pages/{id}/lines/{line}", "GET /{any}/lines/1", "GET /files/{name}.wav", "GET /files/{name}", "GET /pages/{id}/",
}

func TestTheQuickSearchFindsTheSameAsTheRouter(t *testing.T) {
	for _, path := range []string{
		"/", "//", "/pages", "/pages/", "/pages/recent", "/pages/7", "/pages//", "/pages/7/", "/pages/7/lines/1", "/pages/7/lines/",
		"/files/a.wav", "/files/a", "/files/.wav", "/x/lines/1", "/nowhere", "", "/pages/a b", "/pages/ä", "/pages/a%2Fb", "/pages/%zz", "/pages/a?b",
	} {
		agreeOn(t, routesOf(crossroads...), path)
	}
}

func FuzzTheQuickSearch(f *testing.F) {
	f.Add("/pages/7/lines/1")
	f.Add("/files/a.wav")
	rs := routesOf(crossroads...)
	f.Fuzz(func(t *testing.T, path string) { agreeOn(t, rs, path) })
}

func agreeOn(t *testing.T, rs *routes, path string) {
	address, err := url.Parse(path)
	if err != nil {
		address = &url.URL{Path: path}
	}
	for _, method := range []string{"GET", "POST", "DELETE", "HEAD"} {
		r := &http.Request{Method: method, URL: address}
		quick, found := rs.quick(r)
		if quick == nil {
			continue
		}
		slow := &routes{router: rs.router, all: rs.all}
		rt, vars, failed := slow.find(r)
		require.Nil(t, failed, "%s %q", method, path)
		assert.Equal(t, rt.operation.ID, quick.operation.ID, "%s %q", method, path)
		byName := func(a, b segment) int { return strings.Compare(a.name, b.name) }
		slices.SortFunc(vars, byName)
		slices.SortFunc(found, byName)
		assert.Equal(t, vars, found, "%s %q", method, path)
	}
}

func BenchmarkFindARoute(b *testing.B) {
	rs := routesOf(crossroads...)
	r := &http.Request{Method: "GET", URL: &url.URL{Path: "/pages/7/lines/1"}}
	for name, of := range map[string]*routes{"quick": rs, "router": {router: rs.router, all: rs.all}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, failed := of.find(r); failed != nil {
					b.Fatal(failed)
				}
			}
		})
	}
}
