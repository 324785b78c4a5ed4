"""The letters that readers' forms cause: written from one block each, put in line on the road of single letters.

Serves `subscribers.post.Post`, inside whose transaction a letter is put in line: what a form decided and the letter it caused are one.
Such a letter holds no appeal, no article and no tracking; its link carries a token of its own, never a reader's.
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import Connection

from digest.adapters.letters import SqlLetters
from digest.delivery.single import SingleLetter
from digest.rendering import blocks
from digest.rendering.language import direction, variant_language
from digest.rendering.letter import render
from digest.rendering.templates import Templates
from digest.rendering.view import Publication, Variant

_BLOCKS: Final[dict[str, type[blocks.Confirm]]] = {
    "confirm": blocks.Confirm,
    "known": blocks.Known,
    "move": blocks.Move,
    "preferences": blocks.Preferences,
}
_PATHS: Final = {"confirm": "confirm", "known": "open", "move": "confirm", "preferences": "open"}
_USEFUL: Final = {"confirm": timedelta(hours=24), "known": timedelta(minutes=15), "move": timedelta(hours=24)}
_MARK: Final = "0token0token0token0token0token00"
_SOON: Final = timedelta(minutes=15)


class FormLetters:
    """Writes and posts the letters of one newsroom's forms."""

    def __init__(self, letters: SqlLetters, templates: Templates, publication: Publication) -> None:
        self._letters, self._templates, self._publication = letters, templates, publication
        self._written = cache(self._write)

    def write(self, kind: str, language: str, token: str, *, discreet: bool = False) -> SingleLetter:
        """Write the letter of a kind whose link carries `token`, for nobody yet."""
        chosen = variant_language(language, self._templates.languages, self._publication.language)
        made = self._written(kind, chosen, discreet)
        return replace(made, text=made.text.replace(_MARK, token), html=made.html.replace(_MARK, token))

    def _write(self, kind: str, language: str, discreet: bool) -> SingleLetter:
        """Write the letter with a mark where the token belongs: it is the same for everybody, and a form may be filled in very often."""
        publication, phrase = self._publication, self._templates.phrase
        block = _BLOCKS[kind](
            publication.title, f"{publication.base_url}/{_PATHS[kind]}/{_MARK}", publication.postal_address, publication.contact
        )
        subject = phrase(language, "subject_discreet") if discreet else phrase(language, f"subject_{kind}", title=publication.title)
        view = blocks.View("", language, direction(language), publication.title, subject, "", (block,))
        made = render(view, Variant(language), self._templates)
        sender = phrase(language, "discreet_sender") if discreet else ""
        return SingleLetter("", made.subject, made.text, made.html, language, sender=sender)

    def put(self, connection: Connection, kind: str, address: str, letter: SingleLetter, now: datetime) -> None:
        """Put a written letter in line for `address`, inside the caller's transaction."""
        expires_at = now + _USEFUL.get(kind, _SOON)
        self._letters.put(connection, f"form:{secrets.token_hex(12)}", [replace(letter, to=address)], now, expires_at)
