"""Bulk import: every row accounted for, whatever is in it and whenever the run is killed."""

import csv
from pathlib import Path
from typing import Any

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.errors import ProfileNotFound
from answerable.contexts.intake.models import ImportJob, Submission
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import Invalid, NotPermitted
from answerable.processes import import_messages as importing
from answerable.processes.import_messages import ImportReport, import_messages
from given import AT, SYSTEM, later

HEADER = "编号,标题,时间,内容,电话\n"
COLUMNS = {"source_id": ["编号"], "title": ["标题"], "said_at": ["时间"], "text": ["内容"], "phone": ["电话"]}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bureau() -> given.Bureau:
    made = given.a_bureau()
    intake.save_profile(actor=SYSTEM, name="orders", channel="hotline_12345", columns=COLUMNS, at=AT)
    return made


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 3)


class Run:
    """Imports files in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rejected = folder, folder / "rejected.csv"

    def __call__(self, text: str | bytes, **changes: Any) -> ImportReport:
        path = self.folder / "orders.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        options = {"actor": SYSTEM, "profile": "orders", "rejected": self.rejected, "clock": lambda: AT}
        return import_messages(file=intake.open_messages(path), **{**options, **changes})  # type: ignore[arg-type]

    def refused(self) -> list[list[str]]:
        with self.rejected.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def orders(numbers: range) -> str:
    return HEADER + "".join(f"{n},第{n}件,2026/4/{n % 28 + 1} 9:05,松树街夜里施工第{n}次,\n" for n in numbers)


def figures(report: ImportReport) -> tuple[int, int, int]:
    return report.count.taken, report.count.again, report.count.refused


def test_rows_become_cases_on_their_channel_with_their_numbers_and_times(run: Run) -> None:
    report = run(orders(range(8)))
    assert (figures(report), report.opened) == ((8, 0, 0), 8)
    row = Submission.objects.get(source_id="3")
    assert (row.channel, row.title, row.state, row.code_hash) == ("hotline_12345", "第3件", "opened", "")
    assert row.said_at == given.local(4, 4, 9, 5)
    assert row.received_at == AT
    assert cases.visible_cases(SYSTEM).count() == 8
    job = ImportJob.objects.get()
    assert (job.state, job.position, job.taken) == ("done", 8, 8)
    assert not run.rejected.exists()


def test_the_same_file_again_takes_nothing_twice(run: Run) -> None:
    run(orders(range(5)))
    assert figures(run(orders(range(7)))) == (2, 5, 0)
    assert Submission.objects.count() == 7


def test_duplicate_numbers_within_a_file_are_counted_as_such(run: Run) -> None:
    text = HEADER + "1,甲,,内容,\n2,乙,,内容二,\n1,丙,,内容三,\n1,丁,,内容四,\n"
    assert figures(run(text, dry_run=True)) == (2, 2, 0)
    assert figures(run(text)) == (2, 2, 0)


def test_refused_rows_come_back_each_with_its_reason_and_can_be_mended(run: Run) -> None:
    text = (
        HEADER
        + "1,好的,2026-04-01,好的内容,\n"
        + "2,,,,\n"
        + "3,日期,三月初三,内容,\n"
        + '4,公式,,"=cmd|x",1000000,多出来的,\n'
        + f"5,太长,,{'长' * 20_001},\n"
        + "6,未来,2031-01-01,内容,\n"
    )
    report = run(text)
    assert figures(report) == (1, 0, 5)
    header, *rows = run.refused()
    assert header[3:] == ["编号", "标题", "时间", "内容", "电话"]
    assert [(row[1], row[3]) for row in rows] == [("3", "2"), ("4", "3"), ("5", "4"), ("6", "5"), ("7", "6")]
    assert all(row[2] for row in rows)
    assert rows[2][6] == "'=cmd|x"
    mended = HEADER + "2,有了,,补上的内容,\n3,日期,2026-03-03,内容,\n"
    assert figures(run(mended)) == (2, 0, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run) -> None:
    text = orders(range(5)) + "9,,,,\n"
    report = run(text, dry_run=True)
    assert figures(report) == (5, 0, 1)
    assert len(run.refused()) == 2
    assert not Submission.objects.exists()
    assert not ImportJob.objects.exists()


def test_a_killed_run_goes_on_where_it_was(run: Run) -> None:
    text = HEADER + "0,,,,\n" + orders(range(1, 10)).removeprefix(HEADER) + "99,,,,\n"

    def killed(report: ImportReport, line: int) -> None:
        if report.count.rows >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(text, told=killed)
    assert ImportJob.objects.get().position == 6
    # What a run wrote of a chunk that it did not finish is cut off.
    with run.rejected.open("a") as file:
        file.write("7,8,half done,,,,,\n")
    report = run(text)
    assert report.resumed_at == 6
    assert figures(report) == (9, 0, 2)
    assert [row[0] for row in run.refused()[1:]] == ["1", "11"]
    assert Submission.objects.count() == 9
    assert ImportJob.objects.get().state == "done"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_other_encodings_are_taken_alike(run: Run, encoding: str) -> None:
    assert figures(run(orders(range(2)).encode(encoding))) == (2, 0, 0)
    assert Submission.objects.filter(title="第1件").exists()


def test_nul_and_bidi_characters_are_not_kept(run: Run) -> None:
    run(HEADER.encode() + "1,标\x00题,,内\u202e容,\n".encode())
    row = Submission.objects.get()
    assert (row.title, row.text) == ("标题", "内容")


def test_a_file_without_the_profiles_columns_is_told_which(run: Run) -> None:
    with pytest.raises(Invalid) as told:
        run("编号,正文\n1,内容\n")
    assert any("内容" in fault.where for fault in told.value.faults)
    with pytest.raises(ProfileNotFound):
        run(orders(range(1)), profile="nobody's")


def test_only_the_set_up_imports_and_saves_profiles(run: Run) -> None:
    stranger = Actor(kind=ActorKind.STAFF, name="post:x", post_id=1)
    with pytest.raises(NotPermitted):
        run(orders(range(1)), actor=stranger)
    with pytest.raises(NotPermitted):
        intake.save_profile(actor=stranger, name="x", channel="web", columns={"text": ["内容"]}, at=AT)


def test_a_profile_needs_words_a_channel_and_known_fields() -> None:
    with pytest.raises(Invalid) as told:
        intake.save_profile(actor=SYSTEM, name="", channel="pigeon", columns={"gossip": ["x"]}, at=later())
    assert [fault.where for fault in told.value.faults] == ["name", "channel", "gossip", "text"]


def test_a_column_asks_for_confidence(run: Run) -> None:
    columns = COLUMNS | {"confidential": ["保密"]}
    intake.save_profile(actor=SYSTEM, name="orders", channel="hotline_12345", columns=columns, at=AT)
    run("编号,标题,时间,内容,电话,保密\n1,甲,,夜里有人设赌,10000001234,是\n2,乙,,夜里施工,10000001234,否\n")
    assert list(Submission.objects.order_by("source_id").values_list("confidential", flat=True)) == [
        True,
        False,
    ]


def test_whoever_wishes_it_is_sent_the_number_of_an_imported_voice(run: Run) -> None:
    columns = COLUMNS | {"send_receipt": ["短信回执"]}
    intake.save_profile(actor=SYSTEM, name="orders", channel="hotline_12345", columns=columns, at=AT)
    run("编号,标题,时间,内容,电话,短信回执\n1,甲,,夜里施工,10000001234,是\n2,乙,,路灯坏了,10000004321,否\n")
    sent = Outgoing.objects.get(purpose="receipt")
    text = unseal(bytes(sent.sealed), sent.public_id.bytes)[1]
    assert Submission.objects.get(source_id="1").reference in text
    assert "查询码" not in text
