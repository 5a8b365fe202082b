"""Scope questions are answered alike whichever way they are asked, on any tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.contexts.organisation.tree import UnitTree, UnitView
from answerable.kernel.errors import NotFound


def unit(number: int, parent: int | None) -> UnitView:
    return UnitView(
        number, f"U{number}", parent, Level.TEAM, UnitKind.TERRITORIAL, f"单位{number}", f"Unit {number}"
    )


@st.composite
def trees(draw: st.DrawFn) -> UnitTree:
    """Any tree: each unit but the first hangs below an earlier one, told in any order."""
    size = draw(st.integers(1, 40))
    parents = [None, *(draw(st.integers(1, number)) for number in range(1, size))]
    units = [unit(number, parent) for number, parent in enumerate(parents, 1)]
    return UnitTree(draw(st.permutations(units)))


@given(trees())
def test_subtree_ancestors_and_is_within_agree(tree: UnitTree) -> None:
    for one in tree:
        assert one.id in tree.subtree(one.id)
        assert one.id not in tree.ancestors(one.id)
        for other in tree:
            inside = tree.is_within(one.id, other.id)
            assert inside == (one.id in tree.subtree(other.id))
            assert inside == (other.id == one.id or other.id in tree.ancestors(one.id))


@given(trees())
def test_a_path_goes_from_the_bureau_to_the_unit(tree: UnitTree) -> None:
    for one in tree:
        path = tree.path(one.id)
        assert path[0] == tree.root
        assert path[-1] == one
        assert [step.parent_id for step in path[1:]] == [step.id for step in path[:-1]]
        assert tree.depth(one.id) == len(path) - 1


@given(trees())
def test_an_outline_tells_each_unit_once_and_parents_first(tree: UnitTree) -> None:
    told = [one.id for one in tree]
    assert sorted(told) == sorted(tree.subtree(tree.root.id))
    assert all(told.index(above) < told.index(i) for i in told for above in tree.ancestors(i))


def test_an_unknown_unit_is_not_found_and_reaches_nothing() -> None:
    tree = UnitTree([unit(1, None)])
    with pytest.raises(NotFound):
        tree.get(9)
    assert tree.subtree(9) == frozenset()
    assert not tree.is_within(9, 1)
    assert tree.by_code("U9") is None


def test_nothing_set_up_has_no_root() -> None:
    with pytest.raises(NotFound):
        _ = UnitTree([]).root


def test_names_follow_the_reader() -> None:
    tree = UnitTree([unit(1, None)])
    assert tree.name(1, "zh-hans") == "单位1"
    assert tree.name(1, "en") == "Unit 1"
