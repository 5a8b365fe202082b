"""Chains are looked up whole: the index for LIKE that Django adds to a text key would only cost at each act."""

from django.db import migrations

FIND = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT indexrelid::regclass::text FROM pg_index
    WHERE indrelid = 'ledger_chainhead'::regclass AND NOT indisunique
  LOOP EXECUTE 'DROP INDEX ' || name; END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunSQL(FIND, migrations.RunSQL.noop)]
