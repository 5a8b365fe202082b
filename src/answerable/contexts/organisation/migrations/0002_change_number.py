"""Numbers for `OrganisationVersion`: a sequence, because it never gives a number twice, not even after a rollback."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE organisation_change_number", "DROP SEQUENCE organisation_change_number"
        )
    ]
