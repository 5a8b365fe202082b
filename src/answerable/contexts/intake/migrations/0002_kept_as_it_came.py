"""What came in stays as it came: a trigger refuses to change the content of a submission or to empty the table."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION intake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: a submission is kept as it came', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""
CONTENT = """reference, channel, source_id, same_key, replay_key, content_digest, received_at, said_at, language, title, text,
place, lat, lon, topic_code, kind, accused_words, accused_units, accused_posts, attachment_ids"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                FUNCTION,
                f"CREATE TRIGGER intake_submission_kept BEFORE UPDATE OF {CONTENT} ON intake_submission "
                "FOR EACH STATEMENT EXECUTE FUNCTION intake_refuse()",
                "CREATE TRIGGER intake_submission_kept_all BEFORE TRUNCATE ON intake_submission "
                "FOR EACH STATEMENT EXECUTE FUNCTION intake_refuse()",
            ],
            "DROP FUNCTION intake_refuse() CASCADE",
        ),
    ]
