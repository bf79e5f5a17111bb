package hearsay

// Found is what a query holds of in one story.
type Found struct {
	Claims []Match
	Places []Place
}

// Match is a claim that a query holds of, and the first telling of it that shows why.
type Match struct {
	Claim int // index into the ledger's claims
	Doc   DocID
	Span  Span // the telling's words; empty where the query asks for no words
}

// Place is a sentence, or where the query asks for who says or denies, a statement.
type Place struct {
	Doc         DocID
	Span        Span   // the sentence, or the content of the statement with all between its parts
	Words       []Span // what the query's words met, sorted
	Attribution int    // index of the statement into the reading's attributions, or -1
	Apart       bool   // no one place holds all the words; together the document's places do
}
