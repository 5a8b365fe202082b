"""The keys that promise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_tree")]

    operations = [
        migrations.CreateModel(
            name="AcceptanceKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("origin", models.CharField(max_length=200)),
                ("vkey", models.CharField(max_length=300)),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("week", "origin"), name="ledger_acceptance_key_once")
                ]
            },
        ),
    ]
