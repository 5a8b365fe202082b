"""Which of many alarms says best what happens."""

from answerable.contexts.insight.domain.hierarchy import Cell, Node, series_of, telling

TOPICS = {"noise.night": ("noise.night", "noise"), "noise.dogs": ("noise.dogs", "noise"), "noise": ("noise",)}
AREAS = {1: (1, 10), 2: (2, 10), 3: (3, 20), 10: (10,), 20: (20,)}


def told(**excesses: float) -> list[tuple[str, int | None]]:
    """Give excesses as `topic__area`, with `_` for the dot and 0 for the bureau."""
    nodes = {}
    for name, excess in excesses.items():
        topic, area = name.split("__")
        nodes[Node(topic.replace("_", "."), int(area) or None)] = excess
    return [tuple(node) for node in telling(nodes, TOPICS.__getitem__, AREAS.__getitem__)]


def test_one_street_says_it_for_district_and_bureau() -> None:
    found = told(noise__0=10, noise_night__0=10, noise_night__10=9.5, noise_night__1=9, noise__1=9)
    assert found == [("noise.night", 1)]


def test_what_is_everywhere_is_said_once_for_all() -> None:
    assert told(noise_night__0=30, noise_night__10=15, noise_night__20=12, noise_night__1=8) == [
        ("noise.night", None)
    ]


def test_two_things_are_two_warnings() -> None:
    found = told(noise_night__1=9, noise_dogs__3=8, noise__0=9.1)
    assert sorted(found) == [("noise.dogs", 3), ("noise.night", 1)]


def test_a_cell_counts_once_in_every_series_around_it() -> None:
    cells = [Cell(0, "noise.night", 1, 2), Cell(1, "noise.night", 2, 3), Cell(1, "noise.dogs", None, 4)]
    series = series_of(cells, 2, TOPICS.__getitem__, AREAS.__getitem__)
    assert {node: counts.tolist() for node, counts in series.items()} == {
        Node("noise.night", 1): [2, 0],
        Node("noise.night", 2): [0, 3],
        Node("noise.night", 10): [2, 3],
        Node("noise.night", None): [2, 3],
        Node("noise", 1): [2, 0],
        Node("noise", 2): [0, 3],
        Node("noise", 10): [2, 3],
        Node("noise.dogs", None): [0, 4],
        Node("noise", None): [2, 7],
    }
