"""A hundred thousand guesses in a day: nearly none is looked at, and the owner gets in meanwhile (T12, ASVS 6.3.1)."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.contexts.organisation.tables import AT, SYSTEM

from answerable.contexts.credentials.services.prove_factor import LONGEST_WAIT as LONGEST_OF_CODES
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation import pace
from answerable.contexts.organisation.errors import TooManyTries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bureau")]
GUESSES = 100_000
DAY = timedelta(days=1)
NAMES = ("key", "at", "forget", "free", "longest")
GOOD = "many green herons"

# The very statement that takes a turn, as often as there are guesses, inside the database.
LOOP = """
CREATE FUNCTION pg_temp.guess(g_key text, since timestamptz, g_longest interval, many int, g_free int) RETURNS int AS $$
DECLARE g_at timestamptz; g_forget timestamptz; got int; looked int := 0;
BEGIN
  FOR number IN 0..many - 1 LOOP
    g_at := since + interval '1 day' * number / many;
    g_forget := g_at - interval '1 day';
    got := NULL;
    {take} INTO got;
    looked := looked + coalesce(got, 0);
  END LOOP;
  RETURN looked;
END $$ LANGUAGE plpgsql
"""


def looked_at(key: str, longest: timedelta) -> int:
    """Guess evenly through a day; return how many were looked at."""
    body = LOOP.format(take=pace._TAKE % {name: f"g_{name}" for name in NAMES})
    with connection.cursor() as cursor:
        cursor.execute(body)
        cursor.execute(
            "SELECT pg_temp.guess(%s, %s, %s, %s, %s)", [key, AT, longest, GUESSES, pace.FREE_TRIES]
        )
        return int(cursor.fetchone()[0])


def test_of_a_hundred_thousand_passwords_one_a_minute_is_looked_at() -> None:
    organisation.set_password(actor=SYSTEM, username="wu", password=GOOD, at=AT)
    account = organisation.sign_in(username="wu", password=GOOD, at=AT)
    assert account is not None
    device = organisation.device_for(account)
    looked = looked_at(pace.key_for("name", "wu"), pace.LONGEST_WAIT)
    assert pace.FREE_TRIES < looked < 1_460
    with pytest.raises(TooManyTries):
        organisation.sign_in(username="wu", password=GOOD, at=AT + DAY - timedelta(seconds=1))
    assert organisation.sign_in(username="wu", password=GOOD, at=AT + DAY, device=device) is not None


def test_of_a_hundred_thousand_codes_four_an_hour_are_looked_at() -> None:
    # Three codes of a million are right at a time: a day of guessing finds one in 3,000 days.
    looked = looked_at(pace.key_for("factor", "wu"), LONGEST_OF_CODES)
    assert pace.FREE_TRIES < looked < 115
