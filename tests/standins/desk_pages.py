"""The pages of the desk without its login: a guard that lets one editor in, and a browser that fills in forms."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from digest.edition.editor import APPROVE, EDIT, SEND, Editor
from digest.web.desk.threads import DeskThreads
from digest.web.desk.visit import Action, Page, Visit
from tests.standins.client import Client

TOKEN = "token-of-this-session"
ANNA = Editor("anna", "anna@lantern.example", frozenset({EDIT, APPROVE}))
BORIS = Editor("boris", "boris@lantern.example", frozenset({EDIT}))
CHLOE = Editor("chloe", "chloe@lantern.example", frozenset({APPROVE}))
ERIN = Editor("erin", "erin@lantern.example", frozenset({SEND}))
READING = Editor("dora", "dora@lantern.example")


@dataclass(slots=True)
class FakeGuard:
    """Takes everybody for `editor`, and refuses what they may not do or what comes without the token."""

    editor: Editor = ANNA

    def page(self, path: str, handler: Page, threads: DeskThreads | None = None) -> BaseRoute:
        """Let the editor see a page."""

        async def show(request: Request) -> Response:
            return await (threads or DeskThreads(1)).take(partial(handler, request, Visit(self.editor, TOKEN)))

        return Route(path, show, methods=["GET"], name=path)

    def action(self, path: str, may: Collection[str], handler: Action, threads: DeskThreads | None = None) -> BaseRoute:
        """Let the editor do what they may."""

        async def act(request: Request) -> Response:
            body = (await request.body()).decode("ascii")
            fields = dict(parse_qsl(body, keep_blank_values=True))
            if self.editor.may.isdisjoint(may) or fields.pop("token", "") != TOKEN:
                return PlainTextResponse("refused", 403)
            return await (threads or DeskThreads(1)).take(partial(handler, request, Visit(self.editor, TOKEN), fields))

        return Route(path, act, methods=["POST"], name=path)


class Desk:
    """A browser at the desk: `get`s pages, and `press`es a button of the form that the last one has."""

    def __init__(self, routes: Callable[[FakeGuard], list[BaseRoute]]) -> None:
        self.guard = FakeGuard()
        self._client = Client(Starlette(routes=routes(self.guard)))

    def get(self, path: str, status: int = 200) -> str:
        """Return a page."""
        answer = self._client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, action: str = "", **typed: str) -> httpx.Response:
        """Open a page, fill in its form that goes to `action`, and send it; `__` in names is a `-`, `_` a `.`."""
        named = {name.replace("__", "-").replace("_", "."): value for name, value in typed.items()}
        return self.post(action or path, fields_of(self.get(path), action or path) | named)

    def follow(self, answer: httpx.Response) -> str:
        """Return the page that an answer leads to."""
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"].partition("#")[0])

    def answer(self, path: str) -> httpx.Response:
        """Return a page with its headers."""
        return self._client.get(path)

    def post(self, path: str, fields: Mapping[str, str], token: str = TOKEN) -> httpx.Response:
        """Send a form."""
        return self._client.post(path, urlencode({"token": token, **fields}).encode())


def fields_of(page: str, action: str) -> dict[str, str]:
    """Return what a browser sends of the form that goes to `action`, but for its buttons."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, action
    fields: dict[str, str] = {}
    for tag, attributes, rest in re.findall(r"<(input|textarea|select)\b([^>]*)>([^<]*)", found[1]):
        known: Any = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if "name" not in known or "disabled" in attributes.split():
            continue
        if known.get("type") in ("radio", "checkbox") and "checked" not in attributes.split():
            continue
        fields[unescape(known["name"])] = unescape(
            rest.removeprefix("\n") if tag == "textarea" else known.get("value", "")
        )
    return fields
