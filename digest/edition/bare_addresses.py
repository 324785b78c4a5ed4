"""Addresses that stand in words as they are, which mail programs link by themselves: where each begins and ends. Pure.

An address goes on to a space, quote or angle bracket, or to a bracket that was opened before it; what ends a sentence
is not of it. A name such as `www.example.org` is one too, and is asked for by https. The model is
https://github.github.com/gfm/#autolinks-extension-.
"""

import re
from collections.abc import Iterator

SCHEME = re.compile(r"(?<![^\W_])https?(?=://(?:[^\W_]|\[[0-9a-f:]))", re.IGNORECASE)
_OPENS = r"""\s*_~(\[{"'`“„«»‘‚‹–—<>|,;:"""
WWW = re.compile(
    rf"""(?<![^{_OPENS}])(?<![^{_OPENS}][*_~])
        www(?:\.[^\W_](?:[^\W_]|-)*)+\.(?:[^\W\d_]{{2,}}|xn--[a-z0-9-]+)(?!@|-|_?[^\W_])""",
    re.IGNORECASE | re.VERBOSE,
)
"""The host of an address without a scheme, at a place where none but a new word begins."""
_GOES_ON = re.compile(r"[/?#]|:\d")
_BEFORE_AN_END = re.compile(r"""[^\s\x00-\x1f\x7f<>"`«»“”„‘’]+""")
_CLOSED_BY = {"(": ")", "[": "]"}
_ENDS_OF_SENTENCES = ".,;:!?…'"


def may_hold_address(text: str) -> bool:
    """Return whether a text or HTML may have an address in it: most have none, and need not be looked through."""
    return "://" in text or 'href="' in text or "www." in text.lower()


def bare_addresses(text: str) -> Iterator[str]:
    """Yield every web address in plain text, in order, with the scheme by which it is asked for."""
    return (with_scheme(text[start:end]) for start, end in bare_spans(text))


def bare_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where every web address in plain text begins and ends, in order."""
    at = 0
    while found := min(filter(None, (SCHEME.search(text, at), WWW.search(text, at))), key=_start, default=None):
        at = end_of_address(text, found.start())
        yield found.start(), at


def with_scheme(address: str) -> str:
    """Return an address that stands in words as it is asked for."""
    return f"https://{address}" if WWW.match(address) else address


def _start(found: re.Match[str]) -> int:
    return found.start()


def end_of_address(text: str, start: int) -> int:
    """Return where the address ends that begins at `start`."""
    host = WWW.match(text, start)
    if host and not _GOES_ON.match(text, host.end()):
        return host.end()
    run = _BEFORE_AN_END.match(text, start)
    end = run.end() if run else start
    open_brackets: list[str] = []
    for at in range(start, end):
        if text[at] in _CLOSED_BY:
            open_brackets.append(_CLOSED_BY[text[at]])
        elif text[at] in _CLOSED_BY.values() and (not open_brackets or open_brackets.pop() != text[at]):
            end = at
            break
    return without_sentence_end(text, end)


def without_sentence_end(text: str, end: int) -> int:
    """Return where the address ends whose words end at `end`."""
    while text[end - 1] in _ENDS_OF_SENTENCES:
        end -= 1
    return end
