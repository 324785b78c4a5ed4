"""Checks one tag of a letter's HTML: what mail programs lose, what readers and filters need, what has no place in it.

Gmail for accounts of other providers, GMX and others drop `<style>`, so that margins, the height of pictures and the
colour of links stand in the tag itself; Word keeps padding in the cells of tables only.
"""

from collections.abc import Mapping

from digest.edition.addresses import is_secure
from digest.letter.slots import SLOT

_METAS = {"color-scheme", "supported-color-schemes", "format-detection", "x-apple-disable-message-reformatting"}
"""What a letter may say to mail programs about itself; any other meta tag could refresh, redirect or recode it."""
_ACTIVE = {"script", "form", "input", "iframe", "object", "embed", "base", "link", "meta", "video", "audio", "svg"}
_APART = {"p", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_MAY_BE_PADDED = {"td", "th", "ul", "ol"}
"""Word keeps the indent of a list, which has a marker."""


def html_faults(tag: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is wrong with one tag, in words."""
    return (*_content_faults(tag, attributes), *_style_faults(tag, attributes), *link_faults(tag, attributes))


def link_faults(tag: str, attributes: Mapping[str, str]) -> list[str]:
    """Return the addresses of a tag that a letter must not lead to, in words."""
    urls = [attributes[name] for name in ("href", "src") if name in attributes]
    unsafe = [url for url in urls if not url.startswith("mailto:") and not is_secure(url.replace(SLOT, "token"))]
    return [f"<{tag}> points to `{url[:80]}`, not to an https:// address" for url in unsafe]


def _content_faults(tag: str, attributes: Mapping[str, str]) -> list[str]:
    if tag == "meta" and attributes.keys() <= {"name", "content"} and attributes.get("name") in _METAS:
        return []
    faults = []
    if tag.startswith("mj-"):
        faults.append(f"<{tag}> stands inside of HTML; write rows of a table, <tr><td>, instead")
    if tag == "img" and not ("alt" in attributes and attributes.get("width", "").isdigit()):
        faults.append("<img> without alt and width in numbers")
    if tag == "table" and attributes.get("role") != "presentation":
        faults.append('<table> without role="presentation"')
    if tag in _ACTIVE or any(name.startswith("on") for name in attributes):
        faults.append(f"<{tag}> is active content, which has no place in a letter")
    return faults


def _style_faults(tag: str, attributes: Mapping[str, str]) -> list[str]:
    said = _declared(attributes.get("style", ""))
    faults = []
    if tag in _APART and "margin" not in said:
        faults.append(f'<{tag}> says no margin; without it mail programs put their own, write style="margin:0"')
    if tag == "a" and "href" in attributes and "color" not in said:
        faults.append('<a> says no colour; without it mail programs take blue, write style="color:#9b1318"')
    if tag == "img" and said.get("height") != "auto":
        faults.append("<img> without height:auto in its style, so that mail programs stretch it")
    if tag not in _MAY_BE_PADDED and any(name.startswith("padding") for name in said):
        faults.append(f"<{tag}> is padded, which Word forgets; pad the <td> round it, or give it a margin")
    return faults


def _declared(style: str) -> dict[str, str]:
    """Return the properties of a style attribute with their values, in small letters."""
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
