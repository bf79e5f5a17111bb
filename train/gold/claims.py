#!/usr/bin/env python3
"""Makes the sheets of the claims gold, checks answers, turns them into standoff, and compares two passes.

  claims.py sheets    --corpora DIR --work DIR                    writes one sheet a story
  claims.py check     --corpora DIR ANSWERS...                    lists what is wrong with answer files
  claims.py convert   --corpora DIR --out FILE ANSWERS...         writes the standoff; refuses answers that do not check
  claims.py documents --corpora DIR --out FILE                    writes the documents that the standoff points into
  claims.py agreement FIRST SECOND                                compares two standoff files, in Markdown
  claims.py count     FILE                                        counts a standoff file, in Markdown

Which documents make a story stands in stories.tsv; the labels are explained in CLAIMS.md. Standard library only.
Nothing here sees the output of a model.
"""

import argparse
import collections
import csv
import datetime
import gzip
import itertools
import json
import os
import re
import sys

GOLD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "eval", "gold")

LEVELS = ["done", "planned", "offered", "willing", "considered", "asked"]  # strongest first
STANCES = ["affirmed", "hedged", "denied", "questioned", "declined"]
FIELDS = ["id", "day", "src", "title", "text"]  # of a document
COUNTED = {"affirmed", "hedged"}
KINDS = ["named", "body", "document", "unnamed", "own", "hollow", "untraced", "collective"]
TRACED = {"named", "body", "document", "unnamed", "own", "hollow"}
IDENTITIES = {"named", "body", "document"}
RULES = {  # rule: kinds of origin that it can lead to
    "copied": set(KINDS),
    "undirected": set(KINDS),
    "wire": set(KINDS),
    "relay-held": set(KINDS),
    "own-earlier": set(KINDS),
    "relay-named": {"named", "body", "document", "unnamed", "collective"},
    "relay-hollow": {"hollow"},
    "cycle": {"untraced"},
    "untraced": {"untraced"},
    "quoted": {"untraced"},
    "named": {"named"},
    "body": {"body"},
    "document": {"document", "named", "body"},
    "unnamed": {"unnamed"},
    "continued": {"unnamed"},
    "collective": {"collective"},
    "own": {"own"},
}
FOLLOWED = {"copied", "undirected", "relay-held", "own-earlier", "continued"}  # rules that name a telling to rest on
ADDS_NONE = {"headline", "summary", "reportedly"}
DIFFERENCES = ["number", "date", "polarity", "strength", "who", "reason", "source"]
CLAIMS_MOST = 8  # a story
WCL_OUTLETS = {"LL": "HuffPost", "L": "New York Times", "M": "USA TODAY", "R": "Fox News", "RR": "Breitbart News"}

KEYS = {
    "claim": {"claim", "gist", "note"},
    "origin": {"origin", "of", "kind", "doc", "quote", "p", "n", "number", "outlet", "with", "absorbed", "note"},
    "telling": {"telling", "of", "doc", "quote", "p", "n", "head", "join", "stance", "level", "rule", "source",
                "source_p", "source_n", "via", "origins", "adds", "note"},
    "interval": {"interval", "of", "min", "max", "untraced", "note"},
    "difference": {"difference", "of", "a", "a_quote", "a_p", "b", "b_quote", "b_p", "note"},
}


# Documents

def read_stories():
    """The stories as {story: {"half", "sort", "documents": {letter: (corpus, id)}}}."""
    stories = {}
    with open(os.path.join(GOLD, "stories.tsv"), encoding="utf-8", newline="") as file:
        for row in csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"):
            story, half, sort, letter, corpus, document = row
            entry = stories.setdefault(story, {"half": half, "sort": sort, "documents": {}})
            entry["documents"][letter] = (corpus, document)
    return stories


def untokenise(tokens):
    """The text of a NewsWCL50 document, from its tokens, by rule: the one that the offsets count in."""
    text, glue, quoted = [], True, False
    for token in tokens:
        if token.strip("\xa0 ") == "\\n":
            text.append("\n\n")
            glue, quoted = True, False
            continue
        token = " ".join(token.split())
        if not token:
            continue
        closing = quoted and token == '"'
        left = closing or re.fullmatch(r"[,.;:?!)\]%…”]+|['’].{0,2}|n['’]t|-", token) is not None
        if token == "-" and text and text[-1] == "-":
            left = True
        text.append(token if glue or left else " " + token)
        if token == '"':
            quoted = not quoted
        glue = (token == '"' and quoted) or token in {"(", "[", "$", "#", "“", "‘", "-"}
    return re.sub(r" *\n+ *", "\n\n", "".join(text)).strip()


