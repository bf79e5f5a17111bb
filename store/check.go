package store

import (
	"fmt"
	"reflect"

	"hearsay"
)

// Severity says how much a finding matters.
type Severity string

// The severities. A hint is worth knowing and harms nothing; an error means that what is held is not to be trusted.
const (
	Hint  Severity = "hint"
	Error Severity = "error"
)

// Finding is what a check came upon.
type Finding struct {
	Severity Severity
	Subject  string // "capture ID", "reading ID", "ledger ID", "edit N", "database"
	Problem  string
}

// maxProblems bounds what is said of one reading or ledger: the first few show what is wrong.
const maxProblems = 20

// CaptureFindings is CheckCapture as findings.
func CaptureFindings(capture hearsay.Capture) []Finding {
	if err := CheckCapture(capture); err != nil {
		return []Finding{{Error, "capture " + string(capture.ID), err.Error()}}
	}
	return nil
}

// ReadingFindings is CheckReading as findings.
func ReadingFindings(reading *hearsay.Reading) []Finding {
	return asErrors("reading "+string(reading.Document.ID), CheckReading(reading))
}

// Held looks up what a store holds, for a check: whether a capture is held, and its reading of a revision.
type Held struct {
	Capture func(hearsay.DocID) bool
	Reading func(id hearsay.DocID, revision string) (*hearsay.Reading, bool)
	Layer   Layer
}

// LedgerFindings is CheckLedger as findings, with what is wrong with the summary. A ledger of which a reading has changed or gone since is only hinted at,
// as it will be made again; one of a document that is not held at all is an error.
func LedgerFindings(keyed *KeyedLedger, held Held) []Finding {
	ledger, key := &keyed.Ledger, keyed.Key
	subject := "ledger " + string(ledger.Story.ID)
	stale := []Finding{{Hint, subject, "made from other readings or edits than are held now; it will be made again"}}
	var readings []hearsay.Reading
	var findings []Finding
	for _, id := range ledger.Story.Docs {
		if !held.Capture(id) {
			findings = append(findings, Finding{Error, subject, fmt.Sprintf("document %q is not held", id)})
		}
		if reading, ok := held.Reading(id, key.Reading); ok {
			edited := *reading
			edited.Document = held.Layer.Document(reading.Document)
			readings = append(readings, edited)
		}
	}
	if len(findings) > 0 {
		return findings
	}
	if len(readings) < len(ledger.Story.Docs) {
		return stale
	}
	keys := make([]string, len(readings))
	for i := range readings {
		var err error
		if keys[i], err = DocKey(&readings[i]); err != nil {
			return stale
		}
	}
	if now, err := KeyOf(ledger.Revision, key.Reading, ledger.Story, keys, held.Layer.Of(&ledger.Story)); err != nil || now != key {
		return stale
	}
	known := map[hearsay.DocID]*hearsay.Reading{}
	for i := range readings {
		known[readings[i].Document.ID] = &readings[i]
	}
	return append(asErrors(subject, CheckLedger(ledger, func(id hearsay.DocID) (*hearsay.Reading, bool) {
		reading, ok := known[id]
		return reading, ok
	})), summaryFindings(&keyed.Summary, ledger)...)
}

// EditFindings returns what is wrong with a log of edits.
func EditFindings(edits []Edit, held Held) []Finding {
	var findings []Finding
	for i, edit := range edits {
		subject := fmt.Sprintf("edit %d", edit.Seq)
		if edit.Seq != int64(i)+1 {
			findings = append(findings, Finding{Error, subject, fmt.Sprintf("is number %d of the log", i+1)})
		}
		for _, id := range edit.named() {
			if !held.Capture(id) {
				findings = append(findings, Finding{Error, subject, fmt.Sprintf("document %q is not held", id)})
			}
		}
		if correction, ok := edit.Correction(); ok {
			if _, err := NewCorrection(correction.Kind, edit.A, edit.B); err != nil {
				findings = append(findings, Finding{Error, subject, err.Error()})
			}
		}
		if edit.Verb == VerbUndo && edit.Undoes != LastInEffect(edits[:i]) {
			findings = append(findings, Finding{Error, subject, fmt.Sprintf("undoes %d, which was not the last", edit.Undoes)})
		}
	}
	return findings
}

func asErrors(subject string, problems []error) []Finding {
	var findings []Finding
	for _, problem := range problems {
		findings = append(findings, Finding{Error, subject, problem.Error()})
	}
	return findings
}

type checker struct {
	problems []error
}

