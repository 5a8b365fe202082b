"""Made-up messages in two languages: learnt, explained, and left alone where nothing is known."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.contexts.dispatch import model_store
from answerable.contexts.dispatch.domain.evaluation import evaluate, examples_of, read_examples
from answerable.contexts.dispatch.domain.ngrams import Vocabulary, find_grams, number_symbols, read, symbol
from answerable.contexts.dispatch.domain.training import Example, Trained, train
from answerable.contexts.dispatch.errors import ModelUnreadable, TooFewExamples
from answerable.kernel.errors import Invalid
from answerable.kernel.tables import read_csv

WORDS = {
    "parking": ("违法停车", "占道停车", "乱停车", "parked cars", "illegal parking"),
    "noise": ("半夜施工", "噪音扰民", "音响太吵", "loud music", "noise at night"),
    "papers": ("办身份证", "补办户口本", "居住证", "identity card", "passport"),
}
FILLER = (
    "您好",
    "请尽快处理",
    "在松树街",
    "已经三天了",
    "谢谢",
    "please help",
    "on Pine Street",
    "since Monday",
)


def made_up(count: int = 240) -> list[Example]:
    chance = np.random.default_rng(7)
    made = []
    for n in range(count):
        label = list(WORDS)[n % 3]
        parts = [str(chance.choice(FILLER)), str(chance.choice(WORDS[label])), str(chance.choice(FILLER))]
        made.append(Example("，".join(parts), label, group=str(n // 6)))
    return made


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(made_up())


def test_what_was_learnt_is_told_apart_in_both_languages(trained: Trained) -> None:
    texts = ["松树街有人违法停车", "There is loud music on Pine Street", "怎么补办身份证"]
    assert [guess.ranked[0][0] for guess in trained.classifier.guess(texts)] == ["parking", "noise", "papers"]
    assert trained.metrics["macro_f1"] > 0.95
    assert trained.examples == 240


def test_a_guess_names_the_words_that_spoke_for_it(trained: Trained) -> None:
    guesses = trained.classifier.guess(["您好，松树街违法停车已经三天了", "Loud music since Monday"])
    assert [guess.terms[0][0] for guess in guesses] == ["违法停车", "loud music"]
    assert guesses[0].terms[0][1] == 1.0


def test_a_text_of_unknown_words_is_no_guess(trained: Trained) -> None:
    unknown, empty, known = trained.classifier.guess(["ξένος", "", "违法停车"])
    assert unknown.ranked == empty.ranked == ()
    assert not unknown.sure
    assert known.ranked


def test_a_batch_says_what_each_text_says_alone(trained: Trained) -> None:
    texts = [example.text for example in made_up(30)]
    assert trained.classifier.guess(texts) == [trained.classifier.guess([text])[0] for text in texts]


def test_a_long_number_is_only_a_number() -> None:
    assert [symbol(word) for word in read("110 打 13800000000 或 0000-1234567").words] == [
        "110",
        "打",
        "#",
        "或",
        "0000",
        "#",
    ]


def test_full_width_and_capitals_are_the_same_words() -> None:
    assert read("ＥＴＣ　Parking").words == read("etc parking").words


def test_a_short_first_line_is_the_title() -> None:
    assert read("噪音\n半夜施工").head == 2
    assert read("噪音半夜施工").head == 0
    assert read("\n半夜施工").head == 0
    assert read("长" * 90 + "\n半夜施工").head == 0


@given(st.lists(st.text(alphabet="停车噪音 abc\n", max_size=20), min_size=1, max_size=8))
def test_every_run_of_known_symbols_is_found_and_none_across_texts(texts: list[str]) -> None:
    batch = [read(text) for text in texts]
    numbers = number_symbols(batch, min_texts=1)
    grams = find_grams(batch, numbers)
    for n, text in enumerate(batch):
        mine = grams.owner == n
        assert (grams.size[mine] == 1).sum() == len(text.words)
        assert (grams.size[mine] == 2).sum() == max(0, len(text.words) - 1)


@settings(max_examples=30)
@given(st.lists(st.text(alphabet="停车噪音 ab", max_size=12), min_size=2, max_size=8))
def test_every_text_is_a_row_of_length_one_or_empty(texts: list[str]) -> None:
    batch = [read(text) for text in texts]
    vocabulary = Vocabulary.learn(batch, np.arange(len(batch)) % 2, min_texts=1)
    rows = vocabulary.vectors(batch)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)


def test_two_topics_with_five_examples_are_needed() -> None:
    with pytest.raises(TooFewExamples):
        train([Example("违法停车", "parking")] * 9 + [Example("噪音", "noise")] * 4)


def test_a_stored_model_says_the_same(trained: Trained, tmp_path: Path) -> None:
    code = model_store.save(trained.classifier, tmp_path)
    assert model_store.save(trained.classifier, tmp_path) == code == model_store.code_of(trained.classifier)
    texts = [example.text for example in made_up(20)]
    assert model_store.load(code, tmp_path).guess(texts) == trained.classifier.guess(texts)
    assert [path.name for path in tmp_path.iterdir()] == [code]


def test_a_stored_model_holds_nothing_that_can_run(trained: Trained, tmp_path: Path) -> None:
    code = model_store.save(trained.classifier, tmp_path)
    kinds = {path.suffix for path in (tmp_path / code).iterdir()}
    assert kinds == {".npy", ".json"}
    np.save(tmp_path / code / "weights.npy", np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(ModelUnreadable):
        model_store.load(code, tmp_path)


def test_a_file_of_examples_takes_tokens_where_there_is_no_detail() -> None:
    table = read_csv(
        "title,detail,tokens,label,dup_group\n噪音,半夜施工,x,a,1\n停车,,停车 占道,b,2\n,,,c,3\n".encode(),
        "t",
    )
    assert [(one.text, one.label, one.group) for one in examples_of(table)] == [
        ("噪音\n半夜施工", "a", "1"),
        ("停车\n停车 占道", "b", "2"),
    ]


def test_a_file_that_is_no_table_of_examples_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "a.csv.gz"
    broken.write_bytes(b"no gzip")
    with pytest.raises(Invalid):
        read_examples(broken)


def test_an_evaluation_has_all_figures() -> None:
    figures = evaluate(made_up(), made_up(60))
    assert figures.macro_f1 > 0.95
    assert 0 <= figures.ece <= 1
    assert figures.messages_per_second > 0
    assert figures.peak_mb > 0
    with pytest.raises(Invalid):
        evaluate(made_up(), [])
