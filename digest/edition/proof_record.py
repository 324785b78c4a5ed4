"""What a proof showed of an edition, kept small: enough to tell editors what is another one in the next. Pure.

What is told word by word is kept as words, the rest as a hash of it. What an older version of the program kept in
another form is nothing to compare with.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import ClassVar

from pydantic import TypeAdapter, ValidationError

from digest.edition.cards import Card
from digest.edition.model import Edition
from digest.edition.parts import parts_of

NOT_OF_THE_LETTER = frozenset({"id", "file", "subject", "sections", "preheader", "note", "marks", "unread", "repeats"})
"""Fields of an edition that stand elsewhere in a record, or in no letter."""
_HASHED = 16


@dataclass(frozen=True, slots=True)
class ShownPick:
    """One card: what is told of it in words, and hashes of its summary, its picture and all else that it shows."""

    url: str
    section: str
    title: str
    lead: bool
    summary: str
    picture: str
    rest: str
    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class ProofRecord:
    """An edition as a proof showed it; `parts` maps its other parts, as the picks file calls them, to their hashes.

    `fingerprint` is empty in that of a draft. `appeal` is a hash of the newsroom's, empty where the letter has none.
    """

    fingerprint: str
    subject: str
    preheader: str
    note: str
    appeal: str
    picks: tuple[ShownPick, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    __pydantic_config__: ClassVar = {"extra": "forbid"}


def record_of(edition: Edition, cards: Iterable[Card], appeal: object, fingerprint: str = "") -> ProofRecord:
    """Return the record of an edition; `appeal` is what its letters ask for, in any form, None for nothing."""
    asks = appeal is not None and "appeal" not in edition.without
    return ProofRecord(
        fingerprint=fingerprint,
        subject=edition.subject,
        preheader=edition.preheader,
        note=_hash(_without_places(edition.note)) if edition.note else "",
        appeal=_hash(appeal) if asks else "",
        picks=tuple(map(_shown, cards)),
        parts=_other_parts(edition),
    )


def to_json(record: ProofRecord) -> str:
    """Return a record as text."""
    return json.dumps(asdict(record), ensure_ascii=False)


def from_json(text: str) -> ProofRecord | None:
    """Return the record that a text holds; None where it is in no form that this version knows."""
    try:
        return _adapter().validate_json(text)
    except ValidationError:
        return None


@cache
def _adapter() -> TypeAdapter[ProofRecord]:
    return TypeAdapter(ProofRecord)


def _shown(card: Card) -> ShownPick:
    picture = card.picture
    return ShownPick(
        url=card.url,
        section=card.section,
        title=card.title,
        lead=card.lead,
        summary=_hash(card.summary) if card.summary else "",
        picture=_hash((picture.url, picture.alt, picture.credit)) if picture else "",
        rest=_hash((card.byline, card.kicker, card.topics, card.language, card.reading_minutes, card.related)),
    )


def _other_parts(edition: Edition) -> dict[str, str]:
    names = [one.name for one in fields(edition) if one.name not in NOT_OF_THE_LETTER]
    parts = parts_of(Edition)
    found = {}
    for name in names:
        value = getattr(edition, name)
        if value not in (None, "", (), False):
            many = value if isinstance(value, tuple) and name in parts else (value,)
            found[name] = _hash(tuple(map(_without_places, many)))
    looks = tuple(section.look for section in edition.sections)
    return found | ({"looks": _hash(looks)} if any(looks) else {})


def _without_places(part: object) -> object:
    """Return a part as if it stood at no place of its file: what moved by a line shows the same."""
    known = getattr(part, "__dataclass_fields__", {})
    bare = {name: one.default for name, one in known.items() if not one.compare or name == "mark"}
    return replace(part, **bare) if bare else part  # type: ignore[type-var]


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:_HASHED]
