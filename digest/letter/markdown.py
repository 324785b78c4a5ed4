"""The editor's note: Markdown in, safe and well-formed HTML and plain text out.

HTML inside the Markdown is shown as text (CommonMark with `html` off); what is left passes nh3 (ammonia) with a short
list of tags and https or mailto links only. MJML is parsed as XML, hence the closed `<br />`.
"""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_PARSER = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "br"}
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+|mailto:[^)\s]+)\)")


@lru_cache(maxsize=32)
def to_html(markdown: str) -> Markup:
    """Return Markdown as sanitised XHTML without images, headings or scripts."""
    safe = nh3.clean(
        _PARSER.render(markdown), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"}, link_rel=None
    )
    return Markup(safe.replace("<br>", "<br />").replace("&nbsp;", "\u00a0"))  # noqa: S704 - nh3 has just made it safe


def to_text(markdown: str) -> str:
    """Return Markdown as plain text: links as `words (address)`, no stars around emphasis."""
    text = _LINK.sub(r"\1 (\2)", markdown)
    return re.sub(r"(\*\*|__|(?<!\w)[*_]|[*_](?!\w))", "", text)
