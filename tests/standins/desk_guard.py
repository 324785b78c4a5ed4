"""A guard of the desk that lets one editor in, for tests of pages behind it; what it promises is `visit.Guard`."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from digest.edition.editor import EDIT, Editor
from digest.web.desk.visit import Action, Page, Visit
from digest.web.html_pages import HtmlPages

TOKEN = "token-of-the-session"
ANNA = Editor("anna", "anna@example.org", frozenset({EDIT}))
_TEMPLATES = Path(__file__).parents[2] / "templates/desk"


@dataclass(frozen=True, slots=True)
class OneEditor:
    """Lets `editor` in whoever asks, and takes their forms with the session's token alone."""

    editor: Editor = ANNA

    def page(self, path: str, handler: Page) -> BaseRoute:
        def show(request: Request) -> Response:
            return handler(request, Visit(self.editor, TOKEN))

        return Route(path, show, methods=["GET"])

    def action(self, path: str, may: str, handler: Action) -> BaseRoute:
        async def act(request: Request) -> Response:
            fields = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
            if fields.pop("token", "") != TOKEN or may not in self.editor.may:
                return PlainTextResponse("refused", 403)
            return handler(request, Visit(self.editor, TOKEN), fields)

        return Route(path, act, methods=["POST"])


def desk_render(name: str, /, **values: object) -> str:
    """Return a page of the desk as HTML."""
    return HtmlPages(_TEMPLATES, "The Lantern Weekly").render(name, **values)
