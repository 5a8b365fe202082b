"""`python -m answerable.config.check_migrations`: fail when a model has changed and its migration is missing."""

import os
import warnings

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
    django.setup()
    # It reads models and files only; that no database is there is no news.
    warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
    call_command("makemigrations", check=True, dry_run=True)
