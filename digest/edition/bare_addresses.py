"""Addresses that stand in words as they are, which mail programs link by themselves: where each begins and ends. Pure.

An address goes on to a space, quote or angle bracket, or to a bracket that was opened before it; what ends a sentence
is not of it. https://github.github.com/gfm/#autolinks-extension- is the model.
"""

import re
from collections.abc import Iterator

SCHEME = re.compile(r"(?<![^\W_])https?(?=://(?:[^\W_]|\[[0-9a-f:]))", re.IGNORECASE)
_BEFORE_AN_END = re.compile(r"""[^\s\x00-\x1f\x7f<>"`«»“”„‘’]+""")
_CLOSED_BY = {"(": ")", "[": "]"}
_ENDS_OF_SENTENCES = ".,;:!?…'"


def bare_addresses(text: str) -> Iterator[str]:
    """Yield every web address in plain text, in order."""
    at = 0
    while found := SCHEME.search(text, at):
        at = end_of_address(text, found.start())
        yield text[found.start() : at]


def end_of_address(text: str, start: int) -> int:
    """Return where the address ends that begins at `start`."""
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
