"""The words of thanks that a newcomer gets: one letter from one block, the same for all who like letters alike.

It is a letter to a reader and not a mail that a form caused: with the reader's own links, and the headers by which
programs unsubscribe.
"""

from dataclasses import replace
from functools import cache

from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import LetterOptions, Variant
from digest.delivery.welcome import WORDS
from digest.letter.blocks.welcome import Welcome
from digest.letter.letter import render
from digest.letter.publication import Publication
from digest.letter.slots import ReaderLinks
from digest.letter.templates import Templates
from digest.letter.view import single


class WelcomeWords:
    """Writes the words of thanks of one newsroom, in any of `languages`, of which one is its `own_language`."""

    def __init__(self, templates: Templates, publication: Publication, envelope: Envelope) -> None:
        self._templates, self._publication, self._envelope = templates, publication, envelope
        self._written = cache(self._write)
        self.languages, self.own_language = templates.languages, publication.language

    def write(self, language: str, options: LetterOptions) -> Letter:
        """Return the words in a language there is, as plain and as discreet as a reader wants them."""
        return self._written(Variant(language, LetterOptions(plain=options.plain, discreet=options.discreet)))

    def _write(self, variant: Variant) -> Letter:
        publication, language, discreet = self._publication, variant.language, variant.options.discreet
        links = ReaderLinks(publication.base_url, WORDS)
        block = Welcome(
            title=publication.title,
            preferences_url=links.preferences,
            unsubscribe_url=links.unsubscribe,
            privacy_policy_url=publication.privacy_policy_url,
            postal_address=publication.postal_address,
            contact=publication.contact,
        )
        phrase = self._templates.phrase
        subject = (
            phrase(language, "discreet_subject")
            if discreet
            else phrase(language, "subject_welcome", title=publication.title)
        )
        view = replace(single(block, language, publication.title, subject, publication.theme), edition=WORDS)
        if discreet:
            sender, opening = phrase(language, "discreet_sender"), phrase(language, "discreet_opening")
            view = replace(view, sender=sender, opening=opening)
        return replace(render(view, variant, self._templates), envelope=self._envelope)
