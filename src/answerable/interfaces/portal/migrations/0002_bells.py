"""The pages of marks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BellPage",
            fields=[
                ("begins_at", models.DateTimeField(primary_key=True, serialize=False)),
                ("upto", models.BigIntegerField()),
                ("marks", models.BinaryField()),
            ],
        ),
    ]
