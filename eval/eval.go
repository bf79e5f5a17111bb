// Package eval measures hearsay against corpora that people have annotated.
//
// It begins with a file or folder in a corpus's own format and a part of hearsay to be measured, and ends with a table of
// figures, as text or as a value that JSON can carry. The figures that were reached stand in results.md, the ones that
// must not be lost in floors.tsv.
package eval
