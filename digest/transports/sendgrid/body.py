"""Bodies of SendGrid's v3 Mail Send, as bytes of JSON. Pure.

A body is the letter once and, per reader, one address, one token, one name; the readers' part is built as text, because
only three harmless values differ. Every body is checked by rules of our own before it leaves: SendGrid takes some
faults silently and refuses others without a reason. Sources: the vendor's OpenAPI file of 2026-01, its reference pages
and measurements.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter, TransactionalMail
from digest.errors import DigestError
from digest.letter.slots import SLOT
from digest.mime.kind_headers import letter_headers, single_headers
from digest.transports.sendgrid.account import Account

MOST_RECIPIENTS = 1_000
MOST_BYTES = 30_000_000
_ADDRESS = r"[^\s\"\\<>,;:()\[\]@\x00-\x1f\x7f-\uffff]{1,64}@[A-Za-z0-9.-]{3,253}"
_ONE_ADDRESS = re.compile(_ADDRESS)
_ADDRESSES = re.compile(f"(?:{_ADDRESS}(?: |$))+")
_OPAQUE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_HEADER = 900
"""Characters; a line of a message has 998 at most (RFC 5322, 2.1.1)."""
_AT_ONCE = 100
"""So many readers become text at once: larger pieces go back to the system after each batch, and are fetched anew."""
_BEYOND_LATIN_1 = re.compile("[^\x00-\xff]")
_Json: TypeAlias = "str | bool | Sequence[_Json] | Mapping[str, _Json]"


class BodyUnsound(DigestError):
    """A body breaks a rule of SendGrid and must not leave."""


def letter_json(letter: Letter, account: Account, sandbox: bool) -> bytes:
    """Return the part of a body that is the same for all readers of `letter`, as a JSON object.

    Raises `BodyUnsound` for a letter that SendGrid would spoil.
    """
    for noun, part in (("text", letter.text), ("HTML", letter.html)):
        if (part or noun == "text") and not _BEYOND_LATIN_1.search(part):
            raise BodyUnsound(
                f"the {noun} part has no character beyond Latin-1, so SendGrid would choose a charset that "
                "Gmail cuts off"
            )
        if part.count(SLOT) != part.count(f"/{SLOT}"):
            raise BodyUnsound(f"the {noun} part holds `{SLOT}` outside of the readers' links")
    if SLOT in letter.subject or not letter.subject:
        raise BodyUnsound("the subject is empty or holds a reader's slot")
    return _json(_common_fields(letter, account, sandbox))


def batch_body(letter: bytes, batch: Batch, base_url: str) -> bytes:
    """Join the JSON of a batch's letter, as `letter_json` returns it, with one personalization per reader.

    Raises `BodyUnsound` for recipients whose values must not leave, and for a body that is too large.
    """
    check_recipients(batch)
    args = _json({"digest_edition": batch.edition, "digest_batch": f"{batch.number}.{batch.attempt}"})
    first, *others = [
        ",".join([_personalization(recipient, base_url) for recipient in batch.recipients[at : at + _AT_ONCE]]).encode()
        for at in range(0, len(batch.recipients), _AT_ONCE)
    ]
    head = (letter[:-1], b',"custom_args":', args, b',"personalizations":[')
    body = b"".join([*head, first, *[b"," + piece for piece in others], b"]}"])
    if len(body) > MOST_BYTES:
        raise BodyUnsound(f"a batch has {len(body)} bytes, more than SendGrid takes; lower `batch_size` in [delivery]")
    return body


def mail_body(mail: TransactionalMail, account: Account, sandbox: bool) -> bytes:
    """Return the body of a transactional mail; raises `BodyUnsound` when its address or its name must not leave."""
    if not _OPAQUE.fullmatch(mail.name) or not _ONE_ADDRESS.fullmatch(mail.to):
        raise BodyUnsound("the address or the name of a mail has a form that must not leave")
    personalization: _Json = {"to": [{"email": mail.to}], "custom_args": {"digest_delivery": mail.name}}
    return _json({**_common_fields(mail, account, sandbox), "personalizations": [personalization]})


def check_recipients(batch: Batch) -> None:
    """Check what differs per reader; raises `BodyUnsound`, which never names one."""
    if not 0 < len(batch.recipients) <= MOST_RECIPIENTS:
        raise BodyUnsound(f"a batch has {len(batch.recipients)} readers; SendGrid takes 1 to {MOST_RECIPIENTS}")
    _, addresses, deliveries, tokens, _ = zip(*batch.recipients, strict=True)
    if len(set(map(str.lower, addresses))) != len(addresses):
        raise BodyUnsound("an address stands twice in one batch")
    # all in one go, which is ten times faster than one by one
    opaque = _OPAQUE.fullmatch("".join((*tokens, *deliveries)))
    joined = " ".join(addresses)
    single = joined.count(" ") == len(addresses) - 1
    if not (opaque and single and _ADDRESSES.fullmatch(joined)):
        raise BodyUnsound("a reader's address or token has a form that must not leave")


def _personalization(recipient: Recipient, base_url: str) -> str:
    """Return one reader's part of a body; `check_recipients` has made sure that nothing in it needs escaping."""
    _, address, delivery, token, _ = recipient
    return (
        f'{{"to":[{{"email":"{address}"}}],"headers":{{"List-Unsubscribe":"<{base_url}/u/{token}>",'
        f'"List-Unsubscribe-Post":"List-Unsubscribe=One-Click"}},"substitutions":{{"{SLOT}":"{token}"}},'
        f'"custom_args":{{"digest_delivery":"{delivery}"}}}}'
    )


def _common_fields(letter: Letter | TransactionalMail, account: Account, sandbox: bool) -> dict[str, _Json]:
    """Return what every body has: sender, subject, both parts, and all tracking switched off."""
    html = [{"type": "text/html", "value": letter.html}] if letter.html else []
    return {
        "from": {"email": account.sender_address, "name": letter.sender or account.sender_name},
        **({"reply_to": {"email": account.reply_to}} if account.reply_to else {}),
        "subject": letter.subject,
        "headers": _headers(letter, account),
        "content": [{"type": "text/plain", "value": letter.text}, *html],
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
        **({"mail_settings": {"sandbox_mode": {"enable": True}}} if sandbox else {}),
    }


def _headers(letter: Letter | TransactionalMail, account: Account) -> dict[str, str]:
    """Return the headers that tell what kind of mail it is, each on one line; its Feedback-ID is SendGrid's own."""
    if isinstance(letter, TransactionalMail):
        return single_headers(letter.language)
    title = letter.envelope.title if letter.envelope else account.sender_name
    headers = letter_headers(letter, title, account.base_url)
    found = {name: value.replace("\r\n", "") for name, value in headers.items()}
    name = found["List-Id"]
    return found | {"List-Id": name if len(name) < _LONGEST_HEADER else name[name.rindex("<") :]}


def _json(value: _Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
