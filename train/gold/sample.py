#!/usr/bin/env python3
"""Draws the gold sample of attributions, prints it as sheets to label, and turns answers into standoff.

  sample.py draw    --corpora DIR --work DIR            writes items.json and the sheets
  sample.py show    --corpora DIR --work DIR CORPUS ID  prints one document whole
  sample.py check   --corpora DIR --work DIR ANSWERS [SHEET]  lists what is wrong with an answers file
  sample.py convert --corpora DIR --work DIR --out FILE ANSWERS...   writes the standoff
  sample.py agree   FIRST SECOND                        compares two standoff files, in Markdown
  sample.py count   FILE                                counts the classes of a standoff file, in Markdown

Standard library only. Everything drawn follows from SEED. The draw uses word search and the corpus's own gold
spans; it never sees the output of a model.
"""

import argparse
import collections
import gzip
import hashlib
import json
import os
import random
import re
import sys

SEED = 20170607
RANDOM_EACH = 220  # items at random from each corpus
RANDOM_MORE = 44  # drawn from AllSides at the end, in place of those that proved to be no attribution

KINDS = ["unclear", "named", "body", "unnamed", "bare", "outlet", "untraced", "document", "collective", "self"]
STANCES = ["affirmed", "denied", "hedged", "questioned", "declined"]

CUES = re.compile(
    r"\b(said|says?|saying|tells?|told|telling|according to|report(?:s|ed|ing|edly)?|tweet(?:s|ed|ing)?|wr(?:ote|ites|iting|itten)"
    r"|argu(?:es?|ed|ing)|den(?:y|ies|ied|ying)|ask(?:s|ed|ing)?|warn(?:s|ed|ing)?|claim(?:s|ed|ing)?|statements?|sources?|officials?"
    r"|alleg(?:es?|ed|edly|ing|ations?)|declin(?:es?|ed|ing)|refus(?:es?|ed|ing)|not(?:es|ed|ing)|add(?:s|ed|ing)|call(?:s|ed|ing)?"
    r"|insist(?:s|ed|ing)?|acknowledg(?:es?|ed|ing)|suggest(?:s|ed|ing)?|believ(?:es?|ed|ing)|think(?:s|ing)?|thought|announc(?:es?|ed|ing)"
    r"|explain(?:s|ed|ing)?|admit(?:s|ted|ting)?|conced(?:es?|ed|ing)|accus(?:es?|ed|ing)|critici[sz](?:es?|ed|ing)|prais(?:es?|ed|ing)"
    r"|promis(?:es?|ed|ing)|vow(?:s|ed|ing)?|pledg(?:es?|ed|ing)|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|question(?:ed|ing)|wonder(?:s|ed|ing)?"
    r"|hop(?:es?|ed|ing)|fear(?:s|ed|ing)?|want(?:s|ed|ing)?|expect(?:s|ed|ing)?|show(?:s|ed|n)|f(?:ind|inds|ound)|estimat(?:es?|ed)|predict(?:s|ed|ing)?"
    r"|testif(?:y|ies|ied|ying)|confirm(?:s|ed|ing)?|declar(?:es?|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|respond(?:s|ed|ing)?|repl(?:y|ies|ied)"
    r"|assert(?:s|ed|ing)?|contend(?:s|ed|ing)?|maintain(?:s|ed|ing)?|cit(?:es?|ed|ing)|quot(?:es?|ed|ing)|propos(?:es?|ed|ing)|comment(?:s|ed|ing)?"
    r"|recall(?:s|ed|ing)?|remark(?:s|ed|ing)?|descri(?:bes?|bed|bing)|agre(?:es?|ed|eing)|stat(?:es|ed|ing)|poll|survey|critics|analysts)\b", re.I)

# The top-up: class, pattern, how many from AllSides, how many from PolNeAR. The group "mark" is what the sheet marks.
OUTLET = (r"(?:CNN|NBC|CBS|ABC|MSNBC|NPR|Fox|Reuters|Politico|Axios|Bloomberg|BuzzFeed|Breitbart|Newsmax|Vox|Yahoo|Univision|"
          r"(?:The |the )?(?:Associated Press|AP|Washington Post|New York Times|Post|Times|Wall Street Journal|Journal|Guardian|Hill|"
          r"Daily Beast|Atlantic|Los Angeles Times|Huffington Post|Daily Caller|Weekly Standard|Intercept|BBC|New Yorker))")
