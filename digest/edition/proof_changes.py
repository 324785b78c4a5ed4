"""What is another one in an edition than in the last proof of it, in words for editors. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from digest.counted import counted
from digest.edition.proof_record import ProofRecord, ShownPick

MOST_LINES = 12
"""How many changes a proof lists: who gets more to read on a phone reads none."""
_LONGEST = 120
_NAMES = {
    "in_this_issue": "the list of headlines",
    "number": "the number in the masthead",
    "number_of_the_week": "the number of the week",
    "most_read": "the most read",
    "order": "the order of the blocks",
    "without": "which blocks are left out",
    "looks": "the look of sections",
    "kind": "its kind",
}
"""Parts that are called otherwise than their key."""
ELSEWHERE = (
    "the letter is another one, though its edition says the same: the settings, a template or the program was changed"
)


def changes(before: ProofRecord, now: ProofRecord) -> list[str]:
    """Return what was changed, a line each, the most important first; none where readers would get the same."""
    found = [*_words(before, now), *_picks(before.picks, now.picks), *_rest(before, now)]
    both = before.fingerprint and now.fingerprint
    if not found and both and before.fingerprint != now.fingerprint:
        return [ELSEWHERE]
    return found


def listed(lines: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """Return no more than `most` lines, and then how many there are beside those."""
    left = len(lines) - most
    return [*lines[:most], f"and {counted(left, 'more change')}"] if left > 0 else list(lines)


def _words(before: ProofRecord, now: ProofRecord) -> Iterator[str]:
    yield from _line("subject", before.subject, now.subject)
    yield from _line("preheader", before.preheader, now.preheader)
    yield from _part("the editor’s note", before.note, now.note)


def _line(noun: str, before: str, now: str) -> Iterator[str]:
    if before == now:
        return
    if before and now:
        yield f"{noun}: {_quoted(now)}; it was {_quoted(before)}"
    else:
        yield f"{noun} added: {_quoted(now)}" if now else f"{noun} taken out: {_quoted(before)}"


def _part(noun: str, before: str, now: str) -> Iterator[str]:
    if before != now:
        yield f"{'changed' if before and now else 'added' if now else 'taken out'}: {noun}"


def _picks(before: Sequence[ShownPick], now: Sequence[ShownPick]) -> Iterator[str]:
    """Yield what was changed of the picks, each known by its address; one that is there twice by its first."""
    old, new = {pick.url: pick for pick in reversed(before)}, {pick.url: pick for pick in reversed(now)}
    yield from (f"added to {pick.section}: {_quoted(pick.title)}" for pick in now if pick.url not in old)
    yield from (f"taken out of {pick.section}: {_quoted(pick.title)}" for pick in before if pick.url not in new)
    stay = [pick for pick in dict.fromkeys(now) if pick.url in old and new[pick.url] is pick]
    for pick in stay:
        yield from _card(old[pick.url], pick)
    places = {pick.url: number for number, pick in reversed(list(enumerate(before)))}
    moved = _moved(stay, [places[pick.url] for pick in stay])
    for pick in stay:
        was, section = old[pick.url].section, pick.section
        if was != section:
            yield f"moved from {was} to {section}: {_quoted(pick.title)}"
        elif pick in moved:
            yield f"moved to another place in {section}: {_quoted(pick.title)}"
    for pick in stay:
        if pick.lead and not old[pick.url].lead:
            yield f"leads the letter now: {_quoted(pick.title)}"


def _moved(picks: Sequence[ShownPick], places: Sequence[int]) -> list[ShownPick]:
    """Return the fewest of `picks` that were moved, by the places they had; where one goes up, not all others go down.

    Those of the longest series that rises stay (patience sorting).
    """
    tops, at, before = list[int](), list[int](), dict[int, int]()
    for number, place in enumerate(places):
        pile = bisect_left(tops, place)
        tops[pile : pile + 1], at[pile : pile + 1] = [place], [number]
        before[number] = at[pile - 1] if pile else -1
    stays, last = set[int](), at[-1] if at else -1
    while last >= 0:
        stays.add(last)
        last = before[last]
    return [pick for number, pick in enumerate(picks) if number not in stays]


def _card(before: ShownPick, now: ShownPick) -> Iterator[str]:
    if before.title != now.title:
        yield f"headline: {_quoted(now.title)}; it was {_quoted(before.title)}"
    of = _quoted(now.title)
    for noun, was, is_now in (("summary", before.summary, now.summary), ("picture", before.picture, now.picture)):
        if was != is_now:
            verb = "another" if was and is_now else "now with a" if is_now else "now without a"
            yield f"{verb} {noun}: {of}"
    if before.rest != now.rest:
        yield f"byline, kicker, topics or links changed: {of}"


def _rest(before: ProofRecord, now: ProofRecord) -> Iterator[str]:
    for name in dict.fromkeys((*now.parts, *before.parts)):
        noun = _NAMES.get(name, f"the {name.replace('_', ' ')}")
        yield from _part(noun, before.parts.get(name, ""), now.parts.get(name, ""))
    yield from _part("the appeal", before.appeal, now.appeal)


def _quoted(words: str) -> str:
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + '…'}”"
