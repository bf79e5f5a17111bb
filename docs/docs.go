// Package docs holds the documents of this folder that the program itself hands out: the description of its interface
// and the schemas of its answers.
package docs

import "embed"

// Files holds openapi.json, which describes what is answered under /api/, and the JSON Schemas that it refers to.
//
//go:embed openapi.json format.schema.json listing.schema.json
var Files embed.FS
