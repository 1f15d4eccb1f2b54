package specs

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheControlPortHasADocument(t *testing.T) {
	document, err := LoadControl()
	require.NoError(t, err)
	require.NotNil(t, document.Paths.Find("/sandboxes/{name}/clock/advance"))
}
