"""Why an estimate can't be made; each sentence says what to do."""


class CannotEstimate(ValueError):
    """The answers and the design do not give this figure."""


class LonelyStratum(CannotEstimate):
    """A stratum with one answer says nothing of how answers in it differ."""

    def __init__(self, strata: list[str]) -> None:
        self.strata = strata
        super().__init__(
            f"Only one answer in stratum {', '.join(strata)}: merge it with another, or choose a rule for it."
        )


class EmptyCell(CannotEstimate):
    """People are known to be in a cell in which nobody answered."""

    def __init__(self, cells: list[str]) -> None:
        self.cells = cells
        super().__init__(
            f"Nobody answered in {', '.join(cells)}: merge cells, or drop those people and say so."
        )


class NoSuchMargin(CannotEstimate):
    """A margin and the answers do not have the same levels."""
