"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application

from answerable.interfaces.cli.parent import end_with_master

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
end_with_master()
application = get_wsgi_application()
