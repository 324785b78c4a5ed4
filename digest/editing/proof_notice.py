"""What a proof says above the letter: whether it can go out, when, to how many, how large it is, who approved it.

Pure.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from digest.counted import counted
from digest.delivery.audience import Audience
from digest.delivery.counts import Report
from digest.editing.build import Built
from digest.editing.readiness import Readiness
from digest.letter.blocks.notice import Notice
from digest.letter.preflight import SizeLimits, sizes
from digest.letter.slots import SLOT
from digest.problem import Severity

_LINK = re.compile(r'href="(https?://[^"]+)"')


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a proof says beside the letter.

    `when` it goes out in words, to whom, and why not to so many or few; what the `last` edition was like, how large
    letters may be, and whether this one needs an approval.
    """

    when: str
    audience: Audience
    audience_fault: str
    last: Report | None
    limits: SizeLimits
    approval_required: bool


def proof_notice(found: Readiness, around: Surroundings, first: str = "") -> Notice:
    """Return the notice; raises `InputProblems` when there is no letter."""
    built = found.made()
    faults = [str(problem) for problem in found.problems]
    faults += [around.audience_fault] if around.audience_fault else []
    stops = around.audience_fault or any(problem.severity is Severity.ERROR for problem in found.problems)
    words = "Nothing stops this letter." + (" Look at:" if found.problems else "")
    return Notice(
        heading=f"Proof of edition {built.edition}",
        paragraphs=tuple(filter(None, (first, "This cannot go out yet:" if stops else words))),
        faults=tuple(faults),
        rows=(*_about_the_letter(built, around), *_about_the_audience(built, around), *_approval(found, built, around)),
        above=True,
    )


def _about_the_letter(built: Built, around: Surroundings) -> list[tuple[str, str]]:
    letter = built.letters[0]
    size, most = sizes(letter).html_bytes, around.limits.html_bytes
    links = [link for link in dict.fromkeys(_LINK.findall(letter.html)) if SLOT not in link]
    hosts = {urlsplit(link).hostname or "" for link in links}
    return [
        ("goes out", around.when),
        ("size", f"{size / 1_000:.0f} kB of HTML, {most / 1_000:.0f} kB at most"),
        ("links", f"{len(links)} to {counted(len(hosts), 'site')}: {', '.join(sorted(hosts))}"),
        ("languages", ", ".join(other.variant.language for other in built.letters)),
    ]


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


def _approval(found: Readiness, built: Built, around: Surroundings) -> list[tuple[str, str]]:
    """Return who must approve, or did, and whose own word does not count."""
    rows = [("approved by", ", ".join(found.approved_by))] if found.approved_by else []
    if found.is_unapproved or (around.approval_required and not found.approved_by):
        whom = f" by somebody else than {found.last_editor}" if found.last_editor else ""
        rows.append((f"must be approved{whom}", f"digest approve {built.edition} --by NAME"))
    return [*rows, ("fingerprint", built.fingerprint[:12])]
