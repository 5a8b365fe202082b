"""Rules that every sentence a person reads obeys."""

from answerable.config import messages


def test_every_sentence_has_its_chinese() -> None:
    assert messages.faults() == [], "Run `python -m answerable.config.messages` and write the Chinese."


def test_sentences_are_found_in_code() -> None:
    source = '_("a " "b"); gettext_lazy("c"); ngettext("one", "many", n); pgettext("verb", "order"); _(name)'
    assert sorted(messages.in_python(source)) == [
        messages.Message("a b"),
        messages.Message("c"),
        messages.Message("one", plural="many"),
        messages.Message("order", context="verb"),
    ]


def test_sentences_are_found_in_templates() -> None:
    source = """{% load i18n %}{% translate "It's here" %}{{ _("Reload") }}
        {% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
        {% translate "Open" context "adjective" %}{% blocktranslate trimmed %}
          Two
          lines
        {% endblocktranslate %}"""
    assert sorted(messages.in_template(source)) == [
        messages.Message("%(n)s row", plural="%(n)s rows"),
        messages.Message("It's here"),
        messages.Message("Open", context="adjective"),
        messages.Message("Reload"),
        messages.Message("Two lines"),
    ]
