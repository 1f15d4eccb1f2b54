package specs

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheNearestWordIsTheOneThatWasMeant(t *testing.T) {
	known := []string{"getCall", "listCalls", "createCall", "IND-031", "busy"}
	for word, want := range map[string]string{
		"getcall":    "getCall",
		"gteCall":    "getCall",
		"listCall":   "listCalls",
		"creatCal":   "createCall",
		"IND-13":     "IND-031",
		"bsuy":       "busy",
		"getCall":    "getCall",
		"telephone":  "",
		"":           "",
		"xy":         "",
		"somethings": "",
	} {
		assert.Equal(t, want, Nearest(word, known), "%q", word)
	}
	assert.Empty(t, Nearest("getCall", nil))
}
