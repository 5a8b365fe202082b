"""Erasure may blank why a message was sent once more; that it was stays."""

from django.db import migrations

TABLE = "messaging_resend"


def trigger(name: str, function: str) -> str:
    return f"CREATE TRIGGER {TABLE}_{name} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {function}"


class Migration(migrations.Migration):
    dependencies = [("messaging", "0004_outbox"), ("ledger", "0008_erasure")]

    operations = [
        migrations.RunSQL(
            [
                f"DROP TRIGGER {TABLE}_append_only ON {TABLE}",
                trigger("blank_only", "ledger_blank_only('reason')"),
            ],
            [
                f"DROP TRIGGER {TABLE}_blank_only ON {TABLE}",
                trigger("append_only", "ledger_refuse()"),
            ],
        ),
    ]
