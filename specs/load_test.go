package specs

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryProviderLoads(t *testing.T) {
	require.Contains(t, Names(), "induslabs")
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			provider, err := Load(name)
			require.NoError(t, err)
			assert.Equal(t, name, provider.Name)
		})
	}
}

func TestAProviderOfAnotherFileSystemLoads(t *testing.T) {
	provider := acme(t)

	var operations, events []string
	for _, o := range provider.Operations() {
		operations = append(operations, o.ID+" "+o.Method+" "+o.Path)
	}
	for _, e := range provider.Events() {
		events = append(events, e.Operation+" "+e.Name+" "+e.Expression)
	}
	assert.Equal(t, []string{"login POST /login", "getCall GET /calls/{id}", "placeCall POST /calls"}, operations)
	assert.Equal(t, []string{"placeCall call.ended {$request.body#/callback_url}"}, events)
	assert.Empty(t, provider.Document.Servers, "an absolute server would not match localhost")
	assert.Equal(t, []string{""}, provider.Bases)
}

func TestTheBasesOfADocumentAreThePathsOfItsServers(t *testing.T) {
	for name, c := range map[string]struct{ servers, want []string }{
		"none":         {nil, []string{""}},
		"one":          {[]string{"https://acme.example/api/v2/"}, []string{"/api/v2"}},
		"two, twice":   {[]string{"https://acme.example/v1", "https://acme.example", "https://eu.acme.example/v1"}, []string{"/v1", ""}},
		"without host": {[]string{"/v1"}, []string{"/v1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var servers openapi3.Servers
			for _, address := range c.servers {
				servers = append(servers, &openapi3.Server{URL: address})
			}
			got, err := bases(source{}, servers)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestAnOperationKnowsItsParametersAndCredentials(t *testing.T) {
	provider := acme(t)

	login, ok := provider.Operation("login")
	require.True(t, ok)
	assert.Empty(t, login.Security)
	assert.True(t, Flag(login.Body().Properties["password"].Value.Extensions, SecretExtension))
	assert.False(t, Flag(login.Body().Properties["email"].Value.Extensions, SecretExtension))
	_, ok = login.Response(404)
	assert.False(t, ok, "login has no default response")

	get, ok := provider.Operation("getCall")
	require.True(t, ok)
	assert.Nil(t, get.Body())
	require.Len(t, get.Params, 2)
	assert.Equal(t, "id", get.Params[0].Name)
	assert.True(t, get.Params[1].Schema.Value.Type.Is("boolean"), "the operation's own parameter wins")
	require.Len(t, get.Security, 1)
	assert.Equal(t, &SignIn{"login", map[string]string{"email": "email", "password": "password"}, "/token"}, get.Security[0].SignIn)
	failure, ok := get.Response(503)
	require.True(t, ok)
	assert.Equal(t, "a failure", *failure.Description)
}

func TestTheWorldKeepsNumbersAndRecordsAsTheyAreWritten(t *testing.T) {
	world := acme(t).World

	assert.Equal(t, "+919999000486", world.Numbers["busy"])
	other, ok := world.Account("other")
	require.True(t, ok)
	assert.Equal(t, "other@example.com", other.Fields["email"])
	_, ok = world.Account("third")
	assert.False(t, ok)

	require.Len(t, world.Records, 1)
	var call struct {
		Number string
		Rings  int
	}
	require.NoError(t, world.Records[0].Value.Decode(&call))
	assert.Equal(t, "919999999999", call.Number)
	assert.Equal(t, 3, call.Rings)
}

// acme loads the sample provider of testdata, after edits: each replaces, in
// one file, a text that stands there by another.
func acme(t *testing.T, edits ...[3]string) *Provider {
	t.Helper()
	provider, err := editedAcme(t, edits...)
	require.NoError(t, err)
	return provider
}

func editedAcme(t *testing.T, edits ...[3]string) (*Provider, error) {
	t.Helper()
	files := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(os.DirFS("testdata"), "acme", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile("testdata/" + path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	}))
	for _, edit := range edits {
		file := files["acme/"+edit[0]]
		require.Equal(t, 1, bytes.Count(file.Data, []byte(edit[1])), "%s must hold %q once", edit[0], edit[1])
		file.Data = []byte(strings.Replace(string(file.Data), edit[1], edit[2], 1))
	}
	return LoadFrom(files, "acme")
}
