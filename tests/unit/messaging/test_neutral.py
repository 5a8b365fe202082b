import pytest

from answerable.contexts.messaging.domain.neutral import is_neutral, neutral_body


@pytest.mark.parametrize(
    ("body", "neutral"),
    [
        ("有答复了。", True),
        ("请评价：{{ link }}", True),
        ("{{due}}前", True),
        ("编号 {{ reference }}", False),
        ("{{ answer }}", False),
        ("{{ case.title }}", False),
    ],
)
def test_a_text_that_goes_out_unasked_names_nothing_of_the_case(body: str, neutral: bool) -> None:
    assert is_neutral(body) is neutral


def test_the_first_template_that_can_be_filled_in_is_taken() -> None:
    bodies = ["编号 {{ reference }}", "{{ link }}（{{ due }}）", "请评价：{{ link }}", "有答复了。"]
    assert neutral_body(bodies, {"link": "L"}) == "请评价：L"
    assert neutral_body(bodies, {}) == "有答复了。"
    assert neutral_body(bodies, {"link": "L", "due": "D"}) == "L（D）"
    assert neutral_body(["{{ reference }}"], {"reference": "2026-AAAA-BBBB"}) is None
