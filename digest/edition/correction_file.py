"""The picks file of a correction as it begins: what was wrong, for an editor to go over. Pure."""

import json

_LINES = """\
# A correction of the letter {first}, for the readers who got that letter and still want letters.
# Put right what it says, then:
#   digest check {edition}
#   digest build {edition}
#   digest send {edition}
subject: {subject}
{language}corrections:
  - {words}
# Nobody is asked for support in a correction; delete this line if readers are to be.
without: [banner, appeal]
"""


def correction_text(edition: str, first: str, language: str, subject: str, words: str) -> str:
    """Return the text of a correction's file; `words` say what was wrong, `language` is empty where the letter's is."""
    return _LINES.format(
        first=first,
        edition=edition,
        subject=_quoted(subject),
        language=f"language: {language}\n" if language else "",
        words=_quoted(words),
    )


def _quoted(text: str) -> str:
    """Return a text between double quotes, which mean in YAML what they do in JSON."""
    return json.dumps(text, ensure_ascii=False)
