"""Every request of these tests runs by the role of the web server, under the second lock."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test.client import ClientHandler

from answerable.config.lock.roles import Login
from given.roles import role


@pytest.fixture(autouse=True)
def requests_by_the_web_role(monkeypatch: pytest.MonkeyPatch) -> None:
    respond = ClientHandler.get_response

    def as_web(self: ClientHandler, request: HttpRequest) -> Any:
        with role(Login.WEB):
            response = respond(self, request)
            if response.streaming:
                response.streaming_content = list(response)
            return response

    monkeypatch.setattr(ClientHandler, "get_response", as_web)
