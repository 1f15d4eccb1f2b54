package report

import _ "embed"

//go:embed result.schema.json
var resultSchema []byte

// Schema is the JSON Schema, draft-07, of what JSON writes, for the version Version. The bytes are the caller's.
func Schema() []byte { return append([]byte(nil), resultSchema...) }
