"""A web address as people paste it: what surrounds it is taken off, and what is missing is put before it. Pure.

Only where one meaning is possible; the rest keeps its fault (`digest.edition.addresses`), or has one of its own here.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from digest.characters import without_invisible
from digest.edition.addresses import fault_as_typed, is_loopback, link_address, page_address

_UNSEEN = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TURNING = re.compile(f"[{_UNSEEN}]")
"""Within an address they would turn what stands behind them, and show another one: browsers write them as %XX, too."""
_AROUND = {"<": ">", '"': '"', "'": "'", "“": "”", "„": "“", "”": "”", "‘": "’", "«": "»", "`": "`", "(": ")", "[": "]"}
_MARKDOWN = re.compile(r"\[(?P<words>[^\]]*)\]\(\s*<?(?P<address>[^\s<>]+?)>?\s*\)")
_FILE_NAME = re.compile(r"[^\s/]+\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg|pdf|docx?|odt)", re.IGNORECASE)
_CHECKBOX = re.compile(r"\[[ xX]?\]\s+")
_AT_THE_END = re.compile(r"[.,;…]+$")
_SCHEME = re.compile(r"(?:h{1,2}t{1,3}p{1,2}s{0,2})\s*(?:[:;]\s*/{0,3}|/{2,3})\s*(?=[^\s/:]+[.:])", re.IGNORECASE)
_OPEN = re.compile(r"http://(?P<host>[^/?#\s:]+)(?::80)?(?=[/?#]|$)", re.IGNORECASE)
_NO_SCHEME = re.compile(
    r"(?:www\.[^\W_][^\s/@\\]*|(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?=/\S))(?:[/?#]\S*)?", re.IGNORECASE
)
_MAILBOX = re.compile(r"(?:mailto:\s*)?[^\s@/]+@[^\s@/]+\.[^\s@/]+", re.IGNORECASE)
_OF_A_COMPUTER = re.compile(r"file:|[a-z]:[\\/]|\\\\|~/|/(?:home|users|volumes)/", re.IGNORECASE)
_WORDS_APART = "words go on a line of their own, with a key such as `title:`"
_IN_A_FORM = {
    _WORDS_APART: "words go into other fields",
    "give each a line of its own, with `- ` before it": "give each a line of its own",
}
"""What else to do where an address is typed into a field, and not into a file."""
_COPY = "copy the page's address from the browser, https:// included"


@dataclass(frozen=True, slots=True)
class Pasted:
    """The address that is meant; `remarks` tell what was done to it, `fault` and `remedy` why it is none."""

    url: str
    remarks: tuple[str, ...] = ()
    fault: str = ""
    remedy: str = ""

    @property
    def remedy_in_a_form(self) -> str:
        """Return what to do where it was typed into a field, and not into a file."""
        found = self.remedy
        for of_a_file, of_a_form in _IN_A_FORM.items():
            found = found.replace(of_a_file, of_a_form)
        return found


def pasted_address(typed: str, *, is_page: bool = False) -> Pasted:
    """Return the web address that is meant by what somebody pasted.

    `is_page` says that it names a page to be read, whose parameters for statistics are no part of its name; else those
    that were typed stay.
    """
    url = without_invisible(typed).strip().strip(_UNSEEN).strip()
    remarks: list[str] = []
    url = _completed(_alone(url, remarks), remarks)
    page = page_address(url) if is_page else link_address(url)
    if page != url:  # the link of a redirector, or one that says where it was found
        url = _completed(page, [])
    url = _TURNING.sub(lambda sign: quote(sign[0]), url)
    fault, remedy = _fault(url)
    return Pasted(url, () if fault else tuple(remarks), fault, remedy)


def _alone(url: str, remarks: list[str]) -> str:
    """Return an address without what stands around it."""
    while True:
        linked = _MARKDOWN.fullmatch(url)
        shorter = linked["address"] if linked else url
        if linked and linked["words"].strip() not in ("", linked["address"]):
            remarks.append(
                f"of the Markdown link only the address was read, not the words `{linked['words'].strip()[:80]}`"
            )
        elif linked:
            remarks.append("the brackets around an address were taken off")
        elif len(url) > 1 and url[-1] == _AROUND.get(url[0]):
            shorter = url[1:-1].strip()
            remarks.append(f"the {url[0]} {url[-1]} around an address were taken off")
        elif box := _CHECKBOX.match(url):
            shorter = url[box.end() :]
            remarks.append(f"the `{box[0].strip()}` before an address was left out")
        elif end := _AT_THE_END.search(url):
            shorter = url[: end.start()].rstrip()
            remarks.append(f"the `{end[0]}` behind an address was left out")
        if shorter == url or not shorter:
            return url
        url = shorter


def _completed(url: str, remarks: list[str]) -> str:
    """Return an address with the scheme that browsers put before it."""
    scheme = _SCHEME.match(url)
    if scheme and not re.match(r"https?://(?!https?[:/])", url, re.IGNORECASE):
        rest = url[scheme.end() :]
        remarks.append(f"`{scheme[0]}` was read as `https://`")
        return _completed(rest, []) if _SCHEME.match(rest) else f"https://{rest}"
    plain = _OPEN.match(url)
    if plain and not is_loopback(url):
        remarks.append("`http://` was read as `https://`, which nobody can read or change on its way")
        return f"https://{plain['host']}{url[plain.end() :]}"
    if _NO_SCHEME.fullmatch(url):
        remarks.append("`https://` was put before an address")
        return f"https://{url}"
    return url


def _fault(url: str) -> tuple[str, str]:
    """Return what is wrong with an address, and what to do; twice "" for one that a letter may link to."""
    if _OF_A_COMPUTER.match(url) or _FILE_NAME.fullmatch(url):
        return (
            "this is a file on a computer, which no reader can open",
            "put it on your site and write the address it has there",
        )
    if _MAILBOX.fullmatch(url):
        return "this is a mail address, not a page", _COPY
    if len(re.findall(r"https?://", url, re.IGNORECASE)) > 1 and len(url.split()) > 1:
        return "more than one address stands on this line", "give each a line of its own, with `- ` before it"
    if len(url.split()) > 1:
        return (
            "more than an address stands here",
            f"write %20 for a space of the address; {_WORDS_APART}",
        )
    fault = fault_as_typed(url)
    return (fault, _COPY) if fault else ("", "")
