"""Channel: a built edition as posts, in the words and the order of its letters, for somebody to publish by hand."""

from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.editing.build import Built
from digest.errors import DigestError
from digest.letter.links import hrefs
from digest.letter.telegram import MAKERS, posts
from digest.letter.view import view


def telegram(built: Built) -> list[str]:
    """Return the posts of an edition for Telegram; raises `DigestError` when it holds nothing that was rendered.

    Nobody knows who reads a channel, and where: its appeal carries the warning.
    """
    made = built.made
    if made is None:
        raise DigestError("an edition that was read back has no posts; build it anew")
    own, templates = made.publication, made.templates
    variant = Variant(built.own_language, LetterOptions(AppealMode.WARN))
    shown = view(made.edition, made.cards, own, variant, templates.phrase, MAKERS)
    end = f"{templates.phrase(variant.language, 'by_mail')}\n{own.base_url}"
    return posts([*templates.posts(shown, hrefs(shown)), end])
