"""The picks file of a new edition as it begins: last week's sections, without their picks. Pure."""

from collections.abc import Sequence
from datetime import date

from digest.edition.model import Fill, Section
from digest.edition.typed_text import quoted

SCHEMA_FILE = "schema/edition.schema.json"
"""Where a newsroom keeps the schema of its editions, for programs that help to write them (`digest schema`)."""
SCHEMA_LINE = f"# yaml-language-server: $schema=../{SCHEMA_FILE}"
"""The first line of an edition's file: where editors such as VS Code find what can stand in it."""
FIRST_SECTIONS = (Section("News", ()), Section("Features", ()), Section("Analysis", ()))

_LINES = """\
{schema}
# The letter of {day}{like}.
# What is missing or wrong: digest check {edition}

subject: ""
# What an inbox shows behind the subject. Left out, it is the two
# headlines after the lead.
preheader: ""

# Below each `picks:` put the addresses of articles, one a line, each
# behind `- `. Your own words beat the page's, as in
#     - url: https://example.org/2026/11/25/harvest
#       summary: "Where the harvest went."
# and `lead: true` puts one story on top. Delete a section that has
# nothing this week.
sections:
"""


def new_edition_text(day: date, sections: Sequence[Section], like: str) -> str:
    """Return the text of a file for the letter of `day`, with the names, looks and fills of `sections`, in their order.

    `like` is the edition they are from; empty where there is none.
    """
    words = f", with the sections of {like}" if like else ""
    head = _LINES.format(schema=SCHEMA_LINE, day=f"{day:%A} {day.day} {day:%B %Y}", like=words, edition=day.isoformat())
    return head + "\n".join(map(_section, sections))


def _section(section: Section) -> str:
    look = f"    look: {section.look}\n" if section.look else ""
    return f"  - name: {quoted(section.name)}\n{look}{_fill(section.fill)}    picks:\n"


def _fill(fill: Fill | None) -> str:
    """Return what a section is filled with, to be filled anew."""
    if fill is None:
        return ""
    keys = {"source": fill.source and quoted(fill.source), "tag": fill.tag and quoted(fill.tag), "up_to": fill.up_to}
    return "    fill:\n" + "".join(f"      {key}: {value}\n" for key, value in keys.items() if value)