func (c *checker) report(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// index reports an index that is neither among n things nor, where none is allowed, -1.
func (c *checker) index(what string, index, n int, none bool) {
	if (index < 0 || index >= n) && (!none || index != -1) {
		c.report("%s is %d, of %d", what, index, n)
	}
}

// entity reports an entity that is not among n.
func (c *checker) entity(what string, id hearsay.EntityID, n int) {
	if id < 0 || int(id) > n {
		c.report("%s is %d, of %d", what, id, n)
	}
}

var spanType = reflect.TypeFor[hearsay.Span]()

// spans checks every span within value against text.
func (c *checker) spans(what string, value reflect.Value, text string) {
	if value.Type() == spanType {
		if err := value.Interface().(hearsay.Span).Check(text); err != nil {
			c.report("%s: %w", what, err)
		}
		return
	}
	c.walk(what, value, func(what string, value reflect.Value) { c.spans(what, value, text) })
}

// walk visits what a value holds directly.
func (c *checker) walk(what string, value reflect.Value, visit func(string, reflect.Value)) {
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			visit(what+"."+value.Type().Field(i).Name, value.Field(i))
		}
	case reflect.Slice:
		switch value.Type().Elem().Kind() {
		case reflect.Struct, reflect.Slice, reflect.Pointer:
			for i := range value.Len() {
				visit(fmt.Sprintf("%s[%d]", what, i), value.Index(i))
			}
		}
	case reflect.Pointer:
		if !value.IsNil() {
			visit(what, value.Elem())
		}
	}
}

// CheckReading returns what is wrong with a reading by itself: its text and the text's identity, every span, and every
// index. It says at most twenty things.
func CheckReading(reading *hearsay.Reading) []error {
	c := checker{}
	text := reading.Document.Text
	if id := hearsay.NewTextID(text); reading.Document.TextID != id && (text != "" || reading.Document.TextID != "") {
		c.report("the text is that of %s, not of %q", id, reading.Document.TextID)
	}
	c.spans("Reading", reflect.ValueOf(reading).Elem(), text)

	entities, attributions := len(reading.Entities), len(reading.Attributions)
	for i, sentence := range reading.Sentences {
		c.index(fmt.Sprintf("the block of sentence %d", i), sentence.Block, len(reading.Document.Blocks), false)
		if i > 0 && sentence.Span.Start < reading.Sentences[i-1].Span.End {
			c.report("sentence %d begins before the end of the one before it", i)
		}
		for j, token := range sentence.Tokens {
			if !sentence.Span.Contains(token.Span) {
				c.report("token %d of sentence %d stands outside it", j, i)
			}
			if int(token.Head) < -1 || int(token.Head) >= len(sentence.Tokens) {
				c.report("the head of token %d of sentence %d is %d, of %d", j, i, token.Head, len(sentence.Tokens))
			}
		}
	}
	for i, block := range reading.Document.Blocks {
		if i > 0 && block.Span.Start < reading.Document.Blocks[i-1].Span.End {
			c.report("block %d begins before the end of the one before it", i)
		}
	}
	for i, quotation := range reading.Quotations {
		c.index(fmt.Sprintf("what quotation %d continues", i), quotation.Continues, len(reading.Quotations), true)
	}
	for i, mention := range reading.Mentions {
		c.entity(fmt.Sprintf("the entity of mention %d", i), mention.Entity, entities)
	}
	for i, entity := range reading.Entities {
		if int(entity.ID) != i+1 {
			c.report("entity %d has the ID %d", i, entity.ID)
		}
	}
	for i, attribution := range reading.Attributions {
		subject := fmt.Sprintf("attribution %d", i)
		c.entity("the speaker of "+subject, attribution.Speaker, entities)
		c.index("what goes before "+subject, attribution.Same, attributions, true)
		c.index("what holds "+subject, attribution.Within, attributions, true)
		c.index("the sentence of "+subject, attribution.Sentence, len(reading.Sentences), false)
		if attribution.Same >= i {
			c.report("%s continues a later one", subject)
		}
		if attribution.Within == i {
			c.report("%s stands within itself", subject)
		}
	}
	for i, at := range reading.Times {
		c.index(fmt.Sprintf("the sentence of time %d", i), at.Sentence, len(reading.Sentences), false)
		if at.Resolved && at.First > at.Last {
			c.report("time %d ends on day %d, before it begins on day %d", i, at.Last, at.First)
		}
	}
	for i, proposition := range reading.Propositions {
		subject := fmt.Sprintf("proposition %d", i)
		c.index("the sentence of "+subject, proposition.Sentence, len(reading.Sentences), false)
		c.index("the attribution of "+subject, proposition.Attribution, attributions, true)
		for _, at := range proposition.Times {
			c.index("a time of "+subject, at, len(reading.Times), false)
		}
		for _, argument := range proposition.Arguments {
			c.entity("an argument of "+subject, argument.Entity, entities)
		}
	}
	return c.problems
}

