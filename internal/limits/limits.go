// Package limits holds every bound that hearsay puts on its input, in one place.
package limits

// Bounds on what is taken in. Beyond them a capture is kept with a reason and not read.
const (
	FileBytes     = 64 << 20 // one file or archive member, unpacked
	TextBytes     = 4 << 20  // the text of one document
	ArchiveFiles  = 100_000  // members of one archive
	ArchiveDepth  = 3        // archives within archives
	ArchiveRatio  = 200      // unpacked bytes per packed byte, against bombs
	HTMLDepth     = 500      // open elements; x/net's parser stops at 512
	RecordBytes   = 16 << 20 // one line of a .jsonl, one element of a .json
	SentenceBytes = 4 << 10  // a longer sentence is cut
	SentenceWords = 300
)
