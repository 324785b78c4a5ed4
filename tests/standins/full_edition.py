"""An edition that has every block a letter can have, as an editor writes it."""

from digest.edition.model import Edition
from digest.edition.sponsors_file import parse_sponsors, with_sponsor
from tests.standins.written import written

EVERY_KEY = """\
number: 142
in_this_issue: yes
note:
  by: "Marta Kovač"
  portrait: https://lantern.example/pictures/wardrobe.jpg
  text: |
    Good morning,

    today Kasva votes *in the open*.
briefs:
  - "Tram line 4 will run all night on Friday."
number_of_the_week:
  figure: "201 km"
  text: "is how long the Nerva is, and how far the councillors walked along it."
  url: https://lantern.example/nerva
quote:
  text: "“Nobody was fined, because everybody sang it.”"
  by: "Ilse Brandt, conductor"
  url: https://lantern.example/2026/choir
podcasts:
  - title: "How a river is counted"
    url: https://lantern.example/podcasts/river
    length: "38 min"
    picture: https://lantern.example/pictures/vote.jpg
    alt: "A microphone above water"
videos:
  - title: "The night tram"
    url: https://lantern.example/videos/tram
    length: "4:10"
events:
  - title: "Open desk"
    when: "Thursday, December 3, 18:00"
    where: "online"
    url: https://lantern.example/desk
  - title: "Readers' evening"
    when: "Saturday"
most_read:
  - title: "Where the harvest went"
    url: https://lantern.example/2026/harvest
  - title: "A wardrobe full of books, and the people who carried it down four flights of stairs"
    url: https://lantern.example/2026/wardrobe
topics:
  - title: "Elections"
    url: https://lantern.example/topics/elections
  - title: "The river Nerva"
    url: https://lantern.example/topics/nerva
corrections:
  - "The Nerva is 201 kilometres long, not 210."
"""
PICKS = """\
      - url: https://lantern.example/2026/{0}-1
        title: "Why I still write letters to a council that does not answer"
        summary: "A column about patience, stamps and a clerk who reads."
        byline: "Vera Lind"
        picture: https://lantern.example/pictures/wardrobe.jpg
        alt: "Vera Lind"
        credit: "Anna Berg"
      - url: https://lantern.example/2026/{0}-2
        title: "The price of bread is not a number"
        summary: "What statistics leave out, and who pays for it."
        byline: "Oskar Tamm"
      - url: https://lantern.example/2026/{0}-3
        title: "Three bridges, one engineer"
        summary: "All of them stand."
        picture: https://lantern.example/pictures/vote.jpg
        alt: "A bridge"
"""
EVERY_LOOK = f"""\
sections:
  - name: News
    picks:
      - https://lantern.example/2026/vote
      - https://lantern.example/2026/council
  - name: Opinion
    look: opinion
    picks:
{PICKS.format("opinion")}
  - name: Culture
    look: columns
    fill:
      source: lantern.example
      tag: "Culture"
      up_to: 3
      filled: 2026-11-26
    picks:
{PICKS.format("columns")}
"""
SPONSORS = """\
- from: 2026-11-20
  to: 2026-11-27
  label: "Sponsored by Nerva Books"
  words: "A shop that posts books to anybody, anywhere, in a plain envelope."
  url: https://books.example/
  picture: https://lantern.example/pictures/council.jpg
  alt: "A shelf"
  size: 1036x583
"""


def full_edition() -> Edition:
    """Return the edition, with its sponsor."""
    return with_sponsor(written(EVERY_KEY, EVERY_LOOK), parse_sponsors(SPONSORS))[0]
