"""A letter: everything one variant of an edition consists of, rendered once and the same for every reader of it."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from digest.counted import counted
from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.letter.blocks.stories import stories_of
from digest.letter.links import hrefs
from digest.letter.mjml import to_html
from digest.letter.templates import TemplateBroken, Templates
from digest.letter.view import View

_REMEMBERED = 128
_BEGIN, _END = "<!--pick-->", "<!--/pick-->"


def render(view: View, variant: Variant, templates: Templates) -> Letter:
    """Render one variant; raises `TemplateBroken` when the templates are not sound."""
    links = hrefs(view)
    source = templates.render("mjml", view, links)
    html, sizes = _measured(to_html(source, links | templates.links))
    pages = [story.page for block in view.blocks for story in stories_of(block)]
    if len(pages) != len(sizes):
        raise TemplateBroken(
            f"templates/email: of {counted(len(pages), 'pick')} {len(sizes)} stand in the letter; a template leaves "
            "some out, or the frame (letter.mjml.jinja) its `body`"
        )
    return Letter(
        edition=view.edition,
        variant=variant,
        direction=view.direction,
        subject=view.subject,
        mjml=source,
        html="" if variant.options.plain else html,
        text=templates.render("txt", view, links).strip() + "\n",
        bytes_per_pick=tuple(zip(pages, sizes, strict=True)),
        sender=view.sender,
    )


def fingerprint(letters: Iterable[Letter], rare: str) -> str:
    """Return the SHA-256 of all that readers can see of an edition: what an approval signs and a sending is bound to.

    `rare` says in any stable form what else decides about the letters of any reader.
    """
    parts = [rare, *map(_digest, sorted(letters, key=lambda letter: letter.variant))]
    return _sha256(parts)


@lru_cache(_REMEMBERED)
def _digest(letter: Letter) -> str:
    said = (letter.subject, letter.sender, letter.html, letter.text)
    return _sha256([letter.edition, str(letter.variant), repr(letter.envelope), *said])


def _sha256(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.hexdigest()


def _measured(marked: str) -> tuple[str, list[int]]:
    """Return HTML without the comments that the card template puts around each card, and the bytes of each card."""
    head, *cards = (part.partition(_END) for part in marked.split(_BEGIN))
    return "".join([head[0], *(inside + after for inside, _, after in cards)]), [
        len(inside.encode()) for inside, _, _ in cards
    ]
