"""What happened to a clock is never changed."""

from django.db import migrations

TABLE = "deadlines_clockentry"


def trigger(what: str, rows: str) -> str:
    name = f"{TABLE}_append_only_{rows.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {what} ON {TABLE} FOR EACH {rows} EXECUTE FUNCTION ledger_refuse()"


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            [trigger("UPDATE OR DELETE", "ROW"), trigger("TRUNCATE", "STATEMENT")],
            [f"DROP TRIGGER {TABLE}_append_only_{rows} ON {TABLE}" for rows in ("row", "statement")],
        ),
    ]
