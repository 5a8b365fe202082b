"""One installation for all drills: they break it, and it has to come back for the next."""

from collections.abc import Iterator

import pytest

from drills.house import House, a_house


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    with a_house() as made:
        yield made
