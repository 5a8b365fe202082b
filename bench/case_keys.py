"""What a key for each case would cost and give (docs/decisions/0209): python bench/case_keys.py [--messages FOLDER]

1. What full-text search stores of a text, in clear, of the names and numbers that stand in it.
2. How long a search takes that has to open every sealed text instead.
3. What keeping a key for each case costs at intake, beside a key derived from the purpose's.
"""

import argparse
import csv
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from masking_corpus import Labelled, corpus

from answerable.kernel.text import grams

csv.field_size_limit(10_000_000)


def told_by_index(sentences: Iterable[Labelled]) -> dict[str, float]:
    """Return, for each kind of what names a person, the share that stands in the index: whole, or pair by pair."""
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for one in sentences:
        stored = set(grams(one.text))
        for start, end, kind in one.spans:
            asked[kind] += 1
            found[kind] += stored.issuperset(grams(one.text[start:end]))
    return {kind: round(found[kind] / asked[kind], 3) for kind in sorted(asked)}


def pairs_met_once(texts: Iterable[str]) -> float:
    """Return the share of the Chinese signs of texts after which only one sign can come, by what is stored of them."""
    known = signs = 0
    for text in texts:
        after: dict[str, set[str]] = {}
        for pair in grams(text):
            if len(pair) == 2 and "\u4e00" <= pair[0] <= "\u9fff":
                after.setdefault(pair[0], set()).add(pair[1])
        run = [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]
        signs += len(run)
        known += sum(len(after.get(sign, ())) == 1 for sign in run)
    return round(known / max(1, signs), 3)


def real_texts(folder: Path, limit: int) -> list[str]:
    texts: list[str] = []
    for path in sorted(folder.rglob("*.csv*")):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
            texts += [max(row, key=len, default="") for row in islice(csv.reader(file), 1, 2 + limit)]
    return [text[:2000] for text in texts if len(text) > 20][:limit]


def search_sealed(texts: list[str], count: int) -> dict[str, float]:
    """Open sealed texts one after the other and look for a word in each, by keys of their own."""
    sealed = []
    for number in range(count):
        key = os.urandom(32)
        nonce = number.to_bytes(12, "big")
        sealed.append((key, nonce, AESGCM(key).encrypt(nonce, texts[number % len(texts)].encode(), None)))
    began, hits = time.perf_counter(), 0
    for key, nonce, cipher in sealed:
        hits += "夜间噪音" in AESGCM(key).decrypt(nonce, cipher, None).decode()
    took = time.perf_counter() - began
    return {"opened_per_second": round(count / took), "seconds_for_a_million": round(took / count * 1e6, 1)}


def keep_keys(count: int) -> dict[str, float]:
    """Write a key of its own for each case, safe from a power cut, one at a time and a hundred at a time."""
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        handle = os.open(Path(folder) / "keys", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        single = statistics.median(_timed(handle, 1) for _ in range(count))
        hundred = statistics.median(_timed(handle, 100) for _ in range(count))
        os.close(handle)
    return {
        "ms_for_one": round(single * 1000, 2),
        "ms_for_a_hundred": round(hundred * 1000, 2),
        "megabytes_for_a_million": 48.0,
    }


def _timed(handle: int, keys: int) -> float:
    began = time.perf_counter()
    os.write(handle, os.urandom(48 * keys))
    os.fsync(handle)
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=Path, help="a folder of real messages as CSV")
    options.add_argument("--count", type=int, default=100_000)
    chosen = options.parse_args()
    labelled = list(corpus(7, 20))
    texts = [one.text for one in labelled]
    if chosen.messages is not None:
        texts = real_texts(chosen.messages, 5000)
    result = {
        "texts": len(texts),
        "signs_median": statistics.median(len(text) for text in texts),
        "names_and_numbers_in_the_index": told_by_index(labelled),
        "signs_with_one_way_on": pairs_met_once(texts),
        "search_sealed": search_sealed(texts, chosen.count),
        "keep_keys": keep_keys(200),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
