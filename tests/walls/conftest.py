"""Worlds are looked at as the desk is: through the web server's role, with a clock that stands still."""

from tests.interfaces.conftest import requests_by_the_web_role
from tests.interfaces.console.conftest import city, time

__all__ = ["city", "requests_by_the_web_role", "time"]
