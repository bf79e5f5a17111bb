package attribution_test

import (
	"strings"
	"testing"

	"hearsay"
)

// typingCases are texts whose labels are the marks.
var typingCases = []testCase{
	// Who the source is.
	{`[s:The finance minister of Norland] [c:said] [x:the bridge was sound].`, []string{"named affirmed"}},
	{`[s:Her husband] [c:said] [x:the bridge was sound].`, []string{"named affirmed"}},
	{`[s:Her aide] [c:said] [x:the bridge was sound].`, []string{"unnamed affirmed"}},
	{`[s:Aides] [c:said] [x:the bridge was sound].`, []string{"unnamed affirmed; number=2+; role=Aides"}},
	{`[s:Officials] [c:said] [x:the bridge was sound].`, []string{"bare affirmed"}},
	{`[s:One of the two senior council officials] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; number=1; aff=council; role=officials"}},
	{`[s:Federal and state officials] [c:said] [x:the bridge was sound].`, []string{"unnamed affirmed; role=officials"}},
	{`[s:Town Hall and State Department officials] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; aff=Town Hall; role=officials"}},
	{`[s:One Senate Democratic aide] [c:said] [x:the bridge was sound].`, []string{"unnamed affirmed; aff=Senate"}},
	{`[s:His defenders] [c:said] [x:the bridge was sound].`, []string{"collective affirmed"}},
	{`[s:An aide who saw it and spoke on condition of anonymity] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; near=who saw it; why=on condition of anonymity"}},
	{`[s:At least five Democrats] [c:said] [x:the bridge was sound].`, []string{"unnamed affirmed; number=5"}},
	{`[s:Several Democrats] [c:said] [x:the bridge was sound].`, []string{"collective affirmed"}},
	{`[s:A majority of voters] [c:said] [x:the bridge was sound].`, []string{"collective affirmed"}},
	{`[s:The report’s authors] [c:said] [x:the bridge was sound].`, []string{"unnamed affirmed"}},
	{`[s:The mayor’s critics] [c:said] [x:the bridge was sound].`, []string{"collective affirmed"}},
	{`[s:Members of the Harbor Commission] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; role=Members; speaker="}},
	{`[s:The weather service] [c:said] [x:the flood would pass].`, []string{"body affirmed"}},
	{`[s:People in the valley] [c:said] [x:the bridge was sound].`, []string{"collective affirmed"}},
	{`[s:Those close to the mayor] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; near=close to the mayor"}},
	{`[s:A Courier/CNN poll] [c:found] [x:that voters disagreed].`, []string{"document affirmed"}},
	{`[s:Norlandish state media] [c:said] [x:the bridge was sound].`, []string{"outlet affirmed"}},
	{`[s:No one] [c:believes] [x:that the bridge is sound].`, []string{"collective denied"}},
	{`[s:An attorney for the owner, Mark Lowe], [c:said] [x:the bridge was sound].`, []string{"named affirmed"}},
	{`[s:Ann Roe], who [c:said] [x:the bridge was sound], left.`, []string{"named affirmed; speaker=Ann Roe"}},
	{`The police looked into the owner’s [c:alleged] [x:fraud].`, []string{"untraced hedged; relay=false"}},
	{`[o:Ann Roe] [c:was told] [x:that the bridge was sound].`, []string{"unclear affirmed"}},

	// What the source says of itself.
	{`[s:A source who attended the meeting] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; near=who attended the meeting"}},
	{`[s:An aide], speaking only on condition of anonymity, [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; why=speaking only on condition of anonymity"}},
	{`Speaking on the condition of anonymity, [s:one aide] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; why=Speaking on the condition of anonymity"}},
	{`[s:An aide who required anonymity to speak freely] [c:said] [x:the bridge was sound].`,
		[]string{"unnamed affirmed; why=who required anonymity to speak freely"}},

	// Stance.
	{`[s:Ann Roe] [c:refused] [x:to sign the bill].`, []string{"named denied"}},
	{`[s:Ann Roe] [c:asked] [o:the council] [x:to close the bridge].`, []string{"named affirmed"}},
	{`[s:Ann Roe] [c:asked] [o:the council] [x:whether the bridge was closed].`, []string{"named questioned"}},
	{`[s:Ann Roe] [c:doubts] [x:that the bridge is sound].`, []string{"named questioned"}},
	{`[s:Ann Roe] [c:fears] [x:the bridge may fall].`, []string{"named affirmed"}},
	{`[x:“Who closed the bridge?”] [s:Ann Roe] [c:wrote].`, []string{"named questioned"}},
	{`[s:Ann Roe] [c:said] [x:she could not predict how the bridge would fare].`, []string{"named declined"}},
	{`[s:Ann Roe] [c:has yet to explain] [x:why the bridge was closed].`, []string{"named declined"}},
	{`[s:Ann Roe] [c:said] [x:the bridge will likely fall].`, []string{"named hedged"}},
	{`[s:Ann Roe] [c:said] [x:if it rains, the bridge might fall].`, []string{"named hedged"}},
	{`[s:Ann Roe] [c:said] [x:the charges are lies].`, []string{"named denied"}},
	{`[s:Ann Roe] [c:called] [x:the charge absurd].`, []string{"named denied"}},

	// Who had it, and whom it was told.
	{`[s:CNN’s Ann Roe] [c:said] [x:the bridge was sound].`, []string{"named affirmed; outlet=CNN; relay=true"}},
	{`CNN sent two crews. [s:An aide] [c:told] [o:the network] [x:that the bridge was sound].`,
		[]string{"unnamed affirmed; outlet=CNN; relay=true"}},
	{`[s:Some reports] [c:say] [x:the bridge was sound].`, []string{"untraced affirmed; outlet=; relay=true"}},
	{`[s1:Ann Roe] [c1:told] [o1:CNN] [x1:that the bridge was sound]. [x2:“It will stand,”] [s2:Roe] [c2:said].`,
		[]string{"named affirmed; outlet=CNN", "named affirmed; outlet=CNN; relay=true"}},
	{`[s1:An aide] [c1:told] [o1:the Saltmere Herald] [x1:that the bridge was sound]. [s2:Two aides] [c2:told] [o2:the Herald] [x2:it was not].`,
		[]string{"unnamed affirmed; outlet=Saltmere Herald", "unnamed affirmed; outlet=Saltmere Herald; relay=true"}},
	{`[x:The bridge was closed], [s:officials] [c:confirmed] to [o:Fox News] late Thursday.`, []string{"bare affirmed"}},
	{`[s:Ann Roe] [c:urged] [o:Congress] [x:to close the bridge].`, []string{"named affirmed"}},

	{`In an appearance on CNN, [s:Ann Roe] [c:said] [x:the bridge was sound].`,
		[]string{"named affirmed; outlet=CNN; medium=In an appearance on CNN"}},
	{`[s:Some news reports] [c:show] [x:that the bridge was sound].`, []string{"untraced affirmed; relay=true"}},
	{`[c:According to] [s:Norlandish state media], [x:the bridge was sound].`,
		[]string{"outlet affirmed; outlet=Norlandish state media; relay=true"}},

	// Whose a document is.
	{`[s:A Justice Department memo] [c:said] [x:the bridge was sound].`, []string{"document affirmed; speaker=Justice Department"}},
	{`[s:A police statement] [c:said] [x:the bridge was sound].`, []string{"document affirmed; speaker=; aff=police"}},
	{`[s:A court filing] [c:said] [x:the bridge was sound].`, []string{"document affirmed; speaker=; aff="}},
	{`[s:A letter from Mayor Jane Roe] [c:said] [x:the bridge was sound].`, []string{"document affirmed; speaker=Jane Roe"}},
	{`[s1:Jane Roe] [c1:said] in a statement [x1:that the bridge was sound]. [s2:The statement] [c2:said] [x2:the road was not].`,
		[]string{"named affirmed; speaker=Jane Roe", "document affirmed; same=1"}},
	{`[s1:Jane Roe] [c1:said] [x1:the bridge was sound]. [s2:The statement] [c2:said] [x2:the road was not].`,
		[]string{"named affirmed; speaker=Jane Roe", "document affirmed; same=0"}},
	{`Officer Ann Marsh read out a police statement. [s:The statement] [c:said] [x:the bridge was sound].`,
		[]string{"document affirmed; aff=police"}},

	// Who is named later.
	{`[s1:A federal judge] [c1:said] [x1:the bridge was sound]. [s2:Judge Jane Roe] [c2:wrote] [x2:that the road was not]. ` +
		`[s3:The judge] [c3:said] [x3:it was late].`,
		[]string{"named affirmed; speaker=Jane Roe; inferred=true", "named affirmed", "named affirmed; speaker=Jane Roe"}},
	{`[s1:A federal judge] [c1:said] [x1:the bridge was sound]. [s2:Judge Jane Roe] [c2:wrote] [x2:that the road was not]. ` +
		`[s3:Judge John Doe] [c3:said] [x3:it was late].`,
		[]string{"unnamed affirmed; speaker=", "named affirmed", "named affirmed"}},
	{`[s1:A judge close to the mayor] [c1:said] [x1:the bridge was sound]. [s2:Judge Jane Roe] [c2:said] [x2:it was not].`,
		[]string{"unnamed affirmed; speaker=", "named affirmed"}},

	// An outlet that is not named at once.
	{`CNN sent two crews. [s:The article] [c:said] [x:the bridge was sound].`, []string{"outlet affirmed; outlet=CNN; relay=true"}},
	{`[s1:A report] [c1:said] [x1:the bridge was sound]. [s2:CNN] [c2:reported] [x2:that the road was not].`,
		[]string{"document affirmed; outlet=CNN; relay=true", "outlet affirmed; outlet=CNN"}},
	{`[s1:A report] [c1:said] [x1:the bridge was sound]. [s2:CNN] [c2:reported] [x2:that the road was not]. ` +
		`[s3:Fox News] [c3:reported] [x3:that it was].`,
		[]string{"document affirmed; outlet=", "outlet affirmed; outlet=CNN", "outlet affirmed; outlet=Fox News"}},

	// Pronouns.
	{`[s1:The father] [c1:said] [x1:the bridge was sound]. [s2:He] [c2:said] [x2:the road was not].`,
		[]string{"named affirmed; same=0", "named affirmed; same=1; inferred=true"}},
	{`[s1:John Doe] [c1:said] [x1:the bridge was sound]. [x2:“Mark Lowe, the mayor, is right,”] [s2:he] [c2:said].`,
		[]string{"named affirmed; speaker=John Doe", "named affirmed; speaker=John Doe; inferred=true"}},
	{`[s1:The company] [c1:said] [x1:the bridge was sound]. [s2:It] [c2:said] [x2:the road was not].`,
		[]string{"body affirmed", "body affirmed; inferred=true"}},
	{`[s1:Critics] [c1:said] [x1:the bridge was unsound]. [s2:They] [c2:said] [x2:the road was, too].`,
		[]string{"collective affirmed", "collective affirmed; inferred=true"}},
}

// A role that stands behind a quotation in a sentence of its own has not said it.
func TestRoleBehindQuotationDidNotSayIt(t *testing.T) {
	r := newReader(t)
	text := "“The dam is safe for the winter.” The mayor of Norland!"
	reading := r.read(text, false, "", "")
	reading.Attributions = r.finder.Find(reading, nil)
	for i := range reading.Attributions {
		if len(reading.Attributions[i].Source) > 0 {
			t.Errorf("%s", describe(reading, i))
		}
	}
}

func TestWhomTheWriterMeets(t *testing.T) {
	r := newReader(t)
	for _, test := range []testCase{
		{`Ann Roe was awake when we met her. [x:The road was closed], [s:the police sergeant] [c:said].`, []string{"named affirmed; speaker=Ann Roe; inferred=true"}},
		{`We met Ann Roe at the road. [x:It was closed], [s:the police sergeant] [c:said].`, []string{"named affirmed; speaker=Ann Roe; inferred=true"}},
		{`We met Ann Roe and Bob Lee at the road. [x:It was closed], [s:the police sergeant] [c:said].`, []string{"named affirmed; speaker="}},
		{`Ann Roe was arrested. [x:The road was closed], [s:the police sergeant] [c:said].`, []string{"named affirmed; speaker="}},
		{`[x1:“We met Ann Roe,”] [s1:Bob Lee] [c1:said]. [x2:The road was closed], [s2:the police sergeant] [c2:said].`, []string{"named affirmed", "named affirmed; speaker="}},
		{`We met Ann Roe. It rained. [x:The road was closed], [s:the police sergeant] [c:said].`, []string{"named affirmed; speaker="}},
	} {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		r.check(t, reading, marks, test.want)
	}
}

func TestTyping(t *testing.T) {
	r := newReader(t)
	for _, test := range typingCases {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		r.check(t, reading, marks, test.want)
	}
}

// A statement within a content takes its words from the labels of the outer one, which must get them back.
func TestContentReachesOverNestedStatement(t *testing.T) {
	r := newReader(t)
	for _, test := range []struct{ text, content, within string }{
		{`[s1:An engineer] [c1:said] [x1:that in the spring], [s2:Roe] [c2:suggested] [x2:he would close the bridge].`,
			"that in the spring, Roe suggested he would close the bridge", "1"},
		{`[s1:Ann Roe] [c1:said] [x1:that the bridge was sound], [s2:John Doe] [c2:said] [x2:the road was not].`,
			"that the bridge was sound", "0"},
	} {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		if len(reading.Attributions) != 2 || len(reading.Attributions[0].Content) != 1 ||
			reading.Attributions[0].Content[0].Of(text) != test.content || property(reading, 1, "within") != test.within {
			t.Errorf("%s: %s, %s", test.text, describe(reading, 0), describe(reading, 1))
		}
	}
}

// Who spoke is lost where a machine wrote a phrase over the source.
func TestOverwrittenSourceSpeaksForNobody(t *testing.T) {
	r := newReader(t)
	for _, test := range []struct {
		testCase
		intruder string
	}{
		{testCase{`Ann Roe and Bob Lee met. Ann Roe and [s:Lee] [c:said] [x:the bridge was sound].`, []string{"unclear affirmed; speaker="}}, "Roe and Lee"},
		{testCase{`Ann Roe and Bob Lee met. Roe and Lee left. [s:Lee] [c:said] [x:the bridge was sound].`, []string{"named affirmed; speaker=Bob Lee"}}, "Roe and Lee"},
	} {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		at := strings.Index(text, test.intruder)
		reading.Document.Damage = []hearsay.Mark{{
			Span:      hearsay.MakeSpan(at, len(text)),
			Intruders: []hearsay.Span{hearsay.MakeSpan(at, at+len(test.intruder))},
		}}
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		r.check(t, reading, marks, test.want)
	}
}

func TestOwnReports(t *testing.T) {
	r := newReader(t)
	for _, test := range []testCase{
		{`As [s:we] [c:reported] last week, [x:the bridge was sound].`, []string{"outlet affirmed; outlet=CNN; relay=true"}},
		{`[s:CNN] [c:reported] at the time [x:that the bridge was sound].`,
			[]string{"outlet affirmed; outlet=CNN; relay=true"}},
		{`[s:We] [c:believe] [x:that the bridge was sound].`, []string{"self affirmed; outlet="}},
	} {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "CNN", "")
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		r.check(t, reading, marks, test.want)
	}
}
