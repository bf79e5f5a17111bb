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

// Bounds on single formats.
const (
	PageBytes    = 8 << 20   // the markup of one page: extraction is much slower than reading
	PDFWork      = 256 << 20 // bytes unpacked and read again of one PDF file
	PageElements = 40_000    // elements of one page: the main text is found in quadratic time
	PageFacts    = 100       // titles, dates, names and headings that one page states
	PDFPages     = 2_000     // pages of one PDF file
	TitleBytes   = 1 << 10   // what is longer is not a headline
	SniffBytes   = 64 << 10  // what is looked at to tell a format
	RulesBytes   = 64 << 10  // a desk's rules for prompts
)

// Bounds on what is fetched. A page is a file: FileBytes holds for it, packed and unpacked.
const (
	AddressBytes = 4 << 10  // a URL
	HeaderBytes  = 64 << 10 // the header of an answer
	Redirects    = 5        // answers that send on to another URL, one after another
	Fetches      = 4        // pages fetched at a time, each from another host
)

// Bounds on what is found in one document.
const (
	Bearers = 64 // people of one last name, or roles of one person, that are compared; more stay apart
)

// Bounds on the summary of one story.
const (
	SummaryWords   = 320 // bytes of a claim or title that are kept
	SummaryOutlets = 200
	SummaryLeads   = 12  // documents under which near copies are listed
	SummaryCopies  = 12  // near copies listed under one
	SummaryPeople  = 200 // persons and bodies
	SummaryNames   = 256 // bytes of the names of one
)

// Bounds on what is added in the pages.
const (
	UploadBytes    = 128 << 20 // all that is handed over at a time, with what is fetched for it
	UploadFiles    = 1_000
	UploadURLs     = 50
	UploadField    = 4 << 10 // a title, name or address in a form
	Additions      = 4       // that are being taken in or wait for it
	AdditionsKnown = 32      // whose outcome is remembered
	PageAdded      = 500     // documents that the page of one of them lists
)

// Bounds on what the pages take and show.
const (
	RequestBytes   = 8 << 10 // the address of a page, and its body
	MessageBytes   = 1 << 20 // one message of a program to hearsay mcp
	PageStories    = 40      // stories on one page
	RowOutlets     = 12      // outlets named in the row of one story
	PageClaims     = 25      // claims of a story on one page
	PageRows       = 60      // rows of any other list of a story on one page
	FormChoices    = 300     // claims or people that a form offers to join with
	RowTellings    = 12      // tellings, and differences, of one claim on the page of its story
	OpenStories    = 64      // stories kept ready to be shown
	OpenDocuments  = 24      // documents of the stories that a search opens at a time; of one story, all
	EmptyOpenings  = 8       // times that it does so while nothing is found
	Listeners      = 256     // open pages and programs that are told of changes as they come
	PagePerson     = 40      // statements, and claims, about somebody on their page
	TrackRows      = 60      // documents of a story of which all is drawn along time
	NamePeople     = 8       // people of a name that are shown of one story
	NameStories    = 10      // stories that are looked into for a name at a time
	PageFound      = 200     // claims and sentences that a search shows
	DifferingWords = 4 << 20 // words of one side of a passage times those of the other, beyond which they are not compared
)
