"""MJML to HTML, with the guards that mrml itself lacks (measured on mjml-python 1.4.2 = mrml 6.0.1).

mrml lets unknown tags pass silently, gives no position for a parse error, panics on malformed comments and dies on deep
nesting. So the source is linted first, and a panic of the Rust library becomes an ordinary error.
"""

from collections.abc import Set as AbstractSet

from mjml import mjml2html

from digest.letter.lint import lint
from digest.letter.templates import TemplateBroken


def to_html(source: str, links: AbstractSet[str]) -> str:
    """Render linted MJML; `links` are the addresses it may link to.

    Raises `TemplateBroken` naming every fault of the source, or what the renderer said.
    """
    faults = lint(source, links)
    if faults:
        raise TemplateBroken("the templates make a letter that is not sound:\n" + "\n".join(faults))
    try:
        return mjml2html(source)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise TemplateBroken(
            f"the letter cannot be rendered ({str(error)[:200]}); undo the last change to templates/"
        ) from error
