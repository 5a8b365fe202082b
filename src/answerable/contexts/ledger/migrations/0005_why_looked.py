"""A look says why by what the work has to do with the matter, from which unit, and at which thing of its kind."""

from django.db import migrations, models

KINDS = [
    ("case", "The case"),
    ("identity", "Who you are"),
    ("original", "Your own words, unmasked"),
    ("attachment", "An attachment"),
    ("caller", "Your earlier matters, by your number"),
    ("listed", "A list that was taken out, with its title and place"),
]
GROUNDS = [
    ("", "For a reason in their own words"),
    ("handles", "Handles it"),
    ("colleague", "Works in the unit that handles it"),
    ("leads", "Leads the unit that handles it"),
    ("assists", "Was asked to assist"),
    ("takes_part", "Works in a unit that had to do with it before"),
    ("dispatches", "Decides which unit it goes to"),
    ("reviews", "Asks you whether the answer is good enough"),
    ("inspects", "Oversees the work of the units"),
    ("takes_calls", "Takes calls at the hotline"),
    ("called", "Somebody called from your number"),
    ("exports", "Took out a list in which it stands"),
    ("looks_through", "Looked through the cases of the bureau"),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_line_at")]

    # Defaults of the database, so that a program of the release before can go on writing.
    operations = [
        migrations.AddField(
            "accessrecord",
            "ground",
            models.CharField(blank=True, choices=GROUNDS, db_default="", default="", max_length=14),
        ),
        migrations.AddField(
            "accessrecord",
            "subject",
            models.CharField(blank=True, db_default="", default="", max_length=36),
        ),
        migrations.AddField("accessrecord", "unit_id", models.BigIntegerField(null=True)),
        migrations.AlterField("accessrecord", "kind", models.CharField(choices=KINDS, max_length=10)),
    ]
