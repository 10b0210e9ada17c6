"""spaCy's small architecture, trained on the same texts and judged by the same scorer.

    python -m benchmarks.entities_spacy train FILE [--annotation SHARE] [--steps N] [--seed N]
    python -m benchmarks.entities_spacy score FILE GOLD

Needs ``pip install spacy`` (3.8), which is not among the project's requirements. The pipeline is
that of en_core_web_sm for names alone: hashed embeddings of form, prefix, suffix and shape, four
maxout convolutions of width 96, and the transition-based recogniser with 64 hidden units. It learns
PER, ORG, LOC and NORP; its tokenizer cuts the raw text.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import compounding, filter_spans

from benchmarks.entities import TYPES, Found, score, speed, title_cased
from training.annotation.lists import HERE, read_rows, read_texts
from training.names.corpora import CORPORA, DATA, NEWS
from transforms.page import parse_record
from transforms.text import find_sentences, tokenize

_CONFIG: dict[str, Any] = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 96,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
                "rows": [5000, 1000, 2500, 2500, 50, 50],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }
}
Marked = tuple[str, list[tuple[int, int, str]]]


def marked_texts(annotation: float) -> Iterator[Marked]:
    """Texts with spans of PER, ORG, LOC and NORP; the own annotation replaces a corpus's."""
    rows = []
    if annotation:
        texts = read_texts(NEWS / "text", DATA / "masc.jsonl", NEWS / "polnear_train.jsonl")
        rows = list(read_rows(HERE / "news.jsonl", texts))
        rows = rows[: round(annotation * len(rows))]
    for _, text, marks in rows:
        yield text, [(a, z, TYPES[kind]) for a, z, kind in marks if kind in TYPES]
    own = {doc_id for doc_id, _, _ in rows}
    for name in CORPORA:
        for line in (DATA / f"{name}.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            if row["open"] is True and row["doc_id"] not in own:
                marks = [(e["start"], e["end"], e["label"]) for e in row["ents"]]
                yield row["text"], [mark for mark in marks if mark[2] in TYPES.values()]


def examples(nlp: spacy.Language, texts: list[Marked]) -> list[Example]:
    """Examples of at most a hundred tokens or so, cut where no name is cut."""
    made = []
    for text, marks in texts:
        doc = nlp.make_doc(text)
        spans = [doc.char_span(*mark, alignment_mode="expand") for mark in marks]
        doc.ents = filter_spans([span for span in spans if span is not None])
        start = 0
        inside = {token for ent in doc.ents for token in range(ent.start + 1, ent.end)}
        for end in range(1, len(doc) + 1):
            is_break = doc[end - 1].text in ".!?" or "\n" in doc[end - 1].text or end - start > 120
            if end == len(doc) or (is_break and end not in inside):
                piece = doc[start:end].as_doc()
                bare = Doc(nlp.vocab, [t.text for t in piece], [bool(t.whitespace_) for t in piece])
                made.append(Example(bare, piece))
                start = end
    return made


def train(file: Path, annotation: float, steps: int, seed: int) -> None:
    """Write the trained pipeline, with averaged weights, and so every thousand steps."""
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner", config=_CONFIG)
    shown = examples(nlp, list(marked_texts(annotation)))
    for kind in sorted(set(TYPES.values())):
        ner.add_label(kind)
    optimizer = nlp.initialize(lambda: shown[:200])
    sizes = compounding(100, 1000, 1.001)
    step = 0
    rng = random.Random(seed)
    while step < steps:
        rng.shuffle(shown)
        for batch in minibatch_by_words(shown, size=sizes):
            nlp.update(batch, drop=0.1, sgd=optimizer)
            step += 1
            if step % 1000 == 0 or step == steps:
                print(f"step {step}, {time.process_time():.0f} s", flush=True)
                with nlp.use_params(optimizer.averages):
                    nlp.to_disk(file)
            if step == steps:
                break


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["train", "score"])
    parser.add_argument("file", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--annotation", type=float, default=0.0)
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.command == "train":
        train(asked.file, asked.annotation, asked.steps, asked.seed)
        return
    nlp = spacy.load(asked.file)

    def find(text: str) -> Found:
        return {(ent.start_char, ent.end_char, ent.label_) for ent in nlp(text).ents}

    texts = []
    for path in sorted(asked.gold.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        texts += [row["text"] for row in rows]
        for show in (str, title_cased) if path.stem == "pud_dev" else (str,):
            rates = score(rows, find, show)
            print(
                f"{path.stem:15}",
                *(f"{kind} {f1:.1f} " for kind, (_, _, f1) in rates.items()),
                "in title case" if show is title_cased else "",
                flush=True,
            )
    tokens = sum(
        len(tokenize(t, s.span)) for t in texts for s in find_sentences(t, parse_record(t).zones)
    )
    started = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    print(f"spaCy {tokens / (time.process_time() - started):,.0f} tokens/s from raw text to names")
    print(f"here  {speed(texts, 'accurate'):,.0f} tokens/s from raw text to resolved mentions")


if __name__ == "__main__":
    main()
