"""Erasure may blank words in rows that are otherwise never changed. `ledger_blank_only` guards such tables."""

from django.db import migrations

# The arguments are the columns that may become empty; an object may lose some of its keys.
BLANK = """
CREATE FUNCTION ledger_blank_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb := to_jsonb(OLD);
  new_row jsonb := to_jsonb(NEW);
  old_value jsonb;
  new_value jsonb;
BEGIN
  FOR i IN 0 .. TG_NARGS - 1 LOOP
    old_value := old_row -> TG_ARGV[i];
    new_value := new_row -> TG_ARGV[i];
    IF new_value IN ('null', '""', '[]', '{}') OR jsonb_typeof(new_value) = 'object' AND NOT EXISTS (
      SELECT FROM jsonb_each(new_value) n WHERE old_value -> n.key IS DISTINCT FROM n.value)
    THEN
      old_row := old_row - TG_ARGV[i];
      new_row := new_row - TG_ARGV[i];
    END IF;
  END LOOP;
  IF old_row = new_row THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on % is refused: the table is append-only', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""
TABLE = "ledger_accessrecord"


def trigger(name: str, what: str, function: str) -> str:
    return f"CREATE TRIGGER {TABLE}_{name} BEFORE {what} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {function}"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_acceptance_key")]

    operations = [
        migrations.RunSQL(
            [
                BLANK,
                f"DROP TRIGGER {TABLE}_append_only_row ON {TABLE}",
                trigger("append_only_row", "DELETE", "ledger_refuse()"),
                # The reason may name the resident. That somebody looked stays.
                trigger("blank_only", "UPDATE", "ledger_blank_only('reason')"),
            ],
            [
                f"DROP TRIGGER {TABLE}_append_only_row ON {TABLE}",
                "DROP FUNCTION ledger_blank_only() CASCADE",
                trigger("append_only_row", "UPDATE OR DELETE", "ledger_refuse()"),
            ],
        ),
    ]
