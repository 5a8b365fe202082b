"""Models on disk: arrays and JSON in a folder named by the hash of their content. Nothing in it can run.

A model is written beside its place and moved there whole. Reading checks the hash, so that a damaged or exchanged
file is an error and never a wrong answer.
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from answerable.contexts.dispatch.domain.calibration import Calibration
from answerable.contexts.dispatch.domain.classifier import Classifier
from answerable.contexts.dispatch.domain.ngrams import Vocabulary
from answerable.contexts.dispatch.errors import ModelUnreadable

# Raise it when features or files change their meaning: older models are then unreadable, not wrong.
FORMAT = 2
CODE_LENGTH = 16
_ARRAYS = ("keys", "worth", "weights", "bias", "shift")
_FACTS = "model.json"


def save(classifier: Classifier, folder: Path) -> str:
    """Write a model below the folder and return its code; the same model is written once."""
    files = _files(classifier)
    code = _hash(files)
    place = folder / code
    if place.is_dir():
        return code
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder))
    try:
        for name, content in files.items():
            (part / name).write_bytes(content)
        os.replace(part, place)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        if not place.is_dir():  # another process was quicker
            raise
    return code


def code_of(classifier: Classifier) -> str:
    """Return the code that a model would be stored under."""
    return _hash(_files(classifier))


def load(code: str, folder: Path) -> Classifier:
    """Read a model.

    Raises:
        ModelUnreadable: it is missing, damaged or of another format.
    """
    try:
        place = folder / code
        files = {name: (place / name).read_bytes() for name in (*(f"{a}.npy" for a in _ARRAYS), _FACTS)}
        if _hash(files) != code:
            raise ModelUnreadable(model=code)
        facts = json.loads(files[_FACTS])
        if facts["format"] != FORMAT:
            raise ModelUnreadable(model=code)
        arrays = {name: np.load(io.BytesIO(files[f"{name}.npy"]), allow_pickle=False) for name in _ARRAYS}
        return _classifier(facts, arrays)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise ModelUnreadable(model=code) from error


def is_sound(code: str, folder: Path) -> bool:
    """Return whether a model can be read."""
    try:
        load(code, folder)
    except ModelUnreadable:
        return False
    return True


def _files(classifier: Classifier) -> dict[str, bytes]:
    numbers = classifier.vocabulary.numbers
    facts = {
        "format": FORMAT,
        "labels": classifier.labels,
        "symbols": sorted(numbers, key=numbers.__getitem__),
        "scale": classifier.calibration.scale,
        "threshold": classifier.threshold,
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        "keys": classifier.vocabulary.keys,
        "worth": classifier.vocabulary.worth,
        "weights": classifier.weights,
        "bias": classifier.bias,
        "shift": classifier.calibration.shift,
    }
    files = {_FACTS: json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()}
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        files[f"{name}.npy"] = buffer.getvalue()
    return files


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}:{len(files[name])}:".encode() + files[name])
    return digest.hexdigest()[:CODE_LENGTH]


def _classifier(facts: dict[str, Any], arrays: dict[str, Any]) -> Classifier:
    return Classifier(
        labels=tuple(facts["labels"]),
        vocabulary=Vocabulary(
            {name: number for number, name in enumerate(facts["symbols"], 1)}, arrays["keys"], arrays["worth"]
        ),
        weights=arrays["weights"],
        bias=arrays["bias"],
        calibration=Calibration(float(facts["scale"]), arrays["shift"]),
        threshold=float(facts["threshold"]),
    )
