"""What happened to a case is never changed; erasure may blank words, nothing else.

Wide columns of a case go out of line, so that a list reads few pages.
"""

from django.db import migrations

BLANK_ONLY = """
CREATE FUNCTION cases_blank_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.words = '' AND to_jsonb(NEW) - 'words' = to_jsonb(OLD) - 'words' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on % is refused: the table is append-only', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""

TRIGGERS = {
    "cases_move": [
        ("blank_only", "UPDATE", "ROW"),
        ("append_only", "DELETE", "ROW"),
        ("whole", "TRUNCATE", "STATEMENT"),
    ],
    "cases_accused": [
        ("blank_only", "UPDATE", "ROW"),
        ("append_only", "DELETE", "ROW"),
        ("whole", "TRUNCATE", "STATEMENT"),
    ],
}


def create(table: str, name: str, what: str, rows: str) -> str:
    function = "cases_blank_only" if name == "blank_only" else "ledger_refuse"
    return f"CREATE TRIGGER {table}_{name} BEFORE {what} ON {table} FOR EACH {rows} EXECUTE FUNCTION {function}()"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL([BLANK_ONLY], ["DROP FUNCTION cases_blank_only()"]),
        migrations.RunSQL(
            [create(table, *trigger) for table, triggers in TRIGGERS.items() for trigger in triggers],
            [
                f"DROP TRIGGER {table}_{trigger[0]} ON {table}"
                for table, triggers in TRIGGERS.items()
                for trigger in triggers
            ],
        ),
        migrations.RunSQL(
            ["ALTER TABLE cases_case SET (toast_tuple_target = 512)"],
            ["ALTER TABLE cases_case RESET (toast_tuple_target)"],
        ),
        migrations.RunSQL(["CREATE SEQUENCE cases_change_number"], ["DROP SEQUENCE cases_change_number"]),
    ]
