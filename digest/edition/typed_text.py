"""What the text behind a key means as people type it: what stands there, but for quotes around all of it. Pure.

YAML reads a colon, a hash, a percent sign or a second pair of quotes as its own; here they are text. Text that YAML
reads as one quoted scalar means what it means there. Quotes are told apart by what stands beside them: one that opens
has a space or nothing before it, one that closes has one behind it.
"""

import re
from dataclasses import dataclass

_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SINGLE = re.compile(r"'(?:[^']|'')*'(?!')", re.DOTALL)
_BACKSLASH = re.compile(
    r"(?P<typed>(?<![^\W_])[A-Za-z]:\\n(?=[^\W_]))"
    r'|\\(?:["/\\n]|\n[ \t]*(?:\\ )?|[rt](?![^\W_])|x[0-9A-Fa-f]{2}|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}'
    r"|U00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}|(?P<other>))"
)
"""A backslash and what it escapes where a program writes quotes. One that was typed stays: `typed` is the folder of a
drive (`C:\\news`), in `other` are those that programs do not write."""
_NOTHING_MORE = re.compile(r"\s*|\s+#.*")
_LEFT_OVER = re.compile(r"\s*[,;]\s*")
_LOOKS_LIKE_COMMENT = re.compile(r"(?<!\s)\s{2,}#\s+(?=[^\W\d_])")
_BESIDE_OPENING = re.compile(r"[\s(\[{<\-–—/…]")
_BESIDE_CLOSING = re.compile(r"[\s)\]}>\-–—/….,;:!?%]")
_ELISION = re.compile(r"['’](?:\d|(?:tis|twas|twere|til|till|cause|em|n)\b)", re.IGNORECASE)
_DOUBLES, _SINGLES, _ANGLES = '"“”„‟', "'‘’‚‛", "«»"


@dataclass(frozen=True, slots=True)
class TypedText:
    """What a value means: `source` says it in YAML. `remark` tells what was understood.

    `fault` says why nobody can know; then `at` is the place in the value, and `instead` is what to write.
    """

    source: str
    remark: str = ""
    fault: str = ""
    at: int = 0
    instead: str = ""


