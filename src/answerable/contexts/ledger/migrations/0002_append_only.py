"""The journal is append-only, whoever writes: triggers refuse what a line must never suffer."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""


def trigger(table: str, what: str, rows: str) -> str:
    name = f"{table}_append_only_{rows.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH {rows} EXECUTE FUNCTION ledger_refuse()"


TRIGGERS = [
    trigger("ledger_journalline", "UPDATE OR DELETE", "ROW"),
    trigger("ledger_journalline", "TRUNCATE", "STATEMENT"),
    # Openings may be deleted, for erasure, but never changed nor all dropped at once.
    trigger("ledger_journalopening", "UPDATE", "ROW"),
    trigger("ledger_journalopening", "TRUNCATE", "STATEMENT"),
    trigger("ledger_accessrecord", "UPDATE OR DELETE", "ROW"),
    trigger("ledger_accessrecord", "TRUNCATE", "STATEMENT"),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL([FUNCTION, *TRIGGERS], "DROP FUNCTION ledger_refuse() CASCADE"),
    ]
