"""MJML to HTML, with the guards that mrml itself lacks (measured on mjml-python 1.4.2 = mrml 6.0.1).

mrml lets unknown tags pass silently, gives no position for a parse error, panics on malformed comments and dies on deep
nesting. So the source is linted first, and a panic of the Rust library becomes an ordinary error. It also writes the
attributes of all tags, and the title wherever it says it, in Rust's debug form, which spells out joiners and combining
accents and doubles backslashes; numeric references it passes on as they are.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet

from mjml import mjml2html

from digest.letter.head import plain_head
from digest.letter.lint import lint
from digest.letter.templates import TemplateBroken

_TAG = re.compile(r"<mj-title>[^<]*|<[^>]*>")
_SPELLED_OUT = re.compile(r'="[^"]*\\\\?u\{[^"]*"')
_BEYOND_ASCII_OR_BACKSLASH = re.compile(r"[^\x00-\x7f]|\\")


def to_html(source: str, links: AbstractSet[str]) -> str:
    """Render linted MJML; `links` are the addresses it may link to.

    Raises `TemplateBroken` naming every fault of the source, or what the renderer said.
    """
    faults = lint(source, links)
    if faults:
        raise TemplateBroken("the templates make a letter that is not sound:\n" + "\n".join(faults))
    try:
        html = plain_head(mjml2html(_TAG.sub(_with_references, source)))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise TemplateBroken(
            f"the letter cannot be rendered ({str(error)[:200]}); undo the last change to templates/"
        ) from error
    if found := _SPELLED_OUT.search(html):
        raise TemplateBroken(f"the letter would say {found[0][:80]}: a character of it cannot stand in an attribute")
    return html


def _with_references(tag: re.Match[str]) -> str:
    """Return a tag, or the title, in which no character is left that Rust's debug form would spell out."""
    return _BEYOND_ASCII_OR_BACKSLASH.sub(_reference, tag[0])


def _reference(found: re.Match[str]) -> str:
    """Return a letter, digit, sign or punctuation as it is, and anything else as a numeric reference."""
    odd = found[0] == "\\" or unicodedata.category(found[0])[0] not in "LNPS"
    return f"&#{ord(found[0])};" if odd else found[0]
