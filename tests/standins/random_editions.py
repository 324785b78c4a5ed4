"""Editions as nobody would write them, and somebody will: drawn from a seed, the same each time.

One pick or forty, words that never end, nothing but emoji, languages from right to left, text that is code to somebody.
"""

import json
import random
from dataclasses import dataclass, replace

from digest.articles.model import Article, Image
from digest.edition.lock import Lock
from digest.edition.model import LOOKS, Edition
from digest.edition.picks_file import parse
from digest.problem import stop_the_letter
from tests.standins.letters import EDITION, HOST
from tests.standins.random_blocks import random_blocks, random_sponsor
from tests.standins.random_words import LANGUAGES, RandomWords


@dataclass(frozen=True, slots=True)
class RandomEdition:
    """An edition that the program takes, what was read of its pages, and the addresses its text part must show."""

    edition: Edition
    lock: Lock
    addresses: tuple[str, ...]


def random_edition(seed: int) -> RandomEdition:
    """Return the edition of a seed."""
    drawn = _Drawn(random.Random(seed))
    table = drawn.table()
    edition, problems = parse(json.dumps(table, ensure_ascii=False), f"editions/{EDITION}.yaml", EDITION)
    assert edition is not None, (seed, problems)
    assert not stop_the_letter(problems), (seed, [str(problem) for problem in problems])
    articles = tuple(drawn.article(pick.url) for pick in edition.picks())
    edition = replace(edition, sponsor=random_sponsor(drawn) if "sponsor" not in edition.without else None)
    return RandomEdition(edition, Lock(EDITION, articles), tuple(drawn.addresses))


class _Drawn(RandomWords):
    def table(self) -> dict[str, object]:
        """Return what stands in the picks file."""
        count = self.chance.choice((1, 1, 2, 3, 5, 8, 12, 12, 20, 40))
        sections = min(count, self.chance.randint(1, 5))
        picks = [self.pick(number) for number in range(count)]
        table: dict[str, object] = {
            "subject": self.words(3, 10),
            "language": self.language,
            "sections": [self.section(at, picks[at::sections]) for at in range(sections)],
        }
        if self.chance.random() < 0.5:
            table["preheader"] = self.words(3, 9)
        return table | random_blocks(self)

    def section(self, number: int, picks: list[dict[str, object]]) -> dict[str, object]:
        """Return a section of some look."""
        section: dict[str, object] = {"name": f"{self.words(1, 2)} {number}", "picks": picks}
        return section | {"look": self.chance.choice(LOOKS)} if self.maybe(0.4) else section

    def pick(self, number: int) -> dict[str, object]:
        """Return one pick: its address alone, or with any of the editor's own words."""
        pick: dict[str, object] = {"url": self.address(number)}
        for key, longest in (("title", 14), ("summary", 50), ("byline", 6), ("kicker", 3)):
            if self.chance.random() < 0.5:
                pick[key] = self.words(1, longest)
        if self.chance.random() < 0.2:
            pick["topics"] = [self.words(1, 2) for _ in range(2)]
        if self.chance.random() < 0.15:
            pick["related"] = [{"title": self.words(2, 8), "url": self.address(number + 500)}]
        if self.chance.random() < 0.2:
            pick["language"] = self.chance.choice(LANGUAGES)
        return pick

    def article(self, url: str) -> Article:
        """Return what a page says that was read, or nothing but a headline."""
        if self.chance.random() < 0.1:
            return Article(url=url, title=self.words(1, 12))
        size = self.chance.choice(((1200, 800), (1200, 675), (600, 900), (0, 0), (90, 90)))
        image = Image(
            f"{HOST}pictures/{self.chance.randint(1, 99)}.jpg", *size, self.words(1, 25), "", self.words(1, 3)
        )
        return Article(
            url=url,
            title=self.words(1, 25),
            authors=tuple(self.words(1, 3) for _ in range(self.chance.choice((0, 1, 1, 2, 6)))),
            summary=self.words(3, 60),
            image=image if self.chance.random() < 0.8 else None,
            language=self.chance.choice((*LANGUAGES, self.language, self.language, "")),
            site=self.words(1, 2),
            topics=tuple(self.words(1, 2) for _ in range(3)),
            reading_minutes=self.chance.choice((0, 1, 7, 90)),
        )
