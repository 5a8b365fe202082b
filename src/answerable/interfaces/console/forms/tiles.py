"""Tiles that a digit chooses."""

from typing import Any

from answerable.interfaces.web.forms import Tiles


class KeyTiles(Tiles):
    """One choice of a few, chosen by its number on the keyboard; `first` is the number of the first."""

    def __init__(self, *, first: int = 1, hints: dict[str, Any] | None = None, pairs: bool = True) -> None:
        super().__init__(hints=hints, pairs=pairs)
        self.first = first

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = str(self.first + int(option["index"]))
        option["attrs"]["data-key-label"] = str(option["label"])
        return option