UNNAMED = r"(?:official|aide|adviser|advisor|source|person|people|lawyer|staffer|diplomat|operative|strategist|employee|investigator|lawmaker)s?"
NUMBER = r"(?:two|three|four|five|six|several|multiple|half a dozen|a dozen|a handful of|a couple of)"
TOPUP = [
    ("bare", r"\b(?P<mark>(?:sources|officials|a source|an official|one official|one source|insiders)) (?:have |has )?(?:said|say|told|added|confirmed|believe|warned)\b", 20, 8),
    ("bare", r"\b(?:said|according to|told by|say|says) (?P<mark>(?:sources|officials|a source|an official))\b", 6, 2),
    ("untraced", r"\b(?P<mark>reportedly|allegedly|purportedly|rumou?red|is said to|are said to|was said to|(?:some|news|media|press|published|multiple) reports)\b", 20, 10),
    ("outlet", r"\b" + OUTLET + r" (?:News |magazine )?(?P<mark>reported|reports|has reported|had reported|first reported|wrote|noted|found)\b", 14, 4),
    ("relay", r"\b(?P<mark>told|tells) (?:" + OUTLET + r"|Fox News|NBC News|ABC News|CBS News)", 10, 5),
    ("relay", r"\b(?P<mark>according to|first reported by|reported by|as reported by) (?:a report (?:in|by|from) )?" + OUTLET + r"\b", 9, 3),
    ("relay", r"(?P<mark>\bh/t\b|\bHat tip\b|\bThe Associated Press contributed\b|\bcontributed to this (?:report|story|article)\b|\bthe Associated Press reported\b|\bfirst reported\b)", 16, 2),
    ("document", r"\b(?:letter|memo|report|poll|survey|study|filing|lawsuit|complaint|indictment|affidavit|document|e-?mail|transcript|bill|ruling|statement|tweet)s? (?:also |has |had |have )?(?P<mark>said|says|say|states?|stated|found|finds|shows?|showed|alleges?|alleged|reads?|argues|argued|warned|concluded|noted)\b", 3, 1),
    ("collective", r"\b(?:critics|opponents|supporters|analysts|experts|Democrats|Republicans|conservatives|liberals|voters|many|others|activists|observers) (?:have |also )?(?P<mark>said|say|argue|argued|believe|contend|claim|see|fear|warn|warned|complain)\b", 3, 0),
    ("self", r"(?<![“\"‘'\w])\bI(?:’ve|'ve| have|’d|'d)? (?:also |just |still |do )?(?P<mark>think|believe|asked|suspect|wonder|argued|wrote|hope|told|noted|found|predicted|expect|doubt|reported|say|said|agree)\b", 24, 3),
    ("self", r"(?<![“\"‘'\w])\b[Ww]e(?:’ve|'ve| have)? (?P<mark>asked|found|reported|noted|wrote|believe|think|contacted|reached out|rate|learned)\b", 8, 2),
    ("denied", r"(?P<mark>\b(?:denied|denies|deny|denying|disputed|disputes|refuted|rejected|dismissed|pushed back on|pushed back against)\b)", 18, 7),
    ("denied", r"(?P<mark>(?:is|was|are|were) (?:simply |absolutely |completely |totally )?(?:not true|untrue|false|fake news|a lie)\b)", 7, 2),
    ("hedged", r"\b(?P<mark>suggested|suggests|hinted|hinting|implied|implying|suspects?|suspected|speculated|insinuated)\b(?! (?:terror|shooter|gunman))", 7, 4),
    ("hedged", r"\b(?P<mark>said|says) (?:that )?[^.,;]{3,30} (?:may|might|could|probably|likely) ", 6, 2),
    ("questioned", r"(?P<mark>\basked (?:if|whether|why|how|what|about)\b|\bwondered\b|\bwonders\b|\bquestioned\b|\bquestioning (?:whether|why)\b|\bunclear (?:whether|if)\b|\?[”\"],? (?:he|she|[A-Z]\w+) (?:asked|said|wrote|tweeted))", 20, 8),
    ("declined", r"(?P<mark>\b(?:declined|refused|declining|refusing) to (?:comment|say|discuss|answer|speak|elaborate|confirm|identify|name|speculate|give|offer|provide)\b|\b(?:did not|didn[’']t|has not|had not) (?:immediately )?(?:respond|return|reply|answer)|\bwould not (?:say|comment|discuss|confirm|elaborate)\b|\bno comment\b|\bcould not say\b)", 20, 7),
    ("number", r"\b(?P<mark>" + NUMBER + r") (?:[\w-]+ ){0,4}" + UNNAMED + r"\b(?=[^.]{0,80}\b(?:said|told|say|confirmed|familiar|according|who)\b)", 18, 3),
    ("nearness", r"\b" + UNNAMED + r" (?:who (?:is|are|was|were) )?(?P<mark>close to|familiar with|briefed on|with (?:direct |first-?hand )?knowledge of|involved in|present (?:at|for|in)|in the room)\b", 22, 4),
    ("reason", r"(?P<mark>\bcondition of anonymity\b|\b(?:requested|requesting|asked for|granted|sought) anonymity\b|\banonymity (?:to|because|in order)\b|\basked not to be (?:named|identified)\b|\b(?:not|weren[’']t|wasn[’']t) authori[sz]ed to (?:speak|discuss|comment)\b|\bwas not identified\b)", 26, 5),
    ("told", r"\b(?P<mark>told|tells|asked|warned|assured|reminded|informed) (?:the )?(?:reporters|lawmakers|Congress|supporters|the crowd|committee|senators|a crowd|investigators|police|an audience|voters|me|us)\b", 8, 4),
    ("nested", r"\b(?P<mark>said|says|told|wrote|testified|claimed|alleged)\b[^.“”\"]{2,60} (?:had |has |have )?(?:told|asked|urged|promised|warned|informed|denied|ordered|pressured|assured) (?:him|her|them|that|the|[A-Z])", 18, 6),
    ("nested", r"\b(?P<mark>according to|in (?:a|the|his|her) (?:memo|letter|lawsuit|affidavit|complaint|testimony)),? [^.“”\"]{3,80} (?:told|asked|urged|promised|warned|informed|denied|ordered|pressured|said) ", 6, 2),
]

