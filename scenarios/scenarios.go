// Package scenarios embeds the scenarios of every provider: scenarios/<provider>/<topic>.yaml. The loader is package
// conformance/scenario, and runs are the work of package conformance.
package scenarios

import "embed"

// Files holds the scenarios as they stand in this folder.
//
//go:embed */*.yaml
var Files embed.FS
