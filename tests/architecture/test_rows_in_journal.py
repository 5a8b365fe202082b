"""Every column of a table whose rows stand in the journal is told there, or says why it is not."""

from answerable.contexts.ledger.rows import InJournal, models_in_journal, told_of


def test_no_column_is_forgotten() -> None:
    forgotten = []
    for model in models_in_journal():
        stands: InJournal = model.in_journal  # type: ignore[attr-defined]
        known = {*told_of(model).columns, *stands.apart, "id"}
        for field in model._meta.concrete_fields:
            names = {field.name, field.attname}
            if not names & known and not names & set(stands.key):
                forgotten.append(f"{model.__name__}.{field.name}")
    assert not forgotten


def test_the_rows_that_matter_are_told() -> None:
    told = {model.__name__ for model in models_in_journal()}
    assert told >= {"Case", "Round", "Move", "Clock", "Rating", "ReturnVisit", "Contest", "Post", "Grant"}