# A second round of the same, after the first had been dealt out, for the classes that it left short.
BEFORE = r"(?:^|[.,;:]|[.,]?[”\"]|\bthat|\band|\bbut|\bbut some|--|—)\s+"
MORE = [
    ("bare", r"(?m)" + BEFORE + r"(?P<mark>sources|officials|[Ss]ources|[Oo]fficials|[Tt]wo officials|[Tt]wo sources|[Oo]ne official|[Oo]ne source|[Aa]n official|[Aa] source|[Ss]ome officials)"
     r" (?:have |has |also )?(?:said|say|says|told|tell|added|confirmed|believe|warned|described)\b", 30, 6),
    ("bare", r"\b(?:said|according to|told by|say|says) (?P<mark>(?:two |several |multiple )?(?:sources|officials)|a source|an official)[.,;]", 16, 4),
    ("self", r"(?m)(?:^|[.!?] )(?:But |And |So |As |Now, |Personally, )?I(?:’ve|'ve| have)? (?:also |just |still )?(?P<mark>think|believe|asked|suspect|wonder|argued|wrote|hope|noted|predicted|doubt|reported|wondered|pointed out|predict|fear)\b", 44, 4),
    ("untraced", r"\b(?P<mark>[Rr]eportedly|[Aa]llegedly|rumou?red to|is said to|are said to|are believed to|is believed to|(?:some|news|media|press) reports)\b", 16, 5),
    ("declined", r"(?P<mark>\b(?:declined|refused) to (?:comment|say|discuss|answer|elaborate|confirm|identify|name)\b|\b(?:did not|didn[’']t) (?:immediately )?(?:respond|return)|\bwould not (?:say|comment|discuss)\b)", 14, 6),
    ("reason", r"(?P<mark>\bcondition of anonymity\b|\banonymity (?:to|because|in order)\b|\basked not to be (?:named|identified)\b|\bnot authori[sz]ed to (?:speak|discuss)\b)", 20, 4),
    ("number", r"(?P<mark>\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Mm]ultiple|[Mm]ore than a dozen|[Hh]alf a dozen)) (?:(?:current|former|senior|U\.S\.|law enforcement|administration|White House|GOP|Democratic|Republican|House|Senate|government|American|intelligence|people|other) ){0,4}"
     r"(?:officials|aides|advisers|sources|people|lawmakers|diplomats)(?: (?:familiar|close|briefed|with knowledge|in the)[^.,]{0,40})? (?:said|told|say|tell)\b", 16, 2),
    ("document", r"\b(?:letter|memo|report|poll|survey|study|lawsuit|complaint|indictment|affidavit|e-?mail|transcript|ruling|statement|tweet)s? (?P<mark>said|says|stated|found|shows?|alleges?|reads?|argues|concluded)\b", 6, 2),
]

# A third round, after all had been labelled, for the three classes that were still below 40.
LAST = [
    ("self", r"(?m)^(?:[^“”\"‘\n]{0,600}[.!?] )?(?:But |And |So |Now, )?I(?:’ve|'ve| have)? (?:also |just |still )?(?P<mark>think|believe|asked|suspect|wonder|argued|wrote|hope|noted|predict|doubt|fear) [^“”\"\n]+$", 40, 0),
    ("document", r"\b(?:letter|memo|report|lawsuit|complaint|indictment|affidavit|e-?mail|transcript|ruling|survey|law|bill) (?P<mark>said|says|stated|found|shows?|alleges?|reads?|argues|concluded|requires)\b", 10, 0),
    ("denied", r"(?P<mark>\b(?:denied|denies) (?:that|the|any|having|he|she|it|those|wrongdoing|involvement)\b|\b(?:disputed|disputes|refuted) (?:that|the|those)\b)", 10, 0),
]


