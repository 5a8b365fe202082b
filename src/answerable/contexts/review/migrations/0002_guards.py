"""What the database itself refuses: a reviewer from the handling unit, and changes of what was said or decided."""

from django.db import migrations

# The same rule as domain/independence.py, for whoever writes past it. Above the bureau itself there is nobody.
INDEPENDENT = """
CREATE FUNCTION review_independent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unit bigint := NEW.reviewer_unit_id;
BEGIN
  IF unit IS NULL OR (SELECT parent_id FROM organisation_unit WHERE id = NEW.handling_unit_id) IS NULL THEN
    RETURN NEW;
  END IF;
  WHILE unit IS NOT NULL LOOP
    IF unit = NEW.handling_unit_id THEN
      RAISE EXCEPTION 'a unit must not review what it has handled' USING ERRCODE = 'check_violation';
    END IF;
    SELECT parent_id INTO unit FROM organisation_unit WHERE id = unit;
  END LOOP;
  RETURN NEW;
END $$
"""

# Arguments: the column that tells that a row is final (none: from the start), then those that may be blanked.
FINAL = """
CREATE FUNCTION review_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb := to_jsonb(OLD);
  new_row jsonb := to_jsonb(NEW);
BEGIN
  IF TG_ARGV[0] <> '' AND old_row ->> TG_ARGV[0] IS NULL THEN
    RETURN NEW;
  END IF;
  FOR i IN 1 .. TG_NARGS - 1 LOOP
    IF coalesce(new_row ->> TG_ARGV[i], '') = '' THEN
      old_row := old_row - TG_ARGV[i];
      new_row := new_row - TG_ARGV[i];
    END IF;
  END LOOP;
  IF old_row = new_row THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on % is refused: what was said or decided stays', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""

TRIGGERS = {
    "review_rating": ("'', 'comment'", True),
    "review_visitattempt": ("'', 'note'", True),
    "review_returnvisit": ("'concluded_at', 'reason', 'contest_until'", False),
    "review_contest": ("'decided_at', 'text', 'reason'", False),
}


def guards(table: str, arguments: str, *, append_only: bool) -> list[str]:
    """Return the triggers of a table: nothing of it is deleted, and what is final does not change."""
    kept = [
        f"CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION review_final({arguments})",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    ]
    whole = (
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        " EXECUTE FUNCTION ledger_refuse()"
    )
    return [*kept, whole] if append_only else kept


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
        ("ledger", "0002_append_only"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [
                INDEPENDENT,
                FINAL,
                "CREATE TRIGGER review_returnvisit_independent BEFORE INSERT OR UPDATE OF reviewer_unit_id"
                " ON review_returnvisit FOR EACH ROW EXECUTE FUNCTION review_independent()",
                *[
                    statement
                    for table, (arguments, append_only) in TRIGGERS.items()
                    for statement in guards(table, arguments, append_only=append_only)
                ],
            ],
            ["DROP FUNCTION review_independent() CASCADE", "DROP FUNCTION review_final() CASCADE"]
            + [f"DROP TRIGGER {table}_kept ON {table}" for table in TRIGGERS]
            + [f"DROP TRIGGER {table}_whole ON {table}" for table, kept in TRIGGERS.items() if kept[1]],
        ),
    ]
