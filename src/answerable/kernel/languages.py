"""The languages of the house."""

from django.utils.functional import Promise
from django.utils.translation import override

CHINESE, ENGLISH = "zh-hans", "en"


def in_both(sentence: str | Promise) -> tuple[str, str]:
    """Return a translatable sentence in Chinese and in English, for what is kept and read in either."""
    with override(CHINESE):
        chinese = str(sentence)
    with override(ENGLISH):
        return chinese, str(sentence)