class Item:
    """One attribution to label. Offsets are code points while drawing and bytes once written."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


def chance(*parts):
    """A number that depends on the seed and the parts alone."""
    return int.from_bytes(hashlib.sha256("\x1f".join([str(SEED), *map(str, parts)]).encode()).digest()[:8], "big")


def half(document):
    return "held" if hashlib.sha256(document.encode()).digest()[0] & 1 else "tune"


def read_allsides(corpora):
    with gzip.open(os.path.join(corpora, "stories", "allsides-dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            yield document["id"], document["src"], document["text"]


def read_polnear(corpora):
    """Yields name, text and the attributions of one annotator: {"source": spans, "cue": spans, "content": spans}."""
    base = os.path.join(corpora, "polnear", "dev")
    versions = collections.defaultdict(list)
    for name in sorted(os.listdir(os.path.join(base, "attributions"))):
        if name.endswith(".ann"):
            versions[name[:-4].rsplit("_", 1)[0]].append(name)
    for name in sorted(versions):
        with open(os.path.join(base, "text", name + ".txt"), encoding="utf-8", newline="") as file:
            text = file.read()
        version = min(versions[name], key=lambda v: chance("version", v))
        spans, relations = {}, []
        with open(os.path.join(base, "attributions", version), encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if len(cells) < 2:
                    continue
                if cells[0].startswith("T"):
                    try:
                        spans[cells[0]] = [tuple(map(int, p.split())) for p in cells[1].split(" ", 1)[1].split(";")]
                    except ValueError:
                        continue
                elif cells[0].startswith("E"):
                    relations.append(cells[1].split())
        found = []
        for relation in relations:
            one = {"source": [], "cue": [], "content": []}
            for argument in relation:
                role, _, target = argument.partition(":")
                role = role.rstrip("0123456789").lower()
                if role in one:
                    one[role] += spans.get(target, [])
            if one["cue"] or one["content"]:
                found.append({role: sorted(set(parts)) for role, parts in one.items()})
        yield name, text, found


SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"’')\]]*(?=\s+[“\"‘'(\[]?[A-Z0-9])|(?=\n)|$)", re.S)


def sentences(text):
    return [(m.start(), m.end()) for m in SENTENCE.finditer(text) if m.group().strip()]


def sentence_around(text, at):
    for start, end in sentences(text):
        if start <= at < end:
            return start, end
    return max(0, at - 100), min(len(text), at + 100)


def draw(corpora):
    polnear = list(read_polnear(corpora))
    allsides = sorted(read_allsides(corpora))
    items, taken = [], set()

    everything = [(name, text, one) for name, text, found in polnear for one in found]
    everything.sort(key=lambda e: chance("polnear", e[0], sorted(e[2].items())))
    for name, text, one in everything[:RANDOM_EACH]:
        taken.add((name, anchor(one)))
        items.append(Item(draw="random", corpus="polnear", document=name, spans=one, mark=anchor(one), want=""))
    rest = everything[RANDOM_EACH:]

    allsides.sort(key=lambda d: chance("allsides", d[0]))
    used = set()
    items += at_random(allsides, used, RANDOM_EACH)
    remaining = [d for d in allsides if d[0] not in used]
    search(TOPUP, 0, items, remaining, rest, used, taken)
    deal(items)
    first = len(TOPUP)
    for sheet, patterns in (("D", MORE), ("E", LAST)):
        more = []
        search(patterns, first, more, remaining, rest, used, taken)
        more.sort(key=lambda i: (chance("order", i.document), i.document, i.mark))
        for number, item in enumerate(more, len(items) + 1):
            item.sheet, item.number = sheet, number
        choose_second(more)
        items += more
        first += len(patterns)
    more = at_random(allsides, used, RANDOM_MORE)
    for number, item in enumerate(more, len(items) + 1):
        item.sheet, item.number = "F", number
    choose_second(more)
    return items + more


def at_random(allsides, used, count):
    """One sentence with a cue word, at random, from each of the next documents that were not drawn before."""
    items = []
    for identity, _, text in allsides:
        if len(items) == count:
            break
        candidates = [s for s in sentences(text) if CUES.search(text, *s)]
        if identity in used or not candidates or len(text) < 400:
            continue
        start, end = min(candidates, key=lambda s: chance("sentence", identity, s))
        hit = min(CUES.finditer(text, start, end), key=lambda m: chance("cue", identity, m.start()))
        used.add(identity)
        items.append(Item(draw="random", corpus="allsides", document=identity, spans=None, mark=hit.span(), want=""))
    return items


def search(patterns, first, items, allsides, polnear, used, taken):
    """Adds the items that the patterns find: at most one from an AllSides document, none that was drawn before."""
    position = 0
    for number, (wanted, pattern, from_allsides, from_polnear) in enumerate(patterns, first):
        pattern, count = re.compile(pattern), 0
        while count < from_allsides and position < len(allsides):
            identity, _, text = allsides[position]
            position += 1
            if identity in used:
                continue
            hits = list(pattern.finditer(text))
            if not hits:
                continue
            hit = min(hits, key=lambda m: chance("topup", number, identity, m.start()))
            used.add(identity)
            items.append(Item(draw="topup", corpus="allsides", document=identity, spans=None, mark=hit.span("mark"), want=wanted))
            count += 1
        if position == len(allsides):
            position = 0
        count = 0
        for name, text, one in sorted(polnear, key=lambda e: chance("polnear", number, e[0], sorted(e[2].items()))):
            if count == from_polnear:
                break
            at = anchor(one)
            if (name, at) in taken:
                continue
            near = pattern.finditer(text, max(0, at[0] - 300), min(len(text), at[1] + 300))
            if any(overlaps(m.span("mark"), one) for m in near):
                taken.add((name, at))
                items.append(Item(draw="topup", corpus="polnear", document=name, spans=one, mark=at, want=wanted))
                count += 1


def anchor(one):
    return (one["cue"] or one["content"])[0]


def overlaps(mark, one):
    return any(s < mark[1] and mark[0] < e for s, e in one["source"] + one["cue"])


def deal(items):
    """Gives each item a sheet (whole documents together, sizes and draws even), a number, and the second pass its third."""
    groups = collections.defaultdict(list)
    for item in items:
        groups[item.document].append(item)
    load = {sheet: collections.Counter() for sheet in "ABC"}
    for document in sorted(groups, key=lambda d: (-len(groups[d]), chance("deal", d))):
        kinds = collections.Counter((i.draw, i.corpus, i.want) for i in groups[document])
        sheet = min("ABC", key=lambda s: (sum(load[s][k] for k in kinds) + (0 if len(kinds) == 1 else load[s].total() / 10), load[s].total(), s))
        load[sheet].update(kinds)
        for item in groups[document]:
            item.sheet = sheet
    items.sort(key=lambda i: (i.sheet, chance("order", i.document), i.document, i.mark))
    for number, item in enumerate(items, 1):
        item.number = number
    choose_second(items)


def choose_second(items):
    """Marks a third of every sheet and draw for the second pass."""
    groups = collections.defaultdict(list)
    for item in items:
        groups[item.sheet, item.draw].append(item)
    for own in groups.values():
        own.sort(key=lambda i: chance("second", i.document, i.mark))
        for rank, item in enumerate(own):
            item.second = rank < round(len(own) / 3)


def on_sheet(item, sheet):
    """Whether an item stands on a sheet: A to F are the first pass, 2 the second over A to C, 2D over D and so on."""
    if sheet.startswith("2"):
        return item.second and item.sheet in (sheet[1:] or "ABC")
    return item.sheet == sheet


def paragraphs(text):
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def cut(text, limit, tail=False):
    if len(text) <= limit:
        return text
    return "… " + text[-limit:] if tail else text[:limit] + " …"


def marked(text, start, end, item):
    """The text of a paragraph with the spans of the item marked: {S …} source, [[…]] cue, {C …} content."""
    opens, closes = collections.defaultdict(list), collections.defaultdict(list)
    spans = [("[[", "]]", item.mark)]
    if item.spans:
        spans = [("[[", "]]", s) for s in item.spans["cue"]]
        spans += [("{S ", "}", s) for s in item.spans["source"]] + [("{C ", "}", s) for s in item.spans["content"]]
    for left, right, (s, e) in spans:
        if s < end and e > start:
            opens[max(s, start)].append((-(e - s), left))
            closes[min(e, end)].append((e - s, right))
    out = []
    for at in range(start, end + 1):
        out += [right for _, right in sorted(closes[at])]
        out += [left for _, left in sorted(opens[at])]
        if at < end:
            out.append(text[at])
    return "".join(out)


def sheet_text(item, text, outlet):
    blocks = paragraphs(text)
    spans = [item.mark] if not item.spans else item.spans["source"] + item.spans["cue"] + item.spans["content"]
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    first = next((k for k, b in enumerate(blocks) if b[1] > low), len(blocks) - 1)
    last = next((k for k in range(len(blocks) - 1, -1, -1) if blocks[k][0] < high), first)
    lines = [f"=== {item.number} {item.corpus} {item.document} ({outlet}) {item.draw}"]
    if item.spans:
        for role in ("source", "cue", "content"):
            lines.append(f"  {role.upper()}: " + " | ".join(text[s:e] for s, e in item.spans[role]))
    before = max(0, first - 2)
    if before > 0:
        lines.append("  (start) " + " / ".join(cut(text[s:e], 220) for s, e in blocks[:min(2, before)]))
    for s, e in blocks[before:first]:
        lines.append("  (before) " + cut(text[s:e], 420, tail=True))
    for s, e in blocks[first:last + 1]:
        start, end = s, e
        if end - start > 1500:  # a wall of text: keep what is around the spans
            start, end = max(s, low - 700), min(e, high + 400)
        lines.append(">> " + marked(text, start, end, item))
    for s, e in blocks[last + 1:last + 2]:
        lines.append("  (after) " + cut(text[s:e], 260))
    return "\n".join(lines) + "\n"


def load(corpora, work):
    """Items, and the texts and outlets of their documents."""
    with open(os.path.join(work, "items.json"), encoding="utf-8") as file:
        items = [Item(**fields) for fields in json.load(file)]
    for item in items:
        item.mark = tuple(item.mark)
    wanted = {i.document for i in items}
    texts = {name: (text, name.split("_")[0]) for name, text, _ in read_polnear(corpora) if name in wanted}
    texts.update({name: (text, outlet) for name, outlet, text in read_allsides(corpora) if name in wanted})
    return items, texts


def fold(text):
    """The same text, code point for code point, with the marks that people type in more than one way made one."""
    return text.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "―": "-", "\xa0": " ", "\n": " ", "\t": " ", "`": "'"}))


def find(folded, quote, near, low=0, high=None, before=False):
    """The occurrence of a quote nearest to near, on word boundaries where it has some; "a ... b" joins first
    and last words, and of "a [[b]] c" only b is meant."""
    high = len(folded) if high is None else high
    quote = fold(quote.strip())
    outer = re.fullmatch(r"(.*)\[\[(.+)\]\](.*)", quote)
    if outer:
        span = find(folded, "".join(outer.groups()), near, low, high, before)
        return span and (span[0] + len(outer[1]), span[0] + len(outer[1]) + len(outer[2]))
    head, dots, tail = quote.partition(" ... ")
    if not dots:
        head, dots, tail = quote.partition(" … ")
    pattern = re.escape(head)
    if head[:1].isalnum():
        pattern = r"(?<!\w)" + pattern
    if not dots and head[-1:].isalnum():
        pattern += r"(?!\w)"
    best = None
    for m in re.compile(pattern).finditer(folded, low, high):
        start, end = m.span()
        if dots:
            at = folded.find(tail, end, high)
            if at < 0:
                continue
            end = at + len(tail)
        distance = max(0, start - near[1], near[0] - end)
        if before:
            distance = (start >= near[0], distance)
        if best is None or distance < best[0]:
            best = (distance, (start, end))
    return best and best[1]


def with_marks(text, span):
    """The span with the quotation marks just outside it, where they make a pair with each other or with one inside."""
    start, end = span
    before = text[start - 1:start] if start else ""
    opening = before == "“" or (before == '"' and (start == 1 or not text[start - 2].isalnum()))
    after = re.compile(r"[,.!?]?[”\"]").match(text, end)
    inside = text[start:end]
    owed = inside.count("“") - inside.count("”") + inside.count('"') % 2  # marks opened inside and not closed
    if after and (opening or owed > 0):
        end = after.end()
    if opening and (after or owed != 0 or text[end:end + 1] in ("", "\n")):
        start -= 1
    return start, end


def listed(value):
    if value in (None, "", "-", "none"):
        return []
    return value if isinstance(value, list) else [value]


KEYS = {"item", "none", "source", "cue", "content", "kind", "number", "number_words", "affiliation", "role", "nearness",
        "reason", "told", "stance", "outlet", "outlet_words", "relay", "within", "speaker", "note"}


def answers(path):
    """The rows of an answers file with the problems of its lines."""
    rows, problems = [], []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                problems.append(f"line {number}: {error}")
                continue
            row["item"] = str(row.get("item", ""))
            if not re.fullmatch(r"\d+[b-d]?", row["item"]):
                problems.append(f"line {number}: item {row['item']!r}")
                continue
            for key in sorted(set(row) - KEYS):
                problems.append(f"item {row['item']}: unknown key {key}")
            rows.append(row)
    for name, count in collections.Counter(r["item"] for r in rows).items():
        if count > 1:
            problems.append(f"item {name}: answered {count} times")
    return rows, problems


COLUMNS = [
    ("row", "item number; a letter marks a further attribution of the same item"),
    ("draw", "random; topup (found by word search for a rare class); pair (the outer or inner partner of a nested one)"),
    ("corpus", "polnear (dev) or allsides (dev)"),
    ("document", "file name without .txt, or the story record's id"),
    ("half", "tune or held, by a hash of the document"),
    ("source", "spans of the source, START-END in bytes joined by ';'; - none"),
    ("cue", "spans of the cue"),
    ("content", "spans of the content"),
    ("kind", "source kind; none: the word that was drawn belongs to no attribution"),
    ("number", "how many the source claims; - not labelled"),
    ("number_span", "the number word"),
    ("affiliation", "span of the affiliation"),
    ("role", "span of the role"),
    ("nearness", "span of the nearness"),
    ("reason", "span of the reason given for not naming"),
    ("told", "spans of the addressee"),
    ("stance", "affirmed, denied, hedged, questioned, declined"),
    ("outlet", "the outlet that is or had the source, usual name; - none"),
    ("outlet_span", "where the outlet is named"),
    ("relay", "true: the telling rests on another outlet or an earlier report"),
    ("within", "row of the attribution it is nested in; - none"),
    ("speaker", "span of the name that the source leads to; none: it leads to no name; - the source is a name, or not asked"),
    ("pass", "1 or 2"),
]
SLOTS = ["affiliation", "role", "nearness", "reason"]


def convert(rows, items, texts, numbered_pass):
    """Standoff rows of the answers, and the problems."""
    by_number = {i.number: i for i in items}
    folded = {name: fold(text) for name, (text, _) in texts.items()}
    out, problems = [], []
    names = {r["item"] for r in rows}
    for row in rows:
        name = row["item"]
        item = by_number.get(int(re.match(r"\d+", name).group()))
        if item is None:
            problems.append(f"item {name}: not in the sample")
            continue
        text, body = texts[item.document][0], folded[item.document]
        pair = not name.isdigit()

        def bad(what):
            problems.append(f"item {name}: {what}")

        def locate(key, quote, near, reach=1500, before=False):
            low, high = max(0, near[0] - reach), min(len(body), near[1] + reach)
            span = find(body, quote, near, low, high, before) or find(body, quote, near, 0, None, before)
            if span is None:
                bad(f"{key} not found: {quote!r}")
            return span

        def offsets(spans):
            return ";".join(f"{len(text[:s].encode())}-{len(text[:e].encode())}" for s, e in spans) or "-"

        cells = dict.fromkeys((c for c, _ in COLUMNS), "-")
        cells.update(row=name, draw="pair" if pair else item.draw, corpus=item.corpus, document=item.document,
                     half=half(item.document), **{"pass": str(numbered_pass)})
        if row.get("none"):
            if item.corpus == "polnear" and not pair:
                bad("a PolNeAR item cannot be none")
            cells.update(kind="none", cue=offsets([item.mark]))
            out.append(cells)
            continue
        if item.spans and not pair:
            source, cue, content = item.spans["source"], item.spans["cue"], item.spans["content"]
            for key in ("source", "cue", "content"):
                if key in row:
                    bad(f"{key} is given for PolNeAR; leave it out")
        else:
            cue = [s for s in (locate("cue", q, item.mark) for q in listed(row.get("cue"))) if s]
            near = cue[0] if cue else item.mark
            source = sorted(s for s in (locate("source", q, near) for q in listed(row.get("source"))) if s)
            content = sorted(with_marks(text, s) for s in (locate("content", q, near) for q in listed(row.get("content"))) if s)
            if not cue and not content:
                bad("neither cue nor content")
            for s in source + content:
                if max(0, s[0] - near[1], near[0] - s[1]) > 800 and not pair:
                    bad(f"far from the cue: {text[s[0]:s[1]][:60]!r}")
        near = (cue or content or [item.mark])[0]
        kind, stance = row.get("kind"), row.get("stance", "affirmed")
        if kind not in KINDS:
            bad(f"kind {kind!r}")
            kind = "unclear"
        if stance not in STANCES:
            bad(f"stance {stance!r}")
        about = source[0] if source else near
        profile = any(row.get(k) not in (None, "", "-") for k in ["number", "number_words", *SLOTS])
        if profile and kind not in ("unnamed", "bare", "body"):
            bad(f"a profile on kind {kind}")
        cells.update(source=offsets(source), cue=offsets(cue), content=offsets(content), kind=kind, stance=stance)
        if kind in ("unnamed", "bare") or profile:
            number = row.get("number", 0)
            if not isinstance(number, int):
                bad(f"number {number!r} is no integer")
            cells["number"] = str(number)
        for key, column in [("number_words", "number_span"), *((s, s) for s in SLOTS)]:
            cells[column] = offsets(sorted(s for s in (locate(key, q, about) for q in listed(row.get(key))) if s))
        cells["told"] = offsets(sorted(s for s in (locate("told", q, near) for q in listed(row.get("told"))) if s))
        if row.get("outlet") not in (None, "", "-"):
            cells["outlet"] = row["outlet"]
            cells["outlet_span"] = offsets([s for s in (locate("outlet_words", q, near, 400)
                                                        for q in listed(row.get("outlet_words", row["outlet"]))) if s])
        if not isinstance(row.get("relay", False), bool):
            bad("relay is true or false")
        cells["relay"] = "true" if row.get("relay") else "false"
        within = str(row.get("within") or "-")
        if within != "-" and within not in names:
            bad(f"within {within} has no row")
        cells["within"] = within
        speaker = row.get("speaker") or ("none" if kind in ("unnamed", "bare") else "-")
        if speaker not in ("-", "none"):
            span = locate("speaker", speaker, about, before=True)
            speaker = offsets([span]) if span else "-"
        cells["speaker"] = speaker
        pronoun = len(source) == 1 and re.fullmatch(r"(?i)he|she|they|it|his|her|their|who|him|them|these people|the (?:official|spokesman|spokeswoman)",
                                                    text[source[0][0]:source[0][1]])
        if (pronoun or not source) and kind in ("named", "body") and speaker == "-":
            bad("speaker is missing (a name, or none)")
        out.append(cells)
    for row in rows:
        if not row["item"].isdigit() and re.match(r"\d+", row["item"]).group() not in names:
            problems.append(f"item {row['item']}: its main row is missing")
    out.sort(key=lambda c: (int(re.match(r"\d+", c["row"]).group()), c["row"]))
    return out, problems


def write_standoff(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("# Attributions typed by hand; see GUIDE.md and README.md. Tab-separated, one attribution a line.\n")
        file.write("# Offsets are bytes of the UTF-8 text of the document, half-open. Columns:\n")
        for name, meaning in COLUMNS:
            file.write(f"# {name}: {meaning}\n")
        for row in rows:
            file.write("\t".join(row[name] for name, _ in COLUMNS) + "\n")


def read_standoff(path):
    with open(path, encoding="utf-8") as file:
        return [dict(zip((c for c, _ in COLUMNS), line.rstrip("\n").split("\t"))) for line in file if not line.startswith("#")]


def kappa(pairs):
    total = len(pairs)
    same = sum(a == b for a, b in pairs) / total
    first, second = collections.Counter(a for a, _ in pairs), collections.Counter(b for _, b in pairs)
    by_chance = sum(first[k] * second[k] for k in first) / total ** 2
    return same, (same - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def parts(cell):
    return [] if cell in ("-", "none") else [tuple(map(int, p.split("-"))) for p in cell.split(";")]


def touch(first, second):
    return any(a < d and c < b for a, b in parts(first) for c, d in parts(second))


def agree(first_path, second_path, out):
    second = {r["row"]: r for r in read_standoff(second_path)}
    first = {r["row"]: r for r in read_standoff(first_path) if r["row"] in second or not r["row"].isdigit()}
    both = [(first[k], second[k]) for k in second if k.isdigit() and k in first]
    shared = [(a, b) for a, b in both if a["kind"] != "none" and b["kind"] != "none"]
    print(f"{len(both)} items labelled twice, {len(shared)} of them an attribution in both passes.\n", file=out)
    print("| label | n | agreement | kappa |\n|---|---|---|---|", file=out)

    def line(name, pairs):
        if pairs:
            same, k = kappa(pairs)
            print(f"| {name} | {len(pairs)} | {same:.3f} | {k:.3f} |", file=out)

    line("attribution or none (AllSides)", [(a["kind"] == "none", b["kind"] == "none") for a, b in both if a["corpus"] == "allsides"])
    for which in ("random", "topup"):
        line(f"kind, {which}", [(a["kind"], b["kind"]) for a, b in shared if a["draw"] == which])
    line("kind", [(a["kind"], b["kind"]) for a, b in shared])
    for which in ("random", "topup"):
        line(f"stance, {which}", [(a["stance"], b["stance"]) for a, b in shared if a["draw"] == which])
    line("stance", [(a["stance"], b["stance"]) for a, b in shared])
    line("relay", [(a["relay"], b["relay"]) for a, b in shared])
    line("nested in another", [(a["within"] == "-", b["within"] == "-") for a, b in shared])
    print("\n| class or slot | first | second | both | F1 |\n|---|---|---|---|---|", file=out)

    def f1(name, one, two, common):
        value = 2 * common / (one + two) if one + two else float("nan")
        print(f"| {name} | {one} | {two} | {common} | {value:.3f} |", file=out)

    for column, classes in (("kind", KINDS), ("stance", STANCES)):
        for value in classes:
            f1(f"{column} {value}", sum(a[column] == value for a, _ in shared), sum(b[column] == value for _, b in shared),
               sum(a[column] == value == b[column] for a, b in shared))
    open_number = ("-", "0")
    f1("number (same value)", sum(a["number"] not in open_number for a, _ in shared), sum(b["number"] not in open_number for _, b in shared),
       sum(a["number"] == b["number"] and a["number"] not in open_number for a, b in shared))
    for slot in SLOTS + ["told", "outlet_span"]:
        f1(f"{slot} (overlap)", sum(a[slot] != "-" for a, _ in shared), sum(b[slot] != "-" for _, b in shared),
           sum(touch(a[slot], b[slot]) for a, b in shared))
    f1("relay true", sum(a["relay"] == "true" for a, _ in shared), sum(b["relay"] == "true" for _, b in shared),
       sum(a["relay"] == b["relay"] == "true" for a, b in shared))
    asked = [(a, b) for a, b in shared if a["speaker"] != "-" and b["speaker"] != "-"]
    same = sum(a["speaker"] == b["speaker"] or touch(a["speaker"], b["speaker"]) for a, b in asked)
    print(f"\nSpeaker asked in both passes: {len(asked)}; the same place or both none: {same}.", file=out)
    print("\nKinds that differ:", "; ".join(f"{k[0]}/{k[1]} {n}" for k, n in collections.Counter(
        (a["kind"], b["kind"]) for a, b in shared if a["kind"] != b["kind"]).most_common()), file=out)
    print("\nStances that differ:", "; ".join(f"{k[0]}/{k[1]} {n}" for k, n in collections.Counter(
        (a["stance"], b["stance"]) for a, b in shared if a["stance"] != b["stance"]).most_common()), file=out)


def count_classes(path, out):
    rows = read_standoff(path)
    draws = ["random", "topup", "pair"]
    print("| class | random | of it held | top-up | of it held | pair | all |\n|---|---|---|---|---|---|---|", file=out)

    def line(name, test):
        cells = []
        for which in draws:
            hits = [r for r in rows if r["draw"] == which and test(r)]
            cells.append(len(hits))
            if which != "pair":
                cells.append(sum(r["half"] == "held" for r in hits))
        print(f"| {name} | {' | '.join(map(str, cells))} | {cells[0] + cells[2] + cells[4]} |", file=out)

    line("no attribution", lambda r: r["kind"] == "none")
    line("attributions", lambda r: r["kind"] != "none")
    for kind in KINDS:
        line("kind " + kind, lambda r: r["kind"] == kind)
    for stance in STANCES:
        line("stance " + stance, lambda r: r["kind"] != "none" and r["stance"] == stance)
    line("number above 0", lambda r: r["number"] not in ("-", "0"))
    line("number word", lambda r: r["number_span"] != "-")
    for slot in SLOTS + ["told", "outlet"]:
        line(slot, lambda r: r[slot] != "-")
    line("relay", lambda r: r["relay"] == "true")
    line("nested in another", lambda r: r["within"] != "-")
    line("speaker asked, named in the text", lambda r: r["speaker"] not in ("-", "none"))
    line("speaker asked, none, source not unnamed or bare", lambda r: r["speaker"] == "none" and r["kind"] not in ("unnamed", "bare"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["draw", "show", "check", "convert", "agree", "count"])
    parser.add_argument("--corpora")
    parser.add_argument("--work")
    parser.add_argument("--out")
    parser.add_argument("--pass", dest="numbered_pass", type=int, default=1)
    parser.add_argument("rest", nargs="*")
    options = parser.parse_intermixed_args()
    if options.verb == "agree":
        agree(*options.rest, sys.stdout)
        return 0
    if options.verb == "count":
        count_classes(options.rest[0], sys.stdout)
        return 0
    if options.verb == "draw":
        items = draw(options.corpora)
        with open(os.path.join(options.work, "items.json"), "w", encoding="utf-8") as file:
            json.dump([vars(i) for i in items], file, indent=0)
        items, texts = load(options.corpora, options.work)
        sheets = [(s, [i for i in items if on_sheet(i, s)]) for s in ("A", "B", "C", "D", "E", "F", "2", "2D", "2E", "2F")]
        for name, chosen in sheets:
            with open(os.path.join(options.work, f"sheet-{name}.txt"), "w", encoding="utf-8") as file:
                for item in chosen:
                    file.write(sheet_text(item, *texts[item.document]) + "\n")
            print(name, len(chosen), sorted(collections.Counter((i.draw, i.corpus) for i in chosen).items()))
        return 0
    items, texts = load(options.corpora, options.work)
    if options.verb == "show":
        name = options.rest[-1]
        print(texts[name][0])
        return 0
    paths = options.rest[:1] if options.verb == "check" else options.rest
    rows, problems = [], []
    for path in paths:
        more, wrong = answers(path)
        rows, problems = rows + more, problems + wrong
    standoff, wrong = convert(rows, items, texts, options.numbered_pass)
    problems += wrong
    if options.verb == "check" and len(options.rest) > 1:
        sheet = options.rest[1]
        done = {r["item"] for r in rows}
        chosen = [i for i in items if on_sheet(i, sheet)]
        missing = [i.number for i in chosen if str(i.number) not in done]
        problems += [f"item {n}: no answer yet" for n in missing]
        own = {i.number for i in chosen}
        problems += [f"item {r['item']}: not in sheet {sheet}" for r in rows if int(re.match(r"\d+", r["item"]).group()) not in own]
    for problem in problems:
        print(problem)
    print(f"{len(standoff)} rows, {len(problems)} problems")
    if options.verb == "convert":
        write_standoff(options.out, standoff)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