def quoted(text: str) -> str:
    """Return `text` as one line of YAML in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def end_of_quotes(text: str) -> int:
    """Return where the quoted scalar ends that `text` begins with, as YAML reads it; -1 where it reads none.

    Behind it nothing but a comment stands on its last line, and every backslash in it means something.
    """
    found = (_DOUBLE if text.startswith('"') else _SINGLE).match(text)
    if not found or not _NOTHING_MORE.fullmatch(text[found.end() :].partition("\n")[0]):
        return -1
    is_typed = any(sign.lastgroup for sign in _BACKSLASH.finditer(found[0]))
    return -1 if text.startswith('"') and is_typed else found.end()


def is_closed(text: str) -> bool:
    """Return whether text that begins with a quote has the one that closes it, whatever follows."""
    return (_DOUBLE if text.startswith('"') else _SINGLE).match(text) is not None


def is_text_after_hash(text: str) -> bool:
    """Return whether text that begins with a hash is a tag or a number (`#MeToo`, `# 1`), and no comment."""
    return re.match(r"#(?:[^\s#]|\s+\d)", text) is not None


def typed_text(value: str) -> TypedText:
    """Return what `value`, all that is typed behind a key, means as text."""
    if not value:
        return TypedText("")
    if value[0] in "\"'" and end_of_quotes(value) > 0:
        return TypedText(_on_one_line(value))
    if value[0] in _DOUBLES + _SINGLES:
        return _in_quotes(value)
    if value[0] == "«" and value[-1] == "»" and not set(value[1:-1]) & set(_ANGLES):
        return TypedText(quoted(value), remark="the « » around the text stay, and readers see them")
    return _plain(value)


def _on_one_line(scalar: str) -> str:
    """Return a quoted scalar with the new lines in it as YAML writes them on one line."""
    if "\n" not in scalar:
        return scalar
    return scalar.replace("\n", "\\n") if scalar[0] == '"' else quoted(scalar[1:-1].replace("''", "'"))


def _plain(value: str) -> TypedText:
    comment = _LOOKS_LIKE_COMMENT.search(value)
    if not comment:
        return TypedText(quoted(value))
    text, rest = value[: comment.start()], value[comment.start() :]
    what = "what follows the `#` may be text for readers or a comment for yourself"
    return TypedText(quoted(value), fault=what, at=value.index("#", comment.start()), instead=_shown(text) + rest)


def _in_quotes(value: str) -> TypedText:
    """Return what text means that begins with a quote and is no quoted scalar of YAML."""
    marks = _DOUBLES if value[0] in _DOUBLES else _SINGLES
    is_straight = value[0] in "\"'"
    left_over = _LEFT_OVER.fullmatch(value[_end(value) :]) if is_straight else None
    if left_over:
        remark = f"the `{left_over[0].strip()}` behind the quotes was left out"
        return TypedText(_on_one_line(value[: _end(value)]), remark)
    if value[-1] in marks and len(value) > 1:
        inner = value[1:-1]
        inner = inner.replace('\\"', '"') if marks == _DOUBLES else inner.replace("''", "'")
        order = _order(inner, marks)
        if _is_paired(order, marks):
            remark = (
                "" if is_straight and value[-1] == value[0] else "the typographic quotes around the text were taken off"
            )
            return TypedText(quoted(inner.strip()), remark)
        return TypedText(quoted(value)) if order == ")(" * (len(order) // 2) else _unclear(value)
    if _ELISION.match(value) or _order(value[1:], marks):
        return TypedText(quoted(value))
    return _unclear(value) if is_straight else TypedText(quoted(value))


def _end(value: str) -> int:
    """Return where the first pair of straight quotes ends as YAML reads it."""
    found = (_DOUBLE if value[0] == '"' else _SINGLE).match(value)
    return found.end() if found else 0


def _unclear(value: str) -> TypedText:
    """Return the fault of quotes of which nobody can know which belong together."""
    others = [place for place, sign in enumerate(value[1:], 1) if sign == value[0]]
    if others:
        what, at = "nobody can know which of the quotes on this line belong together", others[0]
        instead = _typographic(value.strip(value[0])) if len(others) > 1 else value.strip(value[0])
    else:
        what, at, instead = f"the {value[0]} that opens here is never closed", 0, value[1:]
    return TypedText(quoted(value), fault=what, at=at, instead=_shown(instead))


def _typographic(text: str) -> str:
    """Return `text` with every straight double quote as the typographic one it most likely is."""
    return re.sub(r'(?:(?<=^)|(?<=[\s(\[]))"(?=\S)', "“", text).replace('"', "”")


def _shown(text: str) -> str:
    """Return text as an editor should write it: in double quotes, unless it has some."""
    return text.strip() if '"' in text or "\\" in text else f'"{text.strip()}"'


def _order(text: str, marks: str) -> str:
    """Return the quotes in `text` in their order, `(` for one that opens and `)` for one that closes."""
    found = ""
    for place, sign in enumerate(text):
        if sign not in marks:
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        starts = not before or _BESIDE_OPENING.match(before) is not None or before in _DOUBLES + _SINGLES + "«"
        ends = not after or _BESIDE_CLOSING.match(after) is not None or after in _DOUBLES + _SINGLES + "»"
        if starts and not (ends and after):
            found += "("
        elif ends:
            found += ")"
        elif marks == _DOUBLES:
            found += "?"  # in the middle of a word
    return found


def _is_paired(order: str, marks: str) -> bool:
    """Return whether quotes stand in pairs, one behind the other; single ones may all be apostrophes."""
    if marks == _SINGLES and len(set(order)) <= 1:
        return True
    return order == "()" * (len(order) // 2)
