"""Tiles that a digit chooses."""

from typing import Any

from answerable.interfaces.web.forms import Tiles


class KeyTiles(Tiles):
    """One choice of a few; the n-th of `keys` chooses the n-th."""

    template_name = "console/parts/key_tiles.html"

    def __init__(self, *, keys: str = "123456789", hints: dict[str, Any] | None = None) -> None:
        super().__init__(hints=hints, pairs=True)
        self.keys = keys

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["key"] = self.keys[int(option["index"])]
        option["attrs"]["data-key"] = option["key"]
        option["attrs"]["data-key-label"] = str(option["label"])
        return option
