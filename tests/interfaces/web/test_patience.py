"""How long a page may keep the database busy (ASVS 15.2.2)."""

import os
import subprocess
import sys

ASK = """
import answerable.config.wsgi
from django.db import connection
names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
with connection.cursor() as cursor:
    cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    print(*cursor.fetchone())
"""


def test_a_page_gives_up_what_takes_too_long(db: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["30s", "3s", "1min"]
