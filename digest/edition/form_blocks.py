"""The blocks in the form of an edition: quote, number of the week, events, corrections, topics and related links. Pure.

Fields are named as those of `digest.edition.form`: `quote.text`, `events.0.title`, `pick.3.related.0.url`. Behind the
entries that there are stands an empty one, for another; one whose words are all deleted goes. An entry of which nothing
can be read has no words that anybody could delete: it stays as it is in the file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from digest.characters import one_line
from digest.edition.changes import Kept, SetBlock, SetEntries, SetPart, SetTopics, Words
from digest.edition.model import Edition

PARTS: Mapping[str, tuple[str, ...]] = {
    "quote": ("text", "by", "url"),
    "number_of_the_week": ("figure", "text", "url"),
}
ENTRIES: Mapping[str, tuple[str, ...]] = {"events": ("title", "when", "where", "url"), "corrections": ("text", "url")}
RELATED = ("title", "url")
_PARTING = ",;\n،、"
_PARTED = re.compile(f"[{_PARTING}]")


def block_changes(edition: Edition, fields: Mapping[str, str]) -> Iterator[SetBlock]:
    """Yield what the fields of blocks want; those that were not sent are as they were."""
    for key, keys in PARTS.items():
        names = [f"{key}.{word}" for word in keys]
        old = words_of_block(edition, key)[0]
        if any(name in fields for name in names) and (new := _words(fields, key, keys, old)) != old:
            yield SetPart(key, new)
    for key, keys in ENTRIES.items():
        yield from _entries(fields, key, keys, words_of_block(edition, key), None)
    for number, pick in enumerate(edition.picks()):
        yield from _entries(fields, "related", RELATED, words_of_block(edition, "related", number), number)
        topics = fields.get(f"pick.{number}.topics")
        if topics is not None and one_line(topics) != one_line(", ".join(pick.topics)):
            yield SetTopics(number, parted(topics, pick.topics))


def words_of_block(edition: Edition, key: str, pick: int | None = None) -> tuple[Words, ...]:
    """Return the words of a block, or of a pick's related links, an entry each; of a part that is none, empty ones."""
    holder: object = edition if pick is None else list(edition.picks())[pick]
    keys = PARTS.get(key) or ENTRIES.get(key) or RELATED
    found = getattr(holder, key)
    entries: Sequence[object] = (found,) if key in PARTS else found
    return tuple(tuple((word, str(getattr(one, word, ""))) for word in keys) for one in entries)


def parted(topics: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the topics that were typed into one field, each once; those `known` before may have commas in them."""
    whole = "|".join(re.escape(topic) for topic in sorted(known, key=len, reverse=True) if _PARTED.search(topic))
    one = rf"\s*({whole or '(?!)'})\s*(?=[{_PARTING}]|$)|([^{_PARTING}]+)"
    return tuple(dict.fromkeys(filter(None, (one_line(found[1] or found[2]) for found in re.finditer(one, topics)))))


def _entries(
    fields: Mapping[str, str], key: str, keys: Sequence[str], old: tuple[Words, ...], pick: int | None
) -> Iterator[SetEntries]:
    at = key if pick is None else f"pick.{pick}.{key}"
    entries = [_entry(words, _words(fields, f"{at}.{number}", keys, words)) for number, words in enumerate(old)]
    more = _words(fields, f"{at}.{len(old)}", keys, tuple((word, "") for word in keys))
    if _has_any(more):
        entries.append(more)
    if any(one is not Kept.AS_IT_IS for one in entries):
        yield SetEntries(key, tuple(entries), pick)


def _entry(old: Words, new: Words) -> Words | Kept | None:
    """Return what becomes of an entry: it goes where it had words, and has none any more."""
    if new == old:
        return Kept.AS_IT_IS
    return new if _has_any(new) else None


def _words(fields: Mapping[str, str], at: str, keys: Sequence[str], old: Words) -> Words:
    """Return the words that were typed, as they were where a field holds the same, or was not sent."""
    before = dict(old)
    typed = {word: fields.get(f"{at}.{word}", before[word]).strip() for word in keys}
    return tuple(
        (word, before[word] if one_line(typed[word]) == one_line(before[word]) else typed[word]) for word in keys
    )


def _has_any(words: Words) -> bool:
    return any(word for _, word in words)
