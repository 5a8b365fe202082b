"""How much of what names a person is hidden in free text (recall), and how much of what is hidden does (precision).

    python bench/masking.py [--messages FOLDER]

A label counts as hidden when all of its signs are. The corpus is ours (masking_corpus.py), so these are figures of
rules against sentences, not of a city. With real messages only counts are given: nobody has labelled those.
"""

import argparse
import csv
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from masking_corpus import Labelled, corpus

from answerable.contexts.parties.domain.masking import mask_text, spans_in

csv.field_size_limit(10_000_000)


def measure(sentences: Iterable[Labelled], show: int) -> dict[str, object]:
    asked: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    made = right = 0
    for one in sentences:
        spans = spans_in(one.text)
        covered = {place for start, end, _ in spans for place in range(start, end)}
        for start, end, kind in one.spans:
            asked[kind] += 1
            whole = all(
                place in covered for place in range(start, end) if one.text[place] not in " -（）·+86"
            )
            hidden[kind] += whole
            if not whole and show > 0:
                show -= 1
                print("MISSED", kind, one.text[start:end], "|", one.text, file=sys.stderr)
        for start, end, kind in spans:
            made += 1
            good = any(start < last and first < end for first, last, _ in one.spans)
            right += good
            if not good and show > 0:
                show -= 1
                print("WRONG", kind, one.text[start:end], "|", one.text, file=sys.stderr)
    return {
        "labels": sum(asked.values()),
        "recall": round(sum(hidden.values()) / sum(asked.values()), 4),
        "precision": round(right / made, 4),
        "recall_by_kind": {kind: round(hidden[kind] / asked[kind], 3) for kind in sorted(asked)},
    }


def counted(folder: Path) -> dict[str, object]:
    texts: list[str] = []
    for name in ("labelled", "unlabelled_with_time", "with_answers"):
        with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
            texts += [f"{row.get('title', '')}\n{row.get('detail', '')}" for row in csv.DictReader(file)]
    kinds: Counter[str] = Counter()
    touched = 0
    for text in texts:
        spans = spans_in(text)
        touched += bool(spans)
        kinds.update(kind for _, _, kind in spans)
    return {
        "messages": len(texts),
        "with_something_hidden": touched,
        "hidden_by_kind": dict(kinds.most_common()),
    }


def speed() -> dict[str, object]:
    texts = [one.text for one in corpus(3, 20)]
    began = time.perf_counter()
    for text in texts:
        mask_text(text)
    took = time.perf_counter() - began
    return {
        "sentences_per_second": round(len(texts) / took),
        "microseconds_each": round(took / len(texts) * 1e6, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=Path)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--show", type=int, default=0, help="print so many errors of the tuned sentences")
    given = parser.parse_args()
    sentences = list(corpus(7, given.each))
    result = {
        "tuned": measure((one for one in sentences if not one.held_out), given.show),
        "held_out": measure((one for one in sentences if one.held_out), 0),
        "speed": speed(),
    }
    if given.messages:
        result["real_messages"] = counted(given.messages)
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
