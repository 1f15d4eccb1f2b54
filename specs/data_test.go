package specs

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func everyProvider(t *testing.T, check func(t *testing.T, provider *Provider)) {
	t.Helper()
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			provider, err := Load(name)
			require.NoError(t, err)
			check(t, provider)
		})
	}
}

func TestThePhoneBookSaysWhatTheCodesSay(t *testing.T) {
	book, err := LoadPhoneBook()
	require.NoError(t, err)

	assert.Equal(t, "answers", book.Personas[0].Name)
	_, ok := book.ByCode("")
	assert.False(t, ok, "the persona without a code is not found by one")
	digits := map[string]string{"call": "000", "transcript": "001", "recording": "002", "api": "003", "outcome": "004"}
	for _, persona := range book.Personas[1:] {
		found, ok := book.ByCode(persona.Code)
		assert.True(t, ok)
		assert.Equal(t, persona, found, "%s is found by its code", persona.Name)
		assert.Equal(t, digits[persona.Stage], persona.Code[:3], "the code of %s begins with its stage", persona.Name)
		assert.Equal(t, persona.Name, strings.ToLower(persona.Name))
		said := 0
		for _, word := range []string{persona.Cause, persona.Disposition, persona.Word} {
			if word != "" {
				said++
			}
		}
		if persona.Status != 0 {
			said++
			assert.Equal(t, strconv.Itoa(persona.Status), persona.Code[3:], "the code of %s ends in its status", persona.Name)
		}
		assert.Equal(t, 1, said, "%s says in one way what happens", persona.Name)
	}
}

func TestEveryNumberOfAWorldReachesThePersonaItIsNamedAfter(t *testing.T) {
	book, err := LoadPhoneBook()
	require.NoError(t, err)
	everyProvider(t, func(t *testing.T, provider *Provider) {
		for name, number := range provider.World.Numbers {
			want := name
			if name == "caller" || name == "agent" {
				want = "answers"
			}
			got := "answers"
			if persona, ok := book.ByCode(number[len(number)-6:]); ok {
				got = persona.Name
			}
			assert.Equal(t, want, got, "the number of %s", name)
		}
		for _, name := range []string{"caller", "agent", "answers", "busy"} {
			assert.Contains(t, provider.World.Numbers, name)
		}
	})
}

func TestEveryRecordBelongsToAnAccount(t *testing.T) {
	everyProvider(t, func(t *testing.T, provider *Provider) {
		for _, record := range provider.World.Records {
			var owned struct{ Owner string }
			require.NoError(t, record.Value.Decode(&owned))
			_, ok := provider.World.Account(owned.Owner)
			assert.True(t, ok, "the owner %q of a %s", owned.Owner, record.Kind)
		}
	})
}

// The fake closes every object, the runner judges the alternative that
// x-choose points out, and a violation fails the nearest claims above it. The
// laws below keep a document within what they can do.
func TestDocumentsKeepToTheFormsThatBothHalvesJudge(t *testing.T) {
	everyProvider(t, func(t *testing.T, provider *Provider) {
		var paths []string
		require.NoError(t, eachSchema(provider.Document, func(path []string, s *openapi3.Schema) error {
			at := strings.Join(path, "/")
			assert.Empty(t, s.AllOf, "%s: a closed copy of allOf fits nothing", at)
			assert.Nil(t, s.AdditionalProperties.Has, "%s: whether others are allowed is for the reader to say", at)
			for _, name := range s.Required {
				assert.Contains(t, s.Properties, name, "%s requires %s", at, name)
			}
			if len(s.OneOf) > 0 {
				assert.Contains(t, s.Extensions, chooseExtension, at)
				assert.Equal(t, "application/json", path[len(path)-2], "%s: alternatives stand at the top of a body", at)
			}
			paths = append(paths, at)
			return nil
		}))
		assert.NotEmpty(t, paths)
	})
}

func TestEveryStatusHasASchemaAndEveryDocumentedBodyAnExample(t *testing.T) {
	everyProvider(t, func(t *testing.T, provider *Provider) {
		for _, operation := range provider.Operations() {
			for status, ref := range operation.Spec.Responses.Map() {
				if status == "204" {
					assert.Empty(t, ref.Value.Content, "%s %s has no body", operation.ID, status)
					continue
				}
				media := ref.Value.Content.Get("application/json")
				if media == nil && len(ref.Value.Content) > 0 {
					continue // a file
				}
				require.NotNil(t, media, "%s %s", operation.ID, status)
				assert.True(t, media.Example != nil || len(media.Examples) > 0, "%s %s shows no body", operation.ID, status)
			}
			_, ok := operation.Response(418)
			assert.True(t, ok, "%s has no default for a status that is not documented", operation.ID)
		}
		for _, event := range provider.Events() {
			require.NotNil(t, event.Body(), event.Name)
			media := event.Spec.RequestBody.Value.Content.Get("application/json")
			assert.True(t, media.Example != nil || len(media.Examples) > 0, "%s shows no body", event.Name)
		}
	})
}

func TestEveryClaimOnANodeWasDocumentedOrHasANodeOfItsOwn(t *testing.T) {
	everyProvider(t, func(t *testing.T, provider *Provider) {
		require.NoError(t, eachSchema(provider.Document, func(path []string, s *openapi3.Schema) error {
			var assumed, firm []string
			for _, id := range Claims(s.Extensions) {
				claim, ok := provider.Ledger.Find(id)
				require.True(t, ok)
				if claim.Assumed() {
					assumed = append(assumed, id)
				} else {
					firm = append(firm, id)
				}
			}
			assert.False(t, len(assumed) > 0 && len(firm) > 0, "%s: %v would fail for what only %v demand", strings.Join(path, "/"), firm, assumed)
			return nil
		}))
	})
}

func TestIndusLabsMarksWhatDialsAndWhatIsSecret(t *testing.T) {
	provider, err := Load("induslabs")
	require.NoError(t, err)

	var dials, secrets []string
	require.NoError(t, eachSchema(provider.Document, func(path []string, s *openapi3.Schema) error {
		if Flag(s.Extensions, DialsExtension) {
			dials = append(dials, path[len(path)-1])
		}
		if Flag(s.Extensions, SecretExtension) {
			secrets = append(secrets, path[len(path)-1])
		}
		return nil
	}))
	slices.Sort(secrets)
	assert.Equal(t, []string{"agent_number", "customer_number"}, dials)
	assert.Equal(t, []string{"access_token", "password", "refresh_token"}, secrets)
}
