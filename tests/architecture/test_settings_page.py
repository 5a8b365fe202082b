"""Every setting is described, and the page says what the code does."""

from answerable.config.describe_settings import PAGE, page
from answerable.config.options import Options


def test_the_page_of_settings_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m answerable.config.describe_settings"


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Options.model_fields.items() if not field.description] == []
