"""A case can be emptied: its words go, and the places and persons in what happened to it."""

from django.db import migrations, models

# What may be blanked in each table where nothing else may change. Of the facts of a move, whole entries may go.
BLANKED = {
    "cases_move": "'words', 'facts', 'attachment_ids'",
    "cases_accused": "'words', 'person_id', 'post_id'",
}


def trigger(table: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {table}_blank_only BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_joined_submissions"),
        ("ledger", "0008_erasure"),
        ("organisation", "0003_sign_in"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", True), ("is_open", False)),
                fields=["closed_at", "id"],
                name="cases_to_retire",
            ),
        ),
        migrations.RunSQL(
            [
                statement
                for table, columns in BLANKED.items()
                for statement in (
                    f"DROP TRIGGER {table}_blank_only ON {table}",
                    trigger(table, f"ledger_blank_only({columns})"),
                )
            ],
            [
                statement
                for table in BLANKED
                for statement in (
                    f"DROP TRIGGER {table}_blank_only ON {table}",
                    trigger(table, "cases_blank_only()"),
                )
            ],
        ),
    ]
