"""The headers that tell programs what kind of mail this is, the same on every road. Pure.

`Precedence: list` and `X-Auto-Response-Suppress` (Microsoft, [MS-OXCMAIL] 2.2.3.2.14) keep out-of-office programs from
answering a whole list, `Auto-Submitted` (RFC 3834) from answering a single mail.
"""

from digest.delivery.mail import Letter
from digest.mime.headers import phrase

_NO_ANSWERS = {"X-Auto-Response-Suppress": "OOF, AutoReply"}


def letter_headers(letter: Letter, title: str, base_url: str) -> dict[str, str]:
    """Return these headers of a letter to a list, which is named `title` and has its pages at `base_url`."""
    host = base_url.partition("://")[2].partition("/")[0].partition(":")[0]
    return {
        "List-Id": f"{phrase(letter.sender or title)} <digest.{host}>",
        "Precedence": "list",
        **_NO_ANSWERS,
        "Content-Language": letter.variant.language,
    }


def single_headers(language: str) -> dict[str, str]:
    """Return these headers of a single mail."""
    return {"Auto-Submitted": "auto-generated", **_NO_ANSWERS, "Content-Language": language}
