"""The web server's entry."""

import os
from typing import cast

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from answerable.interfaces.cli.parent import end_with_master

# Whoever waits longer for somebody else's lock is told to come again, so that a few can't keep all threads waiting.
LOCK_SECONDS = 3
# No page works so long; what does has gone wrong, and keeps a thread from everybody else.
STATEMENT_SECONDS = 30
IDLE_SECONDS = 60

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
connecting = cast(dict[str, str], settings.DATABASES["default"]["OPTIONS"])
connecting["options"] += (
    f" -c lock_timeout={LOCK_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s"
    f" -c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
)
end_with_master()
application = get_wsgi_application()