// CheckLedger returns what is wrong with a ledger against the readings it was made from: every ref, every document it
// names, every index. It says at most twenty things.
func CheckLedger(ledger *hearsay.Ledger, reading func(hearsay.DocID) (*hearsay.Reading, bool)) []error {
	c := ledgerChecker{reading: reading, origins: len(ledger.Origins), identities: len(ledger.Identities)}
	c.value("Ledger", reflect.ValueOf(ledger).Elem())

	for i, origin := range ledger.Origins {
		if int(origin.ID) != i+1 {
			c.report("origin %d has the ID %d", i, origin.ID)
		}
	}
	for i, identity := range ledger.Identities {
		if int(identity.ID) != i+1 {
			c.report("identity %d has the ID %d", i, identity.ID)
		}
		for _, member := range identity.Members {
			c.member(member)
		}
	}
	for _, claim := range ledger.Claims {
		for _, telling := range claim.Tellings {
			c.telling(claim.ID, telling)
		}
		for _, telling := range claim.Apart {
			c.telling(claim.ID, telling)
		}
		for _, telling := range claim.Wrong {
			c.telling(claim.ID, telling)
		}
	}
	for i, passage := range ledger.Passages {
		c.span(fmt.Sprintf("side A of passage %d", i), passage.A, passage.SpanA)
		c.span(fmt.Sprintf("side B of passage %d", i), passage.B, passage.SpanB)
	}
	for i, entry := range ledger.Timeline {
		for _, same := range entry.SameAs {
			c.index(fmt.Sprintf("what timeline entry %d is the same as", i), same, len(ledger.Timeline), false)
		}
	}
	for i, said := range ledger.Said {
		if document, ok := reading(said.Doc); ok {
			c.index(fmt.Sprintf("attribution of said %d", i), said.Attribution, len(document.Attributions), false)
		}
	}
	return c.problems
}

type ledgerChecker struct {
	checker
	reading             func(hearsay.DocID) (*hearsay.Reading, bool)
	origins, identities int
}

// value checks all documents, refs, origins and identities that a value names.
func (c *ledgerChecker) value(what string, value reflect.Value) {
	switch held := value.Interface().(type) {
	case hearsay.Ref:
		if held.Doc == "" && len(held.Spans) == 0 {
			return
		}
		for _, span := range held.Spans {
			c.span(what, held.Doc, span)
		}
		if len(held.Spans) == 0 {
			c.document(what, held.Doc)
		}
	case hearsay.DocID:
		if held != "" {
			c.document(what, held)
		}
	case []hearsay.DocID:
		for _, id := range held {
			c.document(what, id)
		}
	case hearsay.OriginID:
		c.number(what, int(held), c.origins)
	case []hearsay.OriginID:
		for _, id := range held {
			c.number(what, int(id), c.origins)
		}
	case hearsay.IdentityID:
		c.number(what, int(held), c.identities)
	default:
		c.walk(what, value, c.value)
	}
}

func (c *ledgerChecker) number(what string, id, n int) {
	if id < 0 || id > n {
		c.report("%s is %d, of %d", what, id, n)
	}
}

func (c *ledgerChecker) document(what string, id hearsay.DocID) (*hearsay.Reading, bool) {
	reading, ok := c.reading(id)
	if !ok {
		c.report("%s: document %q is not held", what, id)
	}
	return reading, ok
}

func (c *ledgerChecker) span(what string, id hearsay.DocID, span hearsay.Span) {
	if reading, ok := c.document(what, id); ok {
		if err := span.Check(reading.Document.Text); err != nil {
			c.report("%s: document %s: %w", what, id, err)
		}
	}
}

func (c *ledgerChecker) member(member hearsay.Member) {
	if reading, ok := c.reading(member.Doc); ok && (member.Entity < 1 || int(member.Entity) > len(reading.Entities)) {
		c.report("document %s has no entity %d", member.Doc, member.Entity)
	}
}

func (c *ledgerChecker) telling(claim hearsay.ClaimID, telling hearsay.Telling) {
	subject := fmt.Sprintf("a telling of claim %s in document %s", claim, telling.Doc)
	c.span(subject, telling.Doc, telling.Span)
	c.span(subject, telling.Doc, telling.Sentence)
	if reading, ok := c.reading(telling.Doc); ok {
		c.index("the proposition of "+subject, telling.Proposition, len(reading.Propositions), false)
		c.index("the attribution of "+subject, telling.Attribution, len(reading.Attributions), true)
	}
}
