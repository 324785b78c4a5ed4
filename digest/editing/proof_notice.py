"""What a proof says above the letter: whether it can go out, when, to whom, what changed, who must approve it.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import Locale

from digest.counted import counted
from digest.delivery.audience import Audience
from digest.delivery.counts import Report
from digest.delivery.mail import Letter
from digest.editing.build import Built
from digest.editing.links_today import web_links
from digest.editing.readiness import Readiness
from digest.edition.approval_rule import ApprovalRule
from digest.letter.blocks.notice import Notice
from digest.letter.inbox_line import InboxLine
from digest.letter.preflight import SizeLimits, sizes
from digest.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a proof says beside the letter.

    Where it `stands` and `when` it goes out, in words; to whom, and why not to so many or few; what the `last` edition
    was like; how large letters may be; who may approve. `changes` are those since the last proof, behind the sentence
    that says since when; `inbox` is what mail programs show of it, `links` what was found of its links, in words.
    """

    stands: str
    when: str
    audience: Audience
    audience_fault: str
    last: Report | None
    limits: SizeLimits
    rule: ApprovalRule
    own_pages: str
    changes: Sequence[str] = ()
    inbox: Sequence[InboxLine] = ()
    links: str = ""


def proof_notice(found: Readiness, around: Surroundings, first: str = "") -> Notice:
    """Return the notice; raises `InputProblems` when there is no letter."""
    built, waits = found.made(), found.missing_approval
    faults = [str(problem) for problem in found.problems if problem is not waits]
    faults += [around.audience_fault] if around.audience_fault else []
    free = f"{waits.what[0].upper()}{waits.what[1:]}; nothing else stops it." if waits else "Nothing stops this letter."
    stops = around.audience_fault or found.faults
    words = free + (" Look at:" if faults else "")
    return Notice(
        heading=f"Proof of edition {built.edition}",
        paragraphs=tuple(filter(None, (first, "This cannot go out yet:" if stops else words))),
        faults=tuple(faults),
        rows=(
            ("where it stands", around.stands),
            ("goes out", around.when),
            *_about_the_audience(built, around),
            *_approval(found, built, around.rule),
            *_about_the_letter(built, around),
        ),
        above=True,
        since=next(iter(around.changes), ""),
        changes=tuple(around.changes[1:]),
        inbox=tuple(around.inbox),
    )


def language_notice(edition_id: str, letter: Letter, readers: int, problems: Sequence[Problem]) -> Notice:
    """Return what the letter in another language says above it: the rest stands in the first mail of the proof."""
    language = in_english(letter.variant.language)
    stops = any(problem.severity is Severity.ERROR for problem in problems)
    look = " This cannot go out yet:" if stops else " Look at:" if problems else ""
    same = f"The same letter for readers who wish {language}: the program's own words are in it. {_SEE}{look}"
    return Notice(
        heading=f"Proof of edition {edition_id}, in {language}",
        paragraphs=(same,),
        faults=tuple(str(problem) for problem in problems),
        rows=(("recipients", f"{readers:,}"), ("size", _size(letter))),
        above=True,
    )


_SEE = "All else about it stands in the other mail of this proof."


def in_english(language: str) -> str:
    """Return what a language is called in English; the tag of one that nobody knows."""
    try:
        return Locale.parse(language, sep="-").get_display_name("en") or language
    except ValueError:  # also Babel's own for a language it does not know
        return language


def problems_of(built: Built, letter: Letter) -> list[Problem]:
    """List what is wrong with the letter in another language, beside what is wrong with the first one."""
    if built.made is None:
        return []
    known = {problem.what for problem in built.problems}
    return [problem for problem in built.made.problems([letter]) if problem.what not in known]


def _about_the_letter(built: Built, around: Surroundings) -> list[tuple[str, str]]:
    letter = built.letters[0]
    most = around.limits.html_bytes
    links = web_links([letter], around.own_pages)
    hosts = {urlsplit(link).hostname or "" for link in links}
    rows = [
        ("size", f"{_size(letter)}, {most / 1_000:.0f} kB at most"),
        ("links", f"{len(links)} to {counted(len(hosts), 'site')}: {', '.join(sorted(hosts))}"),
    ]
    rows += [("asked today", around.links)] if around.links else []
    others = built.letters[1:]
    rows += [(f"in {in_english(one.variant.language)}", _in_short(built, one, around)) for one in others]
    return rows


def _in_short(built: Built, letter: Letter, around: Surroundings) -> str:
    """Return who gets the letter in another language, how large it is, and whether something is wrong with it."""
    readers = around.audience.languages.get(letter.variant.language, 0)
    who = counted(readers, "recipient") if readers else "nobody gets it"
    found = problems_of(built, letter)
    return f"{who}; {_size(letter)}; {counted(len(found), 'problem') if found else 'no problems of its own'}"


def _size(letter: Letter) -> str:
    return f"{sizes(letter).html_bytes / 1_000:.0f} kB of HTML"


def _about_the_audience(built: Built, around: Surroundings) -> list[tuple[str, str]]:
    audience = around.audience
    excluded = sorted(audience.excluded.items())
    rows = [("recipients", f"{audience.recipients:,}")]
    rows += [(f"excluded: {why.replace('_', ' ')}", f"{number:,}") for why, number in excluded]
    if around.last:
        more = audience.recipients - around.last.recipients
        nouns = "recipient" if abs(more) == 1 else "recipients"
        change = f"{more:+,} {nouns}; {counted(len(built.pages), 'pick')}, {around.last.picks} then"
        rows.append((f"since {around.last.edition}", change))
    return rows


def _approval(found: Readiness, built: Built, rule: ApprovalRule) -> list[tuple[str, str]]:
    """Return who must approve, or did, and whose own word does not count."""
    rows = [("approved by", ", ".join(found.approved_by))] if found.approved_by else []
    if found.is_unapproved or (rule.is_required and not found.approved_by):
        rows.append(("must be approved", _by_whom(rule, built.edition, found.last_editor or "")))
    return [*rows, ("fingerprint", built.fingerprint[:12])]


def _by_whom(rule: ApprovalRule, edition_id: str, barred: str) -> str:
    names = rule.names(barred)
    who = f"by {' or '.join(names)}, with the button or `digest approve {edition_id} --by {names[0]}`" if names else ""
    nobody = f"by somebody who may: digest approve {edition_id} --by NAME"
    return f"{who or nobody}{f'; not by {barred}, who saved it last' if barred else ''}"