def read_documents(corpora, stories):
    """The documents of the stories, by (corpus, id): {"id", "day", "src", "title", "text"}."""
    wanted = {pair for story in stories.values() for pair in story["documents"].values()}
    found = {}
    with gzip.open(os.path.join(corpora, "stories", "allsides-dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if ("allsides", document["id"]) in wanted:
                found["allsides", document["id"]] = {key: document[key] for key in FIELDS}
    tokens = collections.defaultdict(list)
    path = os.path.join(corpora, "people", "newswcl50-tokens.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if ("newswcl50", row["doc_id"]) in wanted:
                tokens[row["doc_id"]].append(row["token"])
    for name, words in tokens.items():
        found["newswcl50", name] = {"id": name, "day": None, "src": WCL_OUTLETS[name.split("_")[1]], "title": "",
                                    "text": untokenise(words)}
    missing = wanted - set(found)
    if missing:
        sys.exit("not in the corpora: " + ", ".join(map("/".join, sorted(missing))))
    return found


def paragraphs(text):
    """The paragraphs of a text as (start, end) code points."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def date(day):
    return "unknown" if day is None else str(datetime.date(1970, 1, 1) + datetime.timedelta(day))


def sheets(arguments):
    stories = read_stories()
    documents = read_documents(arguments.corpora, stories)
    folder = os.path.join(arguments.work, "sheets")
    os.makedirs(folder, exist_ok=True)
    for story, entry in stories.items():
        with open(os.path.join(folder, story + ".txt"), "w", encoding="utf-8") as out:
            print(f"STORY {story}: {len(entry['documents'])} documents", file=out)
            for letter, pair in entry["documents"].items():
                document = documents[pair]
                title = document["title"] or "(not given; the first lines of the text are headline and teaser)"
                print(f"\n{'=' * 100}\nDOCUMENT {letter}   outlet: {document['src']}   date: {date(document['day'])}"
                      f"   ({'/'.join(pair)})\nTITLE (not part of the text; do not label): {title}\n", file=out)
                for number, (start, end) in enumerate(paragraphs(document["text"]), 1):
                    print(f"[{number}] {document['text'][start:end].strip()}\n", file=out)


# Answers

class Answers:
    """The answers to one story, checked and with byte offsets. Faults are collected, not raised."""

    def __init__(self, path, stories, documents):
        self.path, self.faults = path, []
        self.records = {kind: {} for kind in KEYS}
        self.intervals, self.differences = [], []
        self.story = os.path.basename(path).split(".")[0].split("-")[0]
        if self.story not in stories:
            self.faults.append(f"{path}: no story called {self.story}; name the file after its story")
            return
        self.half = stories[self.story]["half"]
        self.pairs = stories[self.story]["documents"]
        self.texts = {letter: documents[pair]["text"] for letter, pair in self.pairs.items()}
        self.dates = {letter: documents[pair]["day"] for letter, pair in self.pairs.items()}
        self.spans = {}
        self.read()
        if not self.faults:
            self.check_claims()
            self.check_origins()
            self.check_tellings()
            self.check_intervals()
            self.check_differences()

    def fault(self, line, words):
        self.faults.append(f"{self.path}:{line}: {words}")

    def read(self):
        with open(self.path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip() or line.startswith("#"):
                    continue
                try:
                    record = json.loads(line)
                except ValueError as err:
                    self.fault(number, f"not JSON: {err}")
                    continue
                if not isinstance(record, dict):
                    self.fault(number, "not a JSON object")
                    continue
                kind = next((kind for kind in KEYS if kind in record), None)
                if kind is None:
                    self.fault(number, f"none of {', '.join(KEYS)} in it")
                    continue
                record["line"] = number
                for key in sorted(set(record) - KEYS[kind] - {"line"}):
                    self.fault(number, f"unknown key {key!r} in a {kind}")
                if kind == "interval":
                    self.intervals.append(record)
                elif kind == "difference":
                    self.differences.append(record)
                elif record[kind] in self.records[kind]:
                    self.fault(number, f"{kind} {record[kind]} given twice")
                else:
                    self.records[kind][record[kind]] = record
                if kind != "claim" and not isinstance(record.get("of"), str):
                    self.fault(number, "no claim in 'of'")

    def known(self, record, key, kind):
        """The record that record[key] names, of the same claim."""
        other = self.records[kind].get(record.get(key))
        if other is None:
            self.fault(record["line"], f"{key} {record.get(key)!r} is no {kind}")
        elif kind != "claim" and other["of"] != record["of"]:
            self.fault(record["line"], f"{key} {record[key]} belongs to claim {other['of']}, not {record['of']}")
        return other

    def find(self, line, letter, quote, paragraph=None, occurrence=None, near=None):
        """The byte spans of a quotation in a document, one for each of its parts. Of several places: the one that is
        said, else the one nearest to the spans near."""
        text = self.texts.get(letter)
        if text is None:
            self.fault(line, f"no document {letter!r} in {self.story}")
            return []
        low, high = 0, len(text)
        if paragraph is not None:
            bounds = paragraphs(text)
            if not isinstance(paragraph, int) or not 1 <= paragraph <= len(bounds):
                self.fault(line, f"document {letter} has no paragraph {paragraph}")
                return []
            low, high = bounds[paragraph - 1]
        spans = []
        for part in quote if isinstance(quote, list) else [quote]:
            if not isinstance(part, str) or not re.search(r"\w", part):
                self.fault(line, f"not a quotation: {part!r}")
                return []
            found = [match.span() for match in pattern(part).finditer(plain(text), low, high)]
            if not found:
                self.fault(line, f"not in document {letter}" + (f" [{paragraph}]" if paragraph else "") + f": {part!r}")
                return []
            if occurrence is None and near:
                found.sort(key=lambda span: abs(len(text[:span[0]].encode()) - near[0][0]))
            elif occurrence is None and len(found) > 1:
                self.fault(line, f"{len(found)} times in document {letter}; give p or n: {part!r}")
                return []
            if occurrence is not None and (not isinstance(occurrence, int) or not 1 <= occurrence <= len(found)):
                self.fault(line, f"only {len(found)} times in document {letter}: {part!r}")
                return []
            start, end = found[(occurrence or 1) - 1]
            spans.append([len(text[:start].encode()), len(text[:end].encode())])
        return spans

    def check_claims(self):
        claims = self.records["claim"]
        if len(claims) > CLAIMS_MOST:
            self.fault(0, f"{len(claims)} claims; at most {CLAIMS_MOST} are labelled")
        for name, claim in claims.items():
            docs = {telling["doc"] for telling in self.records["telling"].values()
                    if telling["of"] == name and telling.get("join", "strict") == "strict" and "doc" in telling}
            if len(docs) < 2:
                self.fault(claim["line"], f"claim {name} is told by {len(docs)} document(s); two are needed")

    def check_origins(self):
        untraced = set()
        for name, origin in self.records["origin"].items():
            line, kind = origin["line"], origin.get("kind")
            self.known(origin, "of", "claim")
            if kind not in KINDS:
                self.fault(line, f"kind {kind!r} is none of {', '.join(KINDS)}")
                continue
            number = origin.get("number", 1)
            if not isinstance(number, int) or number < 1 or (number != 1 and kind != "unnamed"):
                self.fault(line, f"number {number!r}; only unnamed sources have one, from 1 up")
            if kind == "unnamed" and "number" not in origin:
                self.fault(line, "an unnamed origin needs its number")
            if kind in {"unnamed", "own", "hollow"} and not isinstance(origin.get("outlet"), str):
                self.fault(line, f"kind {kind} needs the outlet")
            if kind in {"named", "body", "document", "unnamed", "collective"} or "quote" in origin:
                self.spans[name] = self.find(line, *map(origin.get, ("doc", "quote", "p", "n")))
            if kind == "untraced":
                if origin.get("doc") not in self.texts:
                    self.fault(line, "an untraced origin needs the document in which it stands")
                elif (origin["of"], origin["doc"]) in untraced:
                    self.fault(line, "a document has one untraced origin a claim")
                untraced.add((origin["of"], origin.get("doc")))
            for key in ("with", "absorbed"):
                if key in origin:
                    other = self.known(origin, key, "origin")
                    if other is origin:
                        self.fault(line, f"{key} leads to itself")
                    elif other and key in other:
                        self.fault(line, f"{key} {origin[key]} has {key} itself; name the last one")
            if "with" in origin and kind not in IDENTITIES:
                self.fault(line, "'with' is for persons, bodies and documents")
            if "absorbed" in origin and kind not in {"hollow", "own", "unnamed"}:
                self.fault(line, "only hollow outlets, own words and less described unnamed sources are absorbed")
            if not any(name in telling.get("origins", []) for telling in self.records["telling"].values()):
                self.fault(line, f"no telling rests on origin {name}")
        same = collections.defaultdict(list)
        for name, origin in self.records["origin"].items():
            if origin.get("kind") in {"own", "hollow"}:
                same[origin["of"], origin["kind"], origin.get("outlet")].append(name)
        for (_, kind, outlet), names in same.items():
            if len(names) > 1:
                line = self.records["origin"][names[1]]["line"]
                self.fault(line, f"{outlet} has two {kind} origins: {', '.join(names)}")

    def check_tellings(self):
        tellings = self.records["telling"]
        for name, telling in tellings.items():
            line = telling["line"]
            self.known(telling, "of", "claim")
            self.spans[name] = self.find(line, *map(telling.get, ("doc", "quote", "p", "n")))
            if not self.spans[name]:
                continue
            self.spans[name, "head"] = self.head(telling, self.spans[name])
            stance = telling.setdefault("stance", "affirmed")
            if stance not in STANCES:
                self.fault(line, f"stance {stance!r} is none of {', '.join(STANCES)}")
            if telling.setdefault("join", "strict") not in {"strict", "possibly"}:
                self.fault(line, f"join {telling['join']!r} is neither strict nor possibly")
            if "level" in telling and telling["level"] not in LEVELS:
                self.fault(line, f"level {telling['level']!r} is none of {', '.join(LEVELS)}")
            if stance in COUNTED:
                telling.setdefault("level", "done")
            if "source" in telling:
                self.spans[name, "source"] = self.find(line, telling["doc"], telling["source"],
                                                       telling.get("source_p", telling.get("p")),
                                                       telling.get("source_n"), self.spans[name])
            if telling["join"] == "possibly":
                for key in ("rule", "origins", "adds", "via"):
                    if key in telling:
                        self.fault(line, f"a telling that is only possibly of the claim has no {key}")
                continue
            self.check_origin_of(name, telling)
        seen = {}
        for name, telling in tellings.items():
            for span in self.spans.get((name, "head"), []):
                key = telling["of"], telling["doc"], tuple(span)
                if key in seen:
                    self.fault(telling["line"], f"the same head as telling {seen[key]} of this claim")
                seen[key] = name

    def head(self, telling, spans):
        text = self.texts[telling["doc"]].encode()
        if not isinstance(telling.get("head"), str):
            self.fault(telling["line"], "no head")
            return []
        word = pattern(telling["head"])
        for start, end in spans:
            part = text[start:end].decode()
            if match := word.search(plain(part)):
                return [[start + len(part[:at].encode()) for at in match.span()]]
        self.fault(telling["line"], f"head {telling['head']!r} is no word of the quotation")
        return []

    def check_origin_of(self, name, telling):
        line, rule, adds = telling["line"], telling.get("rule"), telling.get("adds")
        if rule not in RULES:
            self.fault(line, f"rule {rule!r} is none of {', '.join(RULES)}")
            return
        if rule in FOLLOWED:
            other = self.known(telling, "via", "telling")
            if other and other is telling:
                self.fault(line, "via leads to itself")
            elif other and rule != "own-earlier" and (other.get("doc") == telling["doc"]) != (rule == "continued"):
                self.fault(line, f"{rule} leads to {'the same' if rule == 'continued' else 'another'} document")
            elif other and rule in {"copied", "relay-held"}:
                mine, theirs = self.dates[telling["doc"]], self.dates.get(other.get("doc"))
                if None not in (mine, theirs) and theirs > mine:
                    self.fault(line, f"via {telling['via']} is of a later document")
        elif "via" in telling:
            self.fault(line, f"rule {rule} has no via")
        origins = telling.setdefault("origins", [])
        if not isinstance(origins, list):
            self.fault(line, "origins is no list")
            return
        if adds is not None:
            if adds not in ADDS_NONE:
                self.fault(line, f"adds {adds!r} is none of {', '.join(sorted(ADDS_NONE))}")
            if origins:
                self.fault(line, "a telling that adds none has no origins")
            if rule not in {"own", "untraced", "quoted"}:
                self.fault(line, f"a telling by rule {rule} adds its origin")
            if telling["stance"] in COUNTED and not any(
                    other is not telling and other.get("of") == telling["of"] and other.get("doc") == telling["doc"]
                    and other.get("stance", "affirmed") in COUNTED and "adds" not in other
                    and other.get("join", "strict") == "strict"
                    and LEVELS.index(other.get("level", "done")) <= LEVELS.index(telling["level"])
                    for other in self.records["telling"].values()):
                self.fault(line, "adds none beside nothing: no other telling of this document at that level or more")
            return
        if not origins:
            self.fault(line, "no origins")
        for origin in origins:
            record = self.known({**telling, "origins": origin}, "origins", "origin")
            if record and origin == origins[0] and record.get("kind") not in RULES[rule]:
                self.fault(line, f"rule {rule} does not lead to a {record.get('kind')} origin")
        if rule not in {"own", "wire", "copied", "undirected", "quoted"} and "source" not in telling:
            self.fault(line, f"rule {rule} needs the source words")

    def counted(self, claim):
        """By level: the origins of the tellings that count, at that level or a stronger one."""
        levels = {}
        for level in LEVELS:
            tellings = [telling for telling in self.records["telling"].values()
                        if telling["of"] == claim and telling["join"] == "strict" and telling["stance"] in COUNTED
                        and "adds" not in telling and telling.get("rule") in RULES]
            if any(telling["level"] == level for telling in tellings):
                levels[level] = sorted({origin for telling in tellings for origin in telling["origins"]
                                        if LEVELS.index(telling["level"]) <= LEVELS.index(level)})
        return levels

    def interval(self, origins):
        """The interval that the rules give for these origins: min, max, untraced."""
        records = {name: self.records["origin"][name] for name in origins}
        absorbed = {name for name, origin in records.items() if origin.get("absorbed") in records}
        counted = {name: origin for name, origin in records.items()
                   if origin["kind"] in TRACED and name not in absorbed}
        untraced = sum(origin["kind"] == "untraced" for origin in records.values())
        most = sum(origin.get("number", 1) for origin in counted.values())
        if not counted:
            return (0, 1, untraced) if untraced else (0, 0, 0)
        identities = {origin.get("with") if origin.get("with") in counted else name
                      for name, origin in counted.items() if origin["kind"] in IDENTITIES}
        largest = max((origin["number"] for origin in counted.values() if origin["kind"] == "unnamed"), default=0)
        return min(most, max(1, len(identities), largest)), most, untraced

    def check_intervals(self):
        if self.faults:
            return
        given = {}
        for interval in self.intervals:
            line = interval["line"]
            self.known(interval, "of", "claim")
            if interval["interval"] not in LEVELS:
                self.fault(line, f"level {interval['interval']!r} is none of {', '.join(LEVELS)}")
            elif (interval["of"], interval["interval"]) in given:
                self.fault(line, "given twice")
            else:
                given[interval["of"], interval["interval"]] = interval
        for claim in self.records["claim"]:
            levels = self.counted(claim)
            for level, origins in levels.items():
                interval = given.pop((claim, level), None)
                if interval is None:
                    self.fault(self.records["claim"][claim]["line"], f"claim {claim} has no interval for {level}")
                    continue
                hand = interval.get("min"), interval.get("max"), interval.get("untraced", 0)
                rules = self.interval(origins)
                if hand != rules:
                    low, high, untraced = rules
                    self.fault(interval["line"], f"{claim} {level}: by hand {hand[0]}–{hand[1]} +{hand[2]}, but your "
                               f"origins ({', '.join(origins)}) make {low}–{high} +{untraced}; mend one of them")
        for claim, level in given:
            self.fault(given[claim, level]["line"], f"no counted telling of {claim} states the level {level}")

    def check_differences(self):
        for difference in self.differences:
            line = difference["line"]
            if difference["difference"] not in DIFFERENCES:
                self.fault(line, f"difference {difference['difference']!r} is none of {', '.join(DIFFERENCES)}")
            for side in "ab":
                telling = self.known(difference, side, "telling")
                if telling and telling.get("doc") in self.texts:
                    self.spans[line, side] = self.find(line, telling["doc"], difference.get(side + "_quote"),
                                                       difference.get(side + "_p", telling.get("p")),
                                                       near=self.spans[difference[side]])

    def standoff(self):
        """The story without any text: document ids, byte offsets, labels."""
        claims = []
        for name in self.records["claim"]:
            tellings, origins = [], []
            for telling, record in self.of(name, "telling"):
                row = {"telling": telling, "doc": self.document(record["doc"]), "spans": self.spans[telling],
                       "head": self.spans[telling, "head"], "source": self.spans.get((telling, "source"), [])}
                row.update({key: record[key] for key in ("join", "stance", "level", "rule", "via", "origins", "adds")
                            if key in record})
                tellings.append(row)
            for origin, record in self.of(name, "origin"):
                row = {"origin": origin, "kind": record["kind"]}
                if "doc" in record:
                    row.update(doc=self.document(record["doc"]), spans=self.spans.get(origin, []))
                row.update({key: record[key] for key in ("number", "outlet", "with", "absorbed") if key in record})
                origins.append(row)
            intervals = [{"level": level, "min": low, "max": high, "untraced": untraced}
                         for level, names in self.counted(name).items()
                         for low, high, untraced in [self.interval(names)]]
            differences = [{"kind": d["difference"], "a": d["a"], "a_spans": self.spans[d["line"], "a"], "b": d["b"],
                            "b_spans": self.spans[d["line"], "b"]} for d in self.differences if d["of"] == name]
            claims.append({"claim": name, "tellings": tellings, "origins": origins, "intervals": intervals,
                           "differences": differences})
        documents = [self.document(letter) for letter in self.pairs]
        return {"story": self.story, "half": self.half, "documents": documents, "claims": claims}

    def of(self, claim, kind):
        return [(name, record) for name, record in self.records[kind].items() if record["of"] == claim]

    def document(self, letter):
        return "/".join(self.pairs[letter])


def plain(text):
    """The text with typewriter quotation marks, character for character."""
    return text.translate(str.maketrans("‘’“”\xa0", "''\"\" "))


def pattern(quote):
    """What finds a quotation, in whole words, whatever its marks and blanks are; " ... " stands for what is between."""
    parts = [r"\s+".join(map(re.escape, part.split())) for part in re.split(r" \.\.\. ", plain(quote.strip()))]
    return re.compile(r"(?:(?<!\w)(?=\w)|(?=\W))" + r"[^\n]*?".join(parts) + r"(?:(?<=\w)(?!\w)|(?<=\W))")


def read_answers(arguments):
    stories = read_stories()
    documents = read_documents(arguments.corpora, stories)
    return [Answers(path, stories, documents) for path in sorted(arguments.answers, key=os.path.basename)]


def check(arguments):
    answers = read_answers(arguments)
    for answer in answers:
        print("\n".join(answer.faults) if answer.faults else
              f"{answer.path}: good: {len(answer.records['claim'])} claims, {len(answer.records['telling'])} tellings, "
              f"{len(answer.records['origin'])} origins, {len(answer.intervals)} intervals, "
              f"{len(answer.differences)} differences")
    sys.exit(any(answer.faults for answer in answers))


def convert(arguments):
    answers = read_answers(arguments)
    faults = [fault for answer in answers for fault in answer.faults]
    if faults:
        sys.exit("\n".join(faults))
    with open(arguments.out, "w", encoding="utf-8") as out:
        for answer in answers:
            print(json.dumps(answer.standoff(), ensure_ascii=False), file=out)


def write_documents(arguments):
    stories = read_stories()
    documents = read_documents(arguments.corpora, stories)
    with open(arguments.out, "w", encoding="utf-8") as out:
        for story, entry in stories.items():
            for pair in entry["documents"].values():
                document = {**documents[pair], "id": "/".join(pair), "gold": story}
                print(json.dumps(document, ensure_ascii=False), file=out)


# Agreement

def read_standoff(path):
    with open(path, encoding="utf-8") as file:
        return {story["story"]: story for story in map(json.loads, file)}


def overlap(one, other):
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def tellings_of(story):
    """The tellings of a story with their claim, by (claim, telling)."""
    return {(claim["claim"], telling["telling"]): telling for claim in story["claims"] for telling in claim["tellings"]}


def align(first, second):
    """The tellings of the first pass and those of the second that stand in the same place, one to one."""
    one, other = tellings_of(first), tellings_of(second)
    candidates = []
    for (a, x), (b, y) in itertools.product(one.items(), other.items()):
        if x["doc"] == y["doc"] and (shared := overlap(x["spans"], y["spans"])):
            lengths = overlap(x["spans"], x["spans"]) + overlap(y["spans"], y["spans"])
            candidates.append((not overlap(x["head"], y["head"]), -2 * shared / lengths, a, b))
    claims = collections.Counter()  # of tellings with two claims at one place, those go together whose claims do
    for different, _, a, b in candidates:
        if not different:
            claims[a[0], b[0]] += 1
    pairs, taken = {}, set()
    for _, _, _, a, b in sorted((different, -claims[a[0], b[0]], share, a, b) for different, share, a, b in candidates):
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return pairs


def ratio(part, whole):
    return f"{part / whole:.3f}" if whole else "–"


def kappa(pairs):
    total = len(pairs)
    if not total:
        return "–"
    same = sum(a == b for a, b in pairs) / total
    one, other = (collections.Counter(pair[side] for pair in pairs) for side in (0, 1))
    chance = sum(one[label] * other[label] for label in one) / total ** 2
    return f"{(same - chance) / (1 - chance):.3f}" if chance < 1 else "–"


def kinds(story_claims, claim, telling):
    origins = {origin["origin"]: origin["kind"] for origin in story_claims[claim]["origins"]}
    return tuple(sorted({origins[origin] for origin in telling.get("origins", [])})) or ("none",)


def agreement(arguments):
    first, second = read_standoff(arguments.first), read_standoff(arguments.second)
    count = collections.Counter()
    labels = collections.defaultdict(list)
    shared_stories = sorted(set(first) & set(second))
    for name in shared_stories:
        one, other = first[name], second[name]
        pairs = align(one, other)
        tell_one, tell_other = tellings_of(one), tellings_of(other)
        claims_one, claims_other = ({claim["claim"]: claim for claim in story["claims"]} for story in (one, other))
        count["claims first"] += len(claims_one)
        count["claims second"] += len(claims_other)
        count["tellings first"] += len(tell_one)
        count["tellings second"] += len(tell_other)
        count["tellings both"] += len(pairs)
        strict_one = {key for key, telling in tell_one.items() if telling["join"] == "strict"}
        strict_other = {key for key, telling in tell_other.items() if telling["join"] == "strict"}
        joined_one = {frozenset(p) for p in itertools.combinations(sorted(strict_one), 2) if p[0][0] == p[1][0]}
        joined_other = {frozenset(p) for p in itertools.combinations(sorted(strict_other), 2) if p[0][0] == p[1][0]}
        image = {frozenset(map(pairs.get, pair)) for pair in joined_one if all(key in pairs for key in pair)}
        back = set(pairs.values())
        count["pairs first"] += len(joined_one)
        count["pairs second"] += len(joined_other)
        count["pairs both"] += len(image & joined_other)
        count["pairs first, tellings in both"] += len(image)
        count["pairs second, tellings in both"] += sum(pair <= back for pair in joined_other)
        votes = collections.Counter((a[0], b[0]) for a, b in pairs.items())
        claims = {}
        for (a, b), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
            if a not in claims and b not in claims.values():
                claims[a] = b
        count["claims both"] += len(claims)
        same = [(a, b) for a, b in pairs.items() if claims.get(a[0]) == b[0]]
        for a, b in same:
            x, y = tell_one[a], tell_other[b]
            labels["join, strict or possibly"].append((x["join"], y["join"]))
            labels["stance"].append((x["stance"], y["stance"]))
            if x["stance"] in COUNTED and y["stance"] in COUNTED:
                labels["level"].append((x.get("level"), y.get("level")))
            if x["join"] == y["join"] == "strict":
                labels["rule"].append((x["rule"], y["rule"]))
                labels["adds none"].append(("adds" in x, "adds" in y))
                if "adds" not in x and "adds" not in y:
                    labels["kind of origin"].append((kinds(claims_one, a[0], x), kinds(claims_other, b[0], y)))
        traced = [(a, b) for a, b in same if tell_one[a].get("origins") and tell_other[b].get("origins")]
        for (a, b), (c, d) in itertools.combinations(traced, 2):
            if a[0] == c[0]:
                shares = [bool(set(x["origins"]) & set(y["origins"]))
                          for x, y in ((tell_one[a], tell_one[c]), (tell_other[b], tell_other[d]))]
                labels["identity of origin (two tellings share one or not)"].append(tuple(shares))
        for a, b in claims.items():
            mine, theirs = claims_one[a], claims_other[b]
            here, there = (claim["intervals"] for claim in (mine, theirs))
            strongest = [tuple(rows[0][key] for key in ("min", "max", "untraced")) if rows else (None,) * 3
                         for rows in (here, there)]
            count["intervals"] += 1
            count["interval min"] += strongest[0][0] == strongest[1][0]
            count["interval max"] += strongest[0][1] == strongest[1][1]
            count["interval strongest level"] += strongest[0] == strongest[1]
            count["interval all levels"] += here == there
            for kind in DIFFERENCES:
                here, there = (sum(d["kind"] == kind for d in claim["differences"]) for claim in (mine, theirs))
                count["difference first", kind] += here > 0
                count["difference second", kind] += there > 0
                count["difference both", kind] += here > 0 and there > 0
    print(f"{len(shared_stories)} stories labelled twice.\n")
    print("| what | first | second | both | F1 |\n|---|---|---|---|---|")
    rows = [("claims", "claims first", "claims second", "claims both"),
            ("tellings, by overlap", "tellings first", "tellings second", "tellings both"),
            ("pairs of tellings of one claim, all", "pairs first", "pairs second", "pairs both"),
            ("the same, tellings that both passes hold", "pairs first, tellings in both",
             "pairs second, tellings in both", "pairs both")]
    rows += [(f"claims with a difference: {kind}", ("difference first", kind), ("difference second", kind),
              ("difference both", kind)) for kind in DIFFERENCES]
    for words, a, b, both in rows:
        print(f"| {words} | {count[a]} | {count[b]} | {count[both]} | {ratio(2 * count[both], count[a] + count[b])} |")
    print("\n| label of the same telling in the same claim | n | agreement | kappa |\n|---|---|---|---|")
    for label, pairs in labels.items():
        print(f"| {label} | {len(pairs)} | {ratio(sum(a == b for a, b in pairs), len(pairs))} | {kappa(pairs)} |")
    print("\n| interval of the same claim | n | agreement |\n|---|---|---|")
    for words in ("interval min", "interval max", "interval strongest level", "interval all levels"):
        share = ratio(count[words], count["intervals"])
        print(f"| {words.removeprefix('interval ')} | {count['intervals']} | {share} |")


def count_labels(arguments):
    stories = read_standoff(arguments.first)
    table = collections.defaultdict(collections.Counter)
    for story in stories.values():
        half = story["half"]
        table["stories"][half] += 1
        table["documents"][half] += len(story["documents"])
        table["claims"][half] += len(story["claims"])
        for claim in story["claims"]:
            tellings = claim["tellings"]
            for telling in tellings:
                table["tellings"][half] += 1
                table["join " + telling["join"]][half] += 1
                table["stance " + telling["stance"]][half] += 1
                for key in ("level", "rule"):
                    if key in telling:
                        table[f"{key} {telling[key]}"][half] += 1
                if "adds" in telling:
                    table["adds none, " + telling["adds"]][half] += 1
            strict = sum(telling["join"] == "strict" for telling in tellings)
            table["pairs of tellings, strict"][half] += strict * (strict - 1) // 2
            for origin in claim["origins"]:
                table["origins"][half] += 1
                table["origin " + origin["kind"]][half] += 1
            table["intervals"][half] += len(claim["intervals"])
            for difference in claim["differences"]:
                table["difference " + difference["kind"]][half] += 1
    print("| what | tune | held | all |\n|---|---|---|---|")
    for words in list(dict.fromkeys([words for words in table if " " not in words])) + \
            sorted(words for words in table if " " in words):
        row = table[words]
        print(f"| {words} | {row['tune']} | {row['held']} | {sum(row.values())} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, run, options in [
        ("sheets", sheets, ["--corpora", "--work"]), ("check", check, ["--corpora", "answers"]),
        ("convert", convert, ["--corpora", "--out", "answers"]), ("documents", write_documents, ["--corpora", "--out"]),
        ("agreement", agreement, ["first", "second"]), ("count", count_labels, ["first"]),
    ]:
        sub = verbs.add_parser(verb)
        sub.set_defaults(run=run)
        for option in options:
            if option.startswith("--"):
                sub.add_argument(option, required=True)
            else:
                sub.add_argument(option, nargs="+" if option == "answers" else None)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
