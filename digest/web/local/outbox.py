"""The outbox as a mail reader: folders, the letters in them, and one letter as a mail program shows it.

GET alone, and nothing is changed, marked or counted. Addresses of readers stand in these letters, and nowhere else:
the address of a page holds a folder and the opaque name of a file.
"""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from digest.calendar.words import short_day
from digest.delivery.welcome import WORDS
from digest.mime.reading import ReadMessage, read_headers, read_message
from digest.mime.shown_html import MessageLink, framed_html, links_of
from digest.ports.outbox import KeptLetters, LetterFile
from digest.web.html_pages import HtmlPages
from digest.web.local.answers import letter as letter_answer
from digest.web.local.answers import page
from digest.web.local.own_pages import OwnPages

ON_A_PAGE = 50
MOST_BYTES = 2_000_000
"""Of a longer letter no more is read; none of ours is a tenth as long."""
_HEAD_BYTES = 16_000
_SOURCE_CHARACTERS = 400_000
_FOLDERS_WITH_LETTERS, _LETTERS_AT_FIRST = 12, 5
_SINGLE = "letters"


@dataclass(frozen=True, slots=True)
class Row:
    """A letter in a list."""

    folder: str
    name: str
    subject: str
    to: str
    written: str


@dataclass(frozen=True, slots=True)
class OutboxPages:
    """Shows the `letters`; `own` knows the newsroom's pages and pictures, `transport` is where letters go now."""

    letters: KeptLetters
    html: HtmlPages
    own: OwnPages
    transport: str

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the outbox."""
        shown = {
            "/": self._first,
            "/{folder}": self._mailbox,
            "/{folder}/{name}": self._letter,
            "/{folder}/{name}/letter": self._framed,
        }
        return [Route(path, show, methods=["GET"], name="outbox") for path, show in shown.items()]

    def _first(self, _request: Request) -> Response:
        boxes = [
            {
                "folder": box.folder,
                "title": title_of(box.folder),
                "about": about(box.folder),
                "count": box.letters,
                "rows": self._rows(box.folder, 0, _LETTERS_AT_FIRST if place < _FOLDERS_WITH_LETTERS else 0),
            }
            for place, box in enumerate(self.letters.mailboxes())
        ]
        return page(self.html.render("outbox", boxes=boxes, transport=self.transport))

    def _mailbox(self, request: Request) -> Response:
        folder = request.path_params["folder"]
        letters = self.letters.letters(folder)
        if not letters:
            return self._missing()
        last = (len(letters) - 1) // ON_A_PAGE + 1
        number = min(max(_number(request.query_params.get("page", "")), 1), last)
        rows = self._rows(folder, (number - 1) * ON_A_PAGE, ON_A_PAGE)
        place = {"folder": folder, "title": title_of(folder), "about": about(folder), "count": len(letters)}
        return page(
            self.html.render("mailbox", **place, rows=rows, page=number, last=last, others=self.letters.others(folder))
        )

    def _rows(self, folder: str, first: int, most: int) -> list[Row]:
        return [self._row(folder, letter) for letter in self.letters.letters(folder)[first : first + most]]

    def _row(self, folder: str, letter: LetterFile) -> Row:
        """Read only the begin of a letter: a list shows no more of it."""
        head = read_headers(self.letters.read(folder, letter.name, _HEAD_BYTES) or b"")
        return Row(folder, letter.name, head.subject, head.header("To"), _in_time(letter.written_at))

    def _letter(self, request: Request) -> Response:
        folder, name = request.path_params["folder"], request.path_params["name"]
        raw = self.letters.read(folder, name, MOST_BYTES)
        if raw is None:
            return self._missing()
        message, asked = read_message(raw), request.query_params
        shown = _shown(asked.get("show", ""), message)
        links = links_of(message)
        before, after = self._beside(folder, name)
        values = {
            "folder": folder,
            "name": name,
            "title": title_of(folder),
            "message": message,
            "shown": shown,
            "phone": asked.get("width") == "phone",
            "from_web": asked.get("pictures") == "web",
            "web_pictures": shown == "html" and self.own.has_foreign_pictures(self._html(message)),
            "source": raw.decode("utf-8", "replace")[:_SOURCE_CHARACTERS],
            "is_cut": len(raw) == MOST_BYTES or (shown == "source" and len(raw) > _SOURCE_CHARACTERS),
            "file": str(self.letters.path(folder, name)),
            "before": before,
            "after": after,
        }
        return page(self.html.render("mail", **values, **self._link_values(links)))

    def _link_values(self, links: tuple[MessageLink, ...]) -> dict[str, object]:
        """Return what the page says of links: those to the newsroom's own pages first, with where they are answered."""
        ours = [link for link in links if self.own.is_ours(link.url)]
        return {
            "ours": [(link, self.own.here(link.url)) for link in ours],
            "others": [link for link in links if link not in ours],
            "here": self.own.here_url,
            "answered": bool(ours) and self.own.is_answered(),
        }

    def _framed(self, request: Request) -> Response:
        folder, name = request.path_params["folder"], request.path_params["name"]
        raw = self.letters.read(folder, name, MOST_BYTES)
        message = None if raw is None else read_message(raw)
        if message is None or message.html is None:
            return self._missing()
        return letter_answer(self._html(message), web_pictures=request.query_params.get("pictures") == "web")

    def _html(self, message: ReadMessage) -> str:
        return framed_html(message, self.own.picture_pattern, self.own.picture)

    def _beside(self, folder: str, name: str) -> tuple[str, str]:
        """Return the names of the letters before and after one in its folder; empty where there is none."""
        names = [letter.name for letter in self.letters.letters(folder)]
        at = names.index(name) if name in names else 0
        return (names[at - 1] if at else ""), (names[at + 1] if at + 1 < len(names) else "")

    def _missing(self) -> Response:
        return page(self.html.render("missing"), 404)


def title_of(folder: str) -> str:
    """Return what a folder of the outbox is called."""
    return {_SINGLE: "Single mails", WORDS: "Words of thanks"}.get(folder, f"Edition {folder}")


def about(folder: str) -> str:
    """Return what lies in a folder where its title does not say it."""
    single = "Confirmations of sign-ups, links that readers asked for, proofs, reports and alerts"
    return {_SINGLE: single, WORDS: "What newcomers get when they have confirmed"}.get(folder, "")


def _shown(asked: str, message: ReadMessage) -> str:
    """Return what is shown of a message: what was asked for, if there is that, else the best there is."""
    there = [kind for kind in ("html", "text") if getattr(message, kind) is not None] + ["source"]
    return asked if asked in there else there[0]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1  # noqa: PLR2004


def _in_time(written_at: float) -> str:
    at = datetime.fromtimestamp(written_at).astimezone()
    return f"{short_day(at)}, {at:%H:%M:%S}"
