"""Measures programs that a user might pick in place of hearsay, on the same data and by the same measures.

It begins with a story corpus, or with planted passages that `go run ./train/peers` wrote, and prints what datasketch
makes of the one, and text-matcher and sim_text (Debian: similarity-tester) find of the others.

    python train/peers/peers.py stories  allsides-dev.jsonl.gz
    python train/peers/peers.py passages planted.jsonl [--only 200]
"""

import argparse
import collections
import contextlib
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import time


def read(path):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as lines:
        return [json.loads(line) for line in lines]


def stories(path):
    """Groups near-duplicates as datasketch's own guide does, and scores the groups."""
    from datasketch import MinHash, MinHashLSH

    articles = read(path)
    begin = time.time()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    group = list(range(len(articles)))

    def root(i):
        while group[i] != i:
            i = group[i]
        return i

    for i, article in enumerate(articles):
        words = re.findall(r"\w+", article["text"].lower())
        sketch = MinHash(num_perm=128)
        sketch.update_batch({" ".join(words[k : k + 5]).encode() for k in range(len(words) - 4)})
        for j in index.query(sketch):
            a, b = root(i), root(j)
            group[max(a, b)] = min(a, b)
        index.insert(i, sketch)
    seconds = time.time() - begin

    cells, sizes, golds = collections.Counter(), collections.Counter(), collections.Counter()
    labelled = [(root(i), a["gold"]) for i, a in enumerate(articles) if a["gold"]]
    for cell in labelled:
        cells[cell] += 1
        sizes[cell[0]] += 1
        golds[cell[1]] += 1
    precision = sum(cells[c] / sizes[c[0]] for c in labelled) / len(labelled)
    recall = sum(cells[c] / golds[c[1]] for c in labelled) / len(labelled)
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())
    right, found, true = pairs(cells), pairs(sizes), pairs(golds)
    print(f"datasketch MinHashLSH(0.5, 128): BCubed {100 * precision:.2f} {100 * recall:.2f} "
          f"{200 * precision * recall / (precision + recall):.2f}, pairs {right} right of {found} found, {true} true, "
          f"{len(articles) / seconds:.0f} documents/s")


def text_matcher(source, target):
    """The spans of the target that text-matcher finds. Its list of stop words is not in its package: none are left out."""
    from text_matcher.matcher import Matcher, Text

    spans = []
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            a, b = Text(source, "a", removeStopwords=False), Text(target, "b", removeStopwords=False)
            matcher = Matcher(a, b, removeStopwords=False)
        except IndexError:  # it fails where a match is at the end of a text
            return spans
        for match in matcher.extended_matches:
            place = matcher.getLocations(b, match.b, match.sizeB + matcher.ngramSize - 1)
            if place:
                spans.append(place)
    return spans


def sim_text(least):
    """Finds spans of the target with sim_text, which is given one word a line, so that its lines are words."""

    def find(source, target):
        with tempfile.TemporaryDirectory() as folder:
            words = []
            for name, text in (("a", source), ("b", target)):
                words = list(re.finditer(r"\w+", text))
                with open(os.path.join(folder, name), "w") as out:
                    out.writelines(word.group().lower() + "\n" for word in words)
            printed = subprocess.run(["sim_text", "-n", "-s", "-T", "-r", str(least), "a", "b"], cwd=folder,
                                     capture_output=True, text=True).stdout
        spans = []
        for low, high in re.findall(r"b: line (\d+)-(\d+)", printed):
            spans.append((words[int(low) - 1].start(), words[min(int(high), len(words)) - 1].end()))
        return spans

    return find


def passages(path, only):
    planted = read(path)
    programs = {"text-matcher 0.1.6": text_matcher}
    if shutil.which("sim_text"):
        programs["sim_text, runs of 24 words (its default)"] = sim_text(24)
        programs["sim_text, runs of 8 words"] = sim_text(8)
    for name, find in programs.items():
        counts, seconds = {}, 0.0
        for item in planted:
            count = counts.setdefault(item["kind"], [0, 0, 0, 0])
            if only and count[0] == only:
                continue
            raw = item["target"].encode()
            low = len(raw[: item["span"]["start"]].decode())
            high = len(raw[: item["span"]["end"]].decode())
            begin = time.time()
            spans = find(item["source"], item["target"])
            seconds += time.time() - begin
            covered = set()
            for a, b in spans:
                covered.update(i for i in range(a, b) if item["target"][i].isalnum())
            inside = {i for i in range(low, high) if item["target"][i].isalnum()}
            count[0] += 1
            count[1] += 10 * len(covered & inside) >= 8 * len(inside)
            count[2] += len(covered & inside)
            count[3] += len(covered)
        total = sum(count[0] for count in counts.values())
        print(f"{name}: given the pairs, {2 * total / seconds:.0f} documents/s")
        for kind, (n, found, right, all_found) in counts.items():
            print(f"  {kind:24} {n:6} {100 * found / n:7.2f}% {100 * right / max(1, all_found):7.2f}%")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["stories", "passages"])
    parser.add_argument("path")
    parser.add_argument("--only", type=int, default=0, help="so many passages of each kind")
    options = parser.parse_args()
    if options.task == "stories":
        stories(options.path)
    else:
        passages(options.path, options.only)


if __name__ == "__main__":
    main()
