"""What came in stays as it came, or goes: a submission that is settled may be emptied, nothing in it may be changed."""

from django.db import migrations

CONTENT = """reference, channel, source_id, same_key, replay_key, content_digest, received_at, said_at, language, title, text,
place, lat, lon, topic_code, kind, accused_words, accused_units, accused_posts, attachment_ids"""
# The two digests may only be made meaningless, which nobody can tell from changed: they belong to what is emptied.
FUNCTION = """
CREATE FUNCTION intake_empty_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  emptied text[] := ARRAY['title', 'text', 'place', 'lat', 'lon', 'accused_words', 'contact', 'attachment_ids',
    'source_id', 'error', 'same_key', 'content_digest', 'replay_key'];
BEGIN
  IF OLD.state <> 'waiting' AND NEW.text = '' AND NEW.title = '' AND NEW.place = '' AND NEW.accused_words = ''
    AND NEW.source_id = '' AND NEW.lat IS NULL AND NEW.lon IS NULL AND NEW.contact IS NULL
    AND NEW.attachment_ids = '{}' AND to_jsonb(NEW) - emptied = to_jsonb(OLD) - emptied THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on intake_submission is refused: a submission is kept as it came'
    USING ERRCODE = 'insufficient_privilege';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_hotline_shifts")]

    operations = [
        migrations.RunSQL(
            [
                FUNCTION,
                "DROP TRIGGER intake_submission_kept ON intake_submission",
                f"CREATE TRIGGER intake_submission_kept BEFORE UPDATE OF {CONTENT} ON intake_submission "
                "FOR EACH ROW EXECUTE FUNCTION intake_empty_only()",
            ],
            [
                "DROP FUNCTION intake_empty_only() CASCADE",
                f"CREATE TRIGGER intake_submission_kept BEFORE UPDATE OF {CONTENT} ON intake_submission "
                "FOR EACH STATEMENT EXECUTE FUNCTION intake_refuse()",
            ],
        ),
    ]
