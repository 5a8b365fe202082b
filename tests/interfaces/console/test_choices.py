"""Selects are drawn once for everybody, and again when what they offer has changed."""

from django.utils.translation import override

from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console.forms.choices import TopicSelect, UnitSelect
from given import AT, SYSTEM, Bureau


def test_what_is_chosen_is_marked_for_the_one_who_chose_it(city: Bureau) -> None:
    drawn = UnitSelect().render("unit", "east-1")
    assert drawn.count(" selected") == 1
    assert '<option value="east-1" selected' in drawn
    assert " selected" not in UnitSelect().render("unit", None)


def test_each_language_has_its_own_words(city: Bureau) -> None:
    with override("en"):
        english = TopicSelect().render("topic", "")
    with override("zh-hans"):
        assert TopicSelect().render("topic", "") != english
    with override("en"):
        assert TopicSelect().render("topic", "") == english


def test_whole_tree_and_leaves_are_told_apart(city: Bureau) -> None:
    leaves = TopicSelect().render("topic", "")
    assert TopicSelect(leaves_only=False).render("topic", "").count("<option") > leaves.count("<option")


def test_a_new_unit_can_be_chosen_at_once(city: Bureau) -> None:
    assert "新设派出所" not in UnitSelect().render("unit", "")
    new = organisation.NewUnit("east-9", "east", "team", "territorial", "新设派出所", "A new station")
    organisation.open_unit(actor=SYSTEM, new=new, at=AT)
    assert "新设派出所" in UnitSelect().render("unit", "")
