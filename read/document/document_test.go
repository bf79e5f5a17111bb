package document

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// long is a paragraph of prose.
const long = "The council of Port Ellis voted on Monday to close the old harbour bridge for repairs, and the mayor said the work would take most of the year."

// describe returns text described on its own.
func describe(text string) *hearsay.Document {
	doc := &hearsay.Document{Text: text}
	New().Describe(doc)
	return doc
}

// outline writes one line for each block: its kind, its outlet and the beginning of its text.
func outline(doc *hearsay.Document) string {
	var b strings.Builder
	for _, block := range doc.Blocks {
		text := strings.Join(strings.Fields(block.Span.Of(doc.Text)), " ")
		if len(text) > 30 {
			text = text[:runeFloor(text, 30)] + "…"
		}
		fmt.Fprintf(&b, "%s", block.Kind)
		if block.Outlet.Known() {
			fmt.Fprintf(&b, " [%s]", block.Outlet.Value)
		}
		fmt.Fprintf(&b, ": %s\n", text)
	}
	return b.String()
}

func TestBlocks(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"headline, byline, dateline", "Bridge to Close for Repairs\nBy Ann Roe, CNN\n\nPORT ELLIS, Ohio (CNN) — " + long, `headline: Bridge to Close for Repairs
byline [CNN]: By Ann Roe, CNN
dateline [CNN]: PORT ELLIS, Ohio (CNN) —
body: The council of Port Ellis vote…
`},
		{"kicker, headline, caption, photo credit", "The Slatest\n\nBridge May Close Amid Doubts\n\nOh no\n\nAFP/Getty Images\n\n" + long, `furniture: The Slatest
headline: Bridge May Close Amid Doubts
furniture: Oh no
furniture: AFP/Getty Images
body: The council of Port Ellis vote…
`},
		{"no headline before a short paragraph", "Bridge to Close for Repairs\n\nIt will.", `body: Bridge to Close for Repairs
body: It will.
`},
		{"first sentence is no headline", "The bridge is closed.\n\n" + long, `body: The bridge is closed.
body: The council of Port Ellis vote…
`},
		{"furniture within", long + "\n\nAdvertisement\n\nStory Continued Below\n\nREAD MORE: Why bridges fail\n\n" + long +
			"\n\nEnlarge this image toggle caption Bob Lee/AP Bob Lee/AP\n\n" + long + "\n\nSign up for our newsletter", `body: The council of Port Ellis vote…
furniture: Advertisement
furniture: Story Continued Below
furniture: READ MORE: Why bridges fail
body: The council of Port Ellis vote…
furniture: Enlarge this image toggle capt…
body: The council of Port Ellis vote…
furniture: Sign up for our newsletter
`},
		{"credits", long + "\n\nThe Associated Press contributed to this report.\n\nh/t ABC News\n\nvia Reuters\n\n(AP)\n\n" +
			"This article originally appeared in The Hill.\n\nCopyright © 2019 The Port Ellis Post.", `body: The council of Port Ellis vote…
credit [Associated Press]: The Associated Press contribut…
credit [ABC News]: h/t ABC News
credit [Reuters]: via Reuters
credit [Associated Press]: (AP)
credit [The Hill]: This article originally appear…
credit [Port Ellis Post]: Copyright © 2019 The Port Ell…
`},
		{"prose that begins like a credit", "Via a video link to the council, the engineer said that the bridge was sound.\n\nReporting by the council showed that the deck was thin.", `body: Via a video link to the counci…
body: Reporting by the council showe…
`},
		{"author box", long + "\n\nAbout the author\n\nAnn Roe\n\nView all posts", `body: The council of Port Ellis vote…
furniture: About the author
furniture: Ann Roe
furniture: View all posts
`},
		{"author's note", long + "\n\n• Ann Roe is a columnist for the Port Ellis Post.", `body: The council of Port Ellis vote…
furniture: • Ann Roe is a columnist for…
`},
		{"a person of the story is no author", long + " Ann Roe disagreed.\n\nAnn Roe is a professor who studies bridges.", `body: The council of Port Ellis vote…
body: Ann Roe is a professor who stu…
`},
		{"subheading", long + "\n\nWhat happens next?\n\n" + long, `body: The council of Port Ellis vote…
headline: What happens next?
body: The council of Port Ellis vote…
`},
		{"embedded quotation of one paragraph", long + "\n\nFrom the Washington Post:\n\n" + long + "\n\n" + long, `body: The council of Port Ellis vote…
credit [Washington Post]: From the Washington Post:
quotation [Washington Post]: The council of Port Ellis vote…
body: The council of Port Ellis vote…
`},
		{"embedded quotation behind a paragraph", long + " From the Washington Post:\n\n" + long + "\n\n" + long, `body: The council of Port Ellis vote…
credit [Washington Post]: From the Washington Post:
quotation [Washington Post]: The council of Port Ellis vote…
body: The council of Port Ellis vote…
`},
		{"a person tells an outlet behind a paragraph", long + " Ann Roe told the Washington Post:\n\n" + long, `body: The council of Port Ellis vote…
body: The council of Port Ellis vote…
`},
		{"embedded quotation of an outlet of no list", long + "\n\nFrom the Bayline Gazette:\n\n" + long + "\n\n" + long, `body: The council of Port Ellis vote…
credit [Bayline Gazette]: From the Bayline Gazette:
quotation [Bayline Gazette]: The council of Port Ellis vote…
body: The council of Port Ellis vote…
`},
		{"from no outlet", long + "\n\nFrom the Majority Leader:\n\n" + long, `body: The council of Port Ellis vote…
body: From the Majority Leader:
body: The council of Port Ellis vote…
`},
		{"highlights are no headline", "Story highlights Council votes for bridge repairs\n\nMayor says the work will take a year\n\n" + long, `furniture: Story highlights
body: Council votes for bridge repai…
body: Mayor says the work will take …
body: The council of Port Ellis vote…
`},
		{"summary below the byline", "Ann Roe\n\nUSA TODAY\n\nMayor says the work will take a year\n\n" + long, `byline: Ann Roe
byline [USA Today]: USA TODAY
body: Mayor says the work will take …
body: The council of Port Ellis vote…
`},
		{"summary below a picture", "The old bridge in May 2017 (Reuters photo: Bob Lee)\n\nWhy the council waited too long\n\n" + long + "\n\nThe mayor. (Bob Lee/Reuters)\n\n" + long, `furniture: The old bridge in May 2017 (Re…
body: Why the council waited too lon…
body: The council of Port Ellis vote…
furniture: The mayor. (Bob Lee/Reuters)
body: The council of Port Ellis vote…
`},
		{"summary above the page's age", "Mayor of Port Ellis also says that the work will take a year\n\nThis article is more than 2 years old\n\n" + long, `body: Mayor of Port Ellis also says …
furniture: This article is more than 2 ye…
body: The council of Port Ellis vote…
`},
		{"summary and headline in one line", "The mayor has waited for years. Bridge to close\n\n" + long, `body: The mayor has waited for years…
body: The council of Port Ellis vote…
`},
		{"prose with a source in brackets", "The bridge is closed (Reuters).\n\nHe asked the Port Ellis Historical Society (PEHS/Reuters said so)\n\n" + long, `body: The bridge is closed (Reuters)…
body: He asked the Port Ellis Histor…
body: The council of Port Ellis vote…
`},
		{"embedded quotation in open marks", "The Hill reports:\n\n“One.\n\n“Two.”\n\n“Three.”", `credit [The Hill]: The Hill reports:
quotation [The Hill]: “One.
quotation [The Hill]: “Two.”
body: “Three.”
`},
		{"embedded quotation by mail marks", "Per Axios:\n> One.\n> Two.\nThree.", `credit [Axios]: Per Axios:
quotation [Axios]: > One.
quotation [Axios]: > Two.
body: Three.
`},
		{"embedded quotation by indent", "CNN’s Ann Roe writes:\n    One.\n    Two.\nThree.", `credit [CNN]: CNN’s Ann Roe writes:
quotation [CNN]: One.
quotation [CNN]: Two.
body: Three.
`},
		{"a person told an outlet", "The mayor told the Washington Post:\n\n“It is shut.”", `body: The mayor told the Washington …
body: “It is shut.”
`},
		{"no passage of its own", "WASHINGTON (CNN) — " + long + "\n\nCNN’s Ann Roe reports:\n\n" + long, `dateline [CNN]: WASHINGTON (CNN) —
body: The council of Port Ellis vote…
body: CNN’s Ann Roe reports:
body: The council of Port Ellis vote…
`},
		{"source line", "From the right\n\n“" + long + "”\n\nAnn Roe, National Review", `headline: From the right
body: “The council of Port Ellis v…
credit [National Review]: Ann Roe, National Review
`},
		{"label", "Story highlights The bridge will close next week, the council says, and nobody knows for how long it is shut", `furniture: Story highlights
body: The bridge will close next wee…
`},
		{"hard-wrapped lines", "The council of Port Ellis voted on Monday to close the old\nharbour bridge for repairs, and the mayor said that the work\nwould take most of the year, and that nobody should hope for\nan early end.\n\nHe left.", `body: The council of Port Ellis vote…
body: He left.
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := outline(describe(test.text)); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestKnownTitleIsTheHeadline(t *testing.T) {
	doc := &hearsay.Document{
		Text:  "POLITICS\n\nBridge closes, mayor says.\n\n" + long,
		Title: hearsay.Field{Value: "Bridge Closes, Mayor Says", How: hearsay.HowMetadata},
	}
	New().Describe(doc)
	want := "furniture: POLITICS\nheadline: Bridge closes, mayor says.\nbody: The council of Port Ellis vote…\n"
	if got := outline(doc); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if doc.Title.Value != "Bridge Closes, Mayor Says" || doc.Title.How != hearsay.HowMetadata {
		t.Errorf("a known title stays, got %+v", doc.Title)
	}
}

func TestLongLineIsCutAtGaps(t *testing.T) {
	sentence := "The council met on Monday , and the mayor of the town said that the old bridge would close for a year . "
	text := strings.Repeat(sentence, 6) + "  " + "A rift since spring   " + strings.Repeat(sentence, 6)
	want := `body: The council met on Monday , an…
headline: A rift since spring
body: The council met on Monday , an…
`
	if got := outline(describe(text)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestComment(t *testing.T) {
	reporting := strings.Repeat("The mayor said that the bridge would close. “I am sorry,” he told the council.\n\n", 4)
	comment := "Honestly, who could blame him? I would leave that shit hole too.\n\nI never liked my bridge. It was crap. Will they fix it?"
	for _, test := range []struct {
		name, text string
		seam       bool
	}{
		{"clear seam", reporting + comment, true},
		{"no reporting before", comment + "\n\n" + comment, false},
		{"reporting goes on behind", reporting + comment + "\n\nThe mayor said no.", false},
		{"the comment is quoted", reporting + "“" + strings.ReplaceAll(comment, "\n\n", "”\n\n“") + "”", false},
		{"posts are shown", reporting + strings.ReplaceAll(comment, "crap", "crap — Ann (@ann)"), false},
		{"reporting alone", reporting + reporting, false},
	} {
		doc := describe(test.text)
		got := slices.ContainsFunc(doc.Blocks, func(b hearsay.Block) bool { return b.Kind == hearsay.BlockComment })
		if got != test.seam {
			t.Errorf("%s: seam %v, want %v\n%s", test.name, got, test.seam, outline(doc))
		}
	}
}

func TestOutlet(t *testing.T) {
	for _, test := range []struct {
		name, given, url, text, want string
		how                          hearsay.How
	}{
		{"given", "CNN (Web News)", "https://www.slate.com/a", "LONDON (AP) — " + long, "CNN", hearsay.HowGiven},
		{"given and unheard of", " The Port  Ellis Corner", "", long, "Port Ellis Corner", hearsay.HowGiven},
		{"dateline of no list", "", "", "SALTMERE (Saltmere Herald) - " + long, "Saltmere Herald", hearsay.HowDateline},
		{"byline of no list", "", "", "By Ann Roe and Bob Lee, The Saltmere Herald\n\n" + long, "Saltmere Herald", hearsay.HowByline},
		{"byline of an outlet alone", "", "", "By Saltmere Herald\n\n" + long, "Saltmere Herald", hearsay.HowByline},
		{"copyright of no list", "", "", long + "\n\nCopyright 2019 The Ellis Times. All rights reserved.", "Ellis Times", hearsay.HowCredit},
		{"publisher of no list before agency", "", "", "LONDON (Northline News Agency) - " + long + "\n\nCopyright 2019 Coast Courier", "Coast Courier", hearsay.HowCredit},
		{"only cited, of no list", "", "", "Sources told the Saltmere Herald that the bridge will close, and the council did not deny it.", "", hearsay.HowUnknown},
		{"host", "", "https://www.slate.com:443/a?b", "LONDON (AP) — " + long, "Slate", hearsay.HowURL},
		{"dateline", "", "", "LONDON, June 6 (Reuters) - " + long, "Reuters", hearsay.HowDateline},
		{"tokenised dateline", "", "", "London ( CNN ) The council of Port Ellis met on Monday , and it voted to close the bridge .", "CNN", hearsay.HowDateline},
		{"bare dateline", "", "", "(CNN) The council of Port Ellis met on Monday, and it voted to close the bridge.", "CNN", hearsay.HowDateline},
		{"publisher before agency", "", "", "LONDON (AP) — " + long + "\n\nCopyright © 2019 The Washington Times, LLC.", "Washington Times", hearsay.HowCredit},
		{"copyright line", "", "", long + "\n\nCopyright 2018 by Time. All rights reserved.", "Time", hearsay.HowCredit},
		{"two desks", "", "", "LONDON (CBS News/AP) — " + long, "CBS News", hearsay.HowDateline},
		{"byline", "", "", "By Ann Roe and Bob Lee, CNN\n\n" + long, "CNN", hearsay.HowByline},
		{"bare byline", "", "", "Ann Roe and Bob Lee\n\nUSA TODAY\n\n" + long, "USA Today", hearsay.HowByline},
		{"section", "", "", "The Slatest\n\nBridge May Close Amid Doubts\n\n" + long, "Slate", hearsay.HowGuessed},
		{"only cited", "", "", "Sources tell ABC News that the bridge will close. CNN first reported it, and according to the Washington Post it is old.", "", hearsay.HowUnknown},
		{"only contributed", "", "", long + "\n\nThe Associated Press contributed to this report.", "", hearsay.HowUnknown},
		{"only quoted", "", "", long + "\n\nFrom the Washington Post:\n\n" + long, "", hearsay.HowUnknown},
		{"brackets that are no dateline", "", "", "The Environmental Protection Agency (EPA) — " + long, "", hearsay.HowUnknown},
	} {
		doc := &hearsay.Document{Text: test.text, URL: hearsay.Field{Value: test.url}}
		if test.given != "" {
			doc.Outlet = hearsay.Field{Value: test.given, How: hearsay.HowGiven, By: "flag"}
		}
		New().Describe(doc)
		if doc.Outlet.Value != test.want || doc.Outlet.How != test.how || doc.Outlet.Known() != (doc.Outlet.By != "") {
			t.Errorf("%s: got %+v, want %q %v", test.name, doc.Outlet, test.want, test.how)
		}
		stated := test.how < hearsay.HowURL && test.how != hearsay.HowUnknown
		if stated == doc.Outlet.Span.Empty() {
			t.Errorf("%s: span %v", test.name, doc.Outlet.Span)
		}
	}
}

func TestAuthor(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"By Ann Roe\n\n" + long, "Ann Roe"},
		{"BY ANN ROE AND BOB LEE\n\n" + long, "ANN ROE AND BOB LEE"},
		{"Posted by Ann M. Roe-Lee | June 6, 2017\n\n" + long, "Ann M. Roe-Lee"},
		{"By Bill de Blanc, for TheBlaze\n\n" + long, "Bill de Blanc"},
		{long + "\n\nAbout the author\n\nAnn Roe\n\nView all posts", "Ann Roe"},
		{"By Saltmere Herald\n\n" + long, ""},
		{"By The Numbers\n\n" + long, ""},
		{"By Monday Night Port Ellis Had Its Bridge Back.\n\n" + long, ""},
		{"By contrast, Port Ellis had no bridge.\n\n" + long, ""},
	} {
		doc := describe(test.text)
		if doc.Author.Value != test.want || doc.Author.Known() && doc.Author.Span.Of(doc.Text) != test.want {
			t.Errorf("%.40q: author %+v, want %q", test.text, doc.Author, test.want)
		}
	}
}

func TestPublished(t *testing.T) {
	for _, test := range []struct {
		text, want string
		how        hearsay.How
	}{
		{"Published June 6, 2017\n\n" + long, "2017-06-06", hearsay.HowByline},
		{"Posted: 6 June 2017 9:14 pm\n\n" + long, "2017-06-06", hearsay.HowByline},
		{"Tuesday, June 6th, 2017 at 9:14 p.m. ET\n\n" + long, "2017-06-06", hearsay.HowByline},
		{"2017-06-06\n\n" + long, "2017-06-06", hearsay.HowByline},
		{"By Ann Roe - June 6, 2017\n\n" + long, "2017-06-06", hearsay.HowByline},
		{"LONDON, June 6, 2017 (Reuters) - " + long, "2017-06-06", hearsay.HowDateline},
		{"LONDON, June 6 (Reuters) - " + long, "", hearsay.HowUnknown},
		{"Updated June 6, 2017\n\n" + long, "", hearsay.HowUnknown},
		{"Published June 31, 2017\n\n" + long, "", hearsay.HowUnknown},
		{"The bridge opened on June 6, 1917.\n\n" + long, "", hearsay.HowUnknown},
		{long + "\n\nJune 6, 1917\n\n" + long + "\n\n" + long, "", hearsay.HowUnknown},
	} {
		doc := describe(test.text)
		got := ""
		if doc.Published.Known() {
			got = time.Unix(doc.Published.Unix, 0).UTC().Format(time.DateOnly)
		}
		if got != test.want || doc.Published.How != test.how {
			t.Errorf("%.40q: %q %v, want %q %v", test.text, got, doc.Published.How, test.want, test.how)
		}
	}
}

func TestGivenFactsStay(t *testing.T) {
	doc := &hearsay.Document{
		Text:      "By Ann Roe\nPublished June 6, 2017\n\n" + long,
		Author:    hearsay.Field{Value: "Bob Lee", How: hearsay.HowGiven, By: "flag"},
		Published: hearsay.Date{Unix: 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven},
	}
	New().Describe(doc)
	if doc.Author.Value != "Bob Lee" || doc.Published.Unix != 86400 {
		t.Errorf("got %+v, %+v", doc.Author, doc.Published)
	}
}

func TestLanguage(t *testing.T) {
	for _, test := range []struct {
		text, want string
		skip       bool
	}{
		{strings.Repeat(long+" ", 5), "en", false},
		{strings.Repeat("El alcalde de la ciudad dijo que el puente se cierra por las obras y que no se sabe para cuándo. ", 8), "es", true},
		{strings.Repeat("Le maire de la ville a dit que le pont est dans un état qui ne permet pas de passer sur les voies. ", 8), "fr", true},
		{strings.Repeat("Der Rat hat am Montag mit den Stimmen von allen die Brücke in der Stadt für ein Jahr nicht auf der Liste. ", 8), "de", true},
		{"El alcalde de la ciudad dijo que el puente se cierra.", "es", true},
		{strings.Repeat("Мэр города сказал, что мост закрыт на ремонт. ", 20), "", true},
		{"qwerty uiop", "", false},
		{"", "", false},
	} {
		doc := describe(test.text)
		if doc.Language != test.want || doc.Skip.Skipped() != test.skip ||
			test.skip && doc.Skip.Reason != hearsay.SkipLanguage {
			t.Errorf("%.40q: %q %+v", test.text, doc.Language, doc.Skip)
		}
	}
}

// A headline and two sentences are enough to tell another language; a quotation in one, names and lists are not.
func TestShortLanguage(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"El director del puerto ofrece su renuncia\n\nEl director del puerto ofreció renunciar tras la caída de una grúa. La alcaldesa no ha dicho si la acepta.", "es"},
		{"Le directeur du port propose sa démission\n\nLe directeur du port a proposé de démissionner après la chute d’une grue. La maire n’a pas dit si elle l’accepte.", "fr"},
		{"Hafendirektor bietet Rücktritt an\n\nDer Direktor des Hafens hat nach dem Einsturz eines Krans seinen Rücktritt angeboten. Die Bürgermeisterin hat sich noch nicht geäußert.", "de"},
		{"Diretor do porto oferece demissão\n\nO diretor do porto ofereceu a sua demissão após a queda de um guindaste. A prefeita ainda não disse se aceita.", "pt"},
		{"Il direttore del porto offre le dimissioni\n\nIl direttore del porto ha offerto le dimissioni dopo la caduta di una gru. La sindaca non ha detto se le accetta.", "it"},
		{"Havendirecteur biedt ontslag aan\n\nDe directeur van de haven heeft na het omvallen van een kraan zijn ontslag aangeboden. De burgemeester wil nog niet zeggen of zij het aanneemt.", "nl"},
		{"Hamnchefen erbjuder sig att avgå\n\nChefen för hamnen har erbjudit sig att avgå efter att en kran föll. Borgmästaren har inte sagt om hon tar emot det.", "sv"},
		{"Dyrektor portu chce odejść\n\nDyrektor portu powiedział, że chce odejść po tym, jak w porcie przewrócił się dźwig. Nie wiadomo, czy to możliwe.", "pl"},
		{"Liman müdürü istifa etmek istiyor\n\nLiman müdürü bir vinç devrildikten sonra istifa etmek için başkana gitti ve bu kararın çok zor olduğu söylendi. Daha sonra ne olduğu belli değil.", "tr"},
		{"Direktur pelabuhan akan mundur\n\nDirektur pelabuhan itu mengatakan dia akan mundur setelah kejadian pada hari Senin. Wali kota tidak mengatakan apa yang akan dia lakukan.", "id"},
		{"Директор порта подал в отставку\n\nДиректор порта подал в отставку после падения крана. Мэр пока молчит.", ""},
		{"مدير الميناء يعرض الاستقالة\n\nعرض مدير الميناء استقالته بعد سقوط رافعة. لم تعلق رئيسة البلدية.", ""},
		{"港口主任提出辞职\n\n起重机倒塌后，港口主任提出辞职。市长没有表态。", "zh"},
		{"港長が辞意を表明\n\nクレーンが倒れたあと、港長は辞意を表明した。市長は何も言っていない。", "ja"},
		{"항만 국장 사의 표명\n\n크레인이 쓰러진 뒤 항만 국장이 사의를 밝혔다. 시장은 말이 없다.", "ko"},
		{"Ο διευθυντής του λιμανιού παραιτείται\n\nΟ διευθυντής παραιτήθηκε μετά την πτώση γερανού.", "el"},
		{"מנהל הנמל מתפטר\n\nמנהל הנמל הציע להתפטר לאחר נפילת המנוף. ראש העיר שותקת.", ""},
	} {
		if doc := describe(test.text); doc.Skip.Reason != hearsay.SkipLanguage || doc.Language != test.want {
			t.Errorf("%.40q: %q %+v, want %q skipped", test.text, doc.Language, doc.Skip, test.want)
		}
	}
	for _, text := range []string{
		"“No es lo que se dijo, y no es lo que el alcalde de la ciudad quería para los que viven en el puerto,” she said in Spanish.",
		"«Ce n’est pas ce que nous avons dit, et ce n’est pas ce que le maire de la ville a fait pour les gens du port.»\n\nThe director " +
			"said this on Monday, when he was asked about the crane that fell.",
		"“Мэр города сказал, что мост закрыт на ремонт и что никто не знает, когда он откроется,” the director said. The mayor " +
			"did not answer questions about the bridge, and her office would not say when it might open again.",
		"Los Angeles, El Paso, San Jose, La Jolla, Las Vegas, Des Moines, Baton Rouge, Saint Louis",
		"Results: Roe 3, Doe 2; Lund 1, Marsh 0; Calder 4, Rell 4; Voss 2, Aune 1; Field 0, Ruiz 0",
		"Marine de la Tour wins La Rochelle vote\n\nMarine de la Tour won the vote in La Rochelle.",
		"Die Hard in Den Haag\n\nThe film was shown in Den Haag.",
	} {
		if doc := describe(text); doc.Skip.Skipped() {
			t.Errorf("%.60q: %+v", text, doc.Skip)
		}
	}
}

// check returns an error unless what Describe found lies in the text, in order, and the blocks cover it.
func check(doc *hearsay.Document) error {
	end := 0
	for _, block := range doc.Blocks {
		if err := block.Span.Check(doc.Text); err != nil {
			return err
		}
		if int(block.Span.Start) < end || block.Span.Empty() || block.By == "" {
			return fmt.Errorf("block %+v after %d", block, end)
		}
		if rest := strings.TrimFunc(doc.Text[end:block.Span.Start], unicode.IsSpace); rest != "" {
			return fmt.Errorf("no block covers %q", rest)
		}
		if err := block.Outlet.Span.Check(doc.Text); err != nil {
			return err
		}
		end = int(block.Span.End)
	}
	if rest := strings.TrimFunc(doc.Text[end:], unicode.IsSpace); rest != "" {
		return fmt.Errorf("no block covers %q", rest)
	}
	for i, mark := range doc.Damage {
		if err := mark.Span.Check(doc.Text); err != nil {
			return err
		}
		if err := mark.At.Check(doc.Text); err != nil {
			return err
		}
		if !mark.Span.Contains(mark.At) || mark.At.Empty() || mark.By == "" ||
			i > 0 && doc.Damage[i-1].Span.Compare(mark.Span) > 0 {
			return fmt.Errorf("mark %+v", mark)
		}
	}
	for _, field := range []hearsay.Field{doc.Outlet, doc.Author, doc.Title} {
		if err := field.Span.Check(doc.Text); err != nil {
			return err
		}
	}
	return doc.Published.Span.Check(doc.Text)
}

func FuzzDescribe(f *testing.F) {
	for _, seed := range []string{
		"", " ", "\n\n", long, "By Ann Roe\n\nLONDON (CNN) — " + long, "From the Washington Post:\n\n> a\n\n> b",
		"(\u00a0CNN\u00a0) A", "donâ€™t Ã© Â \u00c3", brokenText, "’ n't 's ‘", "A\u2028B\r\nC\rD", "About the author\n\nAnn Roe",
		"2017-06-06T00:00", "© 2018 Time", "İstanbul — İ\n\nİ", "1 year ago",
	} {
		f.Add(seed)
	}
	describer := New()
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		doc, again := &hearsay.Document{Text: text}, &hearsay.Document{Text: text}
		describer.Describe(doc)
		if err := check(doc); err != nil {
			t.Fatal(err)
		}
		describer.Describe(again)
		if !reflect.DeepEqual(doc, again) {
			t.Fatalf("twice the same text gives %+v and %+v", doc, again)
		}
	})
}

func BenchmarkDescribe(b *testing.B) {
	text := "Bridge to Close for Repairs\n\nBy Ann Roe, CNN\n\nPORT ELLIS (CNN) — " + long +
		strings.Repeat("\n\n"+long+" “It is time,” Ann Roe told CNN. Bob Lee of the council, who had voted no, did not agree.", 12)
	describer := New()
	b.SetBytes(int64(len(text)))
	b.ReportMetric(float64(len(strings.Fields(text))), "words")
	for b.Loop() {
		describer.Describe(&hearsay.Document{Text: text})
	}
}

// BenchmarkRepeated describes texts that repeat what rules look for. Bytes per second that fall from the short to the
// long one tell of time that is not linear.
func BenchmarkRepeated(b *testing.B) {
	describer := New()
	for _, unit := range []string{
		"a ", "(", "“", "CNN ", "Ellis Herald ", "A B C ", "he Trump ", "\n", "> x\n", "By Ann Roe, ", "Ã©", ".   ", "via ", "I? ",
	} {
		for _, size := range []int{30_000, 300_000} {
			b.Run(fmt.Sprintf("%q/%d", unit, size), func(b *testing.B) {
				text := strings.Repeat(unit, size/len(unit))
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					describer.Describe(&hearsay.Document{Text: text})
				}
			})
		}
	}
}
