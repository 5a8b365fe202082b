"""Erasure may blank why a clock was paused or extended; that it was, and until when, stays."""

from django.db import migrations

TABLE = "deadlines_clockentry"


def trigger(name: str, what: str, function: str) -> str:
    return f"CREATE TRIGGER {TABLE}_{name} BEFORE {what} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {function}"


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_append_only"), ("ledger", "0008_erasure")]

    operations = [
        migrations.RunSQL(
            [
                f"DROP TRIGGER {TABLE}_append_only_row ON {TABLE}",
                trigger("append_only_row", "DELETE", "ledger_refuse()"),
                trigger("blank_only", "UPDATE", "ledger_blank_only('reason')"),
            ],
            [
                f"DROP TRIGGER {TABLE}_blank_only ON {TABLE}",
                f"DROP TRIGGER {TABLE}_append_only_row ON {TABLE}",
                trigger("append_only_row", "UPDATE OR DELETE", "ledger_refuse()"),
            ],
        ),
    ]
