"""Writes the mails that readers' forms cause: each from one block.

Such a mail holds no appeal, no article and no tracking; its link carries a token of its own, never a reader's.
"""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Final, Literal

from digest.delivery.mail import TransactionalMail
from digest.delivery.variant import Variant
from digest.letter.blocks.form_mails import Confirm, Known, Move, Preferences
from digest.letter.language import variant_language
from digest.letter.letter import render
from digest.letter.publication import Publication
from digest.letter.templates import Templates
from digest.letter.view import single

FormMailKind = Literal["confirm", "known", "move", "preferences"]
"""The kinds of these mails, as `subscribers.policy.caps.MailKind` has them, which this package does not know."""

_BLOCKS: Final[dict[FormMailKind, type[Confirm]]] = {
    "confirm": Confirm,
    "known": Known,
    "move": Move,
    "preferences": Preferences,
}
_PATHS: Final[dict[FormMailKind, str]] = {
    "confirm": "confirm",
    "known": "open",
    "move": "confirm",
    "preferences": "open",
}
_DAY, _SOON = timedelta(hours=24), timedelta(minutes=15)
_USEFUL: Final[dict[FormMailKind, timedelta]] = {"confirm": _DAY, "known": _SOON, "move": _DAY, "preferences": _SOON}
_MARK: Final = "0token0token0token0token0token00"


class ReaderMailWriter:
    """Writes the mails of one newsroom's forms."""

    def __init__(self, templates: Templates, publication: Publication) -> None:
        self._templates, self._publication = templates, publication
        self._written = cache(self._write)

    def write(self, kind: FormMailKind, language: str, token: str, *, discreet: bool = False) -> TransactionalMail:
        """Write the mail of a kind whose link carries `token`, for nobody yet."""
        chosen = variant_language(language, self._templates.languages, self._publication.language)
        made = self._written(kind, chosen, discreet)
        return replace(made, text=made.text.replace(_MARK, token), html=made.html.replace(_MARK, token))

    def _write(self, kind: FormMailKind, language: str, discreet: bool) -> TransactionalMail:
        """Write the mail with a mark where the token belongs.

        It is the same for everybody, and a form may be filled in very often.
        """
        publication, phrase = self._publication, self._templates.phrase
        url = f"{publication.base_url}/{_PATHS[kind]}/{_MARK}"
        block = _BLOCKS[kind](publication.title, url, publication.postal_address, publication.contact)
        subject = (
            phrase(language, "subject_discreet")
            if discreet
            else phrase(language, f"subject_{kind}", title=publication.title)
        )
        view = single(block, language, publication.title, subject, publication.theme)
        if discreet:
            sender, opening = phrase(language, "discreet_sender"), phrase(language, "discreet_link_opening")
            view = replace(view, sender=sender, opening=opening)
        made = render(view, Variant(language), self._templates)
        return TransactionalMail("", made.subject, made.text, made.html, language, sender=made.sender)


def useful_for(kind: FormMailKind) -> timedelta:
    """Return how long it makes sense to go on trying to deliver a mail of this kind."""
    return _USEFUL[kind]
