"""The picks file of a correction as it begins: what was wrong, for an editor to go over. Pure."""

import json

from digest.calendar.edition_id import corrected

_LINES = """\
# A correction of the letter {first}, for the readers who got that letter and still want letters.
# Put right what it says, then:
{steps}
subject: {subject}
{language}corrections:
  - {words}
# Nobody is asked for support in a correction; delete this line if readers are to be.
without: [banner, appeal]
"""


def correction_steps(*, is_approved: bool) -> tuple[str, ...]:
    """Return the commands from a draft to its readers; `is_approved` where letters must be."""
    return ("check", "build", "proof", *(("approve",) if is_approved else ()), "send")


def correction_text(edition: str, language: str, subject: str, words: str, *, is_approved: bool) -> str:
    """Return the text of a correction's file; `words` say what was wrong, `language` is empty where the letter's is."""
    steps = correction_steps(is_approved=is_approved)
    return _LINES.format(
        first=corrected(edition),
        steps="\n".join(f"#   digest {step} {edition}" for step in steps),
        subject=_quoted(subject),
        language=f"language: {language}\n" if language else "",
        words=_quoted(words),
    )


def _quoted(text: str) -> str:
    """Return a text between double quotes, which mean in YAML what they do in JSON."""
    return json.dumps(text, ensure_ascii=False)
