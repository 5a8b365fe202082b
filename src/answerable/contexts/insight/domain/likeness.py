"""How alike two messages are: the cosine of their weighted pairs and triples of characters.

Names of estates, roads and firms are rare and so weigh most (inverse document frequency); a title counts as much as
the whole text. What every letter to an office says is left out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

LONGEST = 400
COMMON = 0.05
LEAST_ALIKE = 0.03
MOST_NEIGHBOURS = 300
ROWS_AT_ONCE = 1000
_EMPTY = re.compile(
    r"[A-Z]\d*[市区县]|西地省|反映|投诉|咨询|关于|建议|请问|问题|尊敬的|领导|您好|你好|希望|能否|为何|什么时候"
)
_RUN = re.compile(r"[㐀-鿿]+|[A-Za-z0-9]+")


def grams(text: str) -> list[str]:
    """Pairs and triples of Chinese characters; Latin words and numbers whole, but no long number."""
    found: list[str] = []
    for run in _RUN.findall(_EMPTY.sub("。", unicodedata.normalize("NFKC", text))):
        if run[0].isascii():
            found += [] if run.isdecimal() and len(run) > 4 else [run.casefold()]
            continue
        found += [run[at : at + n] for n in (2, 3) for at in range(len(run) - n + 1)]
    return found


@dataclass(frozen=True)
class Read:
    """Texts as rows of unit length, and what each column means."""

    rows: sparse.csr_matrix
    terms: Sequence[str]


def read(titles: Sequence[str], details: Sequence[str]) -> Read:
    """Weigh the grams of all texts."""
    whole = [
        title + "\n" + re.sub(r"\s+", "", detail)[:LONGEST]
        for title, detail in zip(titles, details, strict=True)
    ]
    most = COMMON if len(whole) >= 1000 else 1.0
    try:
        weigh = TfidfVectorizer(
            analyzer=grams,
            min_df=2 if len(whole) >= 1000 else 1,
            max_df=most,
            sublinear_tf=True,
            dtype=np.float32,
        )
        text = weigh.fit_transform(whole)
    except ValueError:
        return Read(sparse.csr_matrix((len(whole), 1), dtype=np.float32), [""])
    rows = normalize(text + weigh.transform(titles)).tocsr()
    return Read(rows, weigh.get_feature_names_out().tolist())


def neighbours(rows: sparse.csr_matrix) -> list[dict[int, float]]:
    """For each text the texts that are at least a little alike, and how much; both ways."""
    near: list[dict[int, float]] = [{} for _ in range(rows.shape[0])]
    for start in range(0, rows.shape[0], ROWS_AT_ONCE):
        alike = (rows[start : start + ROWS_AT_ONCE] @ rows.T).tocsr()
        for at in range(alike.shape[0]):
            part = slice(alike.indptr[at], alike.indptr[at + 1])
            values, others = alike.data[part], alike.indices[part]
            keep = np.flatnonzero((values > LEAST_ALIKE) & (others != start + at))
            keep = keep[np.argsort(-values[keep], kind="stable")][:MOST_NEIGHBOURS]
            for other, value in zip(others[keep].tolist(), values[keep].tolist(), strict=True):
                near[start + at][other] = near[other][start + at] = value
    return near
