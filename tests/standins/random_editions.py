"""Editions as nobody would write them, and somebody will: drawn from a seed, the same each time.

One pick or forty, words that never end, nothing but emoji, languages from right to left, text that is code to somebody.
"""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass

from digest.articles.model import Article, Image
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.problem import stop_the_letter
from tests.standins.letters import EDITION, HOST

LANGUAGES = ("en", "ru", "uk", "de", "he", "ar", "fa", "ka", "zh")
_PLAIN = {
    "he": "שלום עולם ספרייה בתוך ארון הבחירות נפתחו הבוקר בשש בעיר הגדולה",
    "ar": "مرحبا بالعالم مكتبة في خزانة فتحت صناديق الاقتراع صباح اليوم",
    "fa": "کتاب‌خانه‌ای در کمد می‌خواهیم رأی بدهیم و نان بخریم",
    "ru": "Библиотека в шкафу открыта с шести утра и до позднего вечера",
    "uk": "Бібліотека у шафі відчинена щодня, їжак і ґанок поруч",
    "de": "Donaudampfschifffahrtsgesellschaft Rindfleischetikettierungsüberwachung die Bücherei im Schrank",
    "ka": "ბიბლიოთეკა კარადაში ღიაა დილიდან საღამომდე",
    "zh": "衣柜里的图书馆从早上六点开到晚上全城的人都来借书",
}
_ENGLISH = "the council opens its books and nobody can hide a harvest from three hundred readers in Kasva"
_EMOJI = ("🗳️", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇺🇦", "👍🏽", "✊", "①", "\U0001f9d1\u200d\U0001f680")
_HOSTILE = (
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=document.title='hacked'>",
    '"><a href="javascript:alert(1)">',
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; &amp;amp; &#0;",
    "\\u{301} C:\\new\\table",
    "</td></tr></table></mj-raw>",
    "<!--[if mso]><![endif]-->",
    "]]> <![CDATA[",
    "e\u0301e\u0301 ก็ หิ่ क्षि",
    "co\u00adop\u00ader\u00ada\u00adtion",
    "' onmouseover='x",
    "%s %n ${HOME} `id`",
    "--8<--",
    "\u202bright\u202c \u200f",
)


_LONG, _MOST_OF_A_LINE = 30, 280
"""From so many words on text is long, as a summary is; what is one line to the program may have 300 characters."""


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
    return RandomEdition(edition, Lock(EDITION, articles), tuple(drawn.addresses))


class _Drawn:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.language = chance.choice(LANGUAGES)
        self.addresses: list[str] = []

    def table(self) -> dict[str, object]:
        """Return what stands in the picks file."""
        count = self.chance.choice((1, 1, 2, 3, 5, 8, 12, 12, 20, 40))
        sections = min(count, self.chance.randint(1, 5))
        picks = [self.pick(number) for number in range(count)]
        table: dict[str, object] = {
            "subject": self.words(3, 10),
            "language": self.language,
            "sections": [{"name": f"{self.words(1, 2)} {at}", "picks": picks[at::sections]} for at in range(sections)],
        }
        if self.chance.random() < 0.5:
            table["preheader"] = self.words(3, 9)
        if self.chance.random() < 0.6:
            table["note"] = {"by": self.words(1, 2), "text": self.words(4, 60)}
        if self.chance.random() < 0.5:
            table["briefs"] = [self.line(number) for number in range(self.chance.randint(1, 6))]
        if self.chance.random() < 0.4:
            table["corrections"] = [self.line(number + 50) for number in range(self.chance.randint(1, 2))]
        return table

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

    def line(self, number: int) -> dict[str, object]:
        """Return a brief or a correction."""
        words: dict[str, object] = {"text": self.words(3, 20)}
        return words | {"url": self.address(number + 900)} if self.chance.random() < 0.6 else words

    def address(self, number: int) -> str:
        """Return the address of a page: short, or longer than a line of text."""
        tail = "-".join(self.chance.choices(_ENGLISH.split(), k=self.chance.choice((1, 3, 30))))
        found = f"{HOST}2026/11/{number}/{tail}" + self.chance.choice(("", "", "?id=1&part=2", "?q=a%20b%22c"))
        self.addresses.append(found)
        return found

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

    def words(self, least: int, most: int) -> str:
        """Return words of one sort, or of several."""
        count = self.chance.randint(least, most)
        text = " ".join(self._word() for _ in range(count))
        return text[:_MOST_OF_A_LINE].strip() if most < _LONG else text

    def _word(self) -> str:
        sort = self.chance.random()
        if sort < 0.75:
            return self.chance.choice(_PLAIN.get(self.language, _ENGLISH).split())
        if sort < 0.85:
            return self.chance.choice(_EMOJI) * self.chance.choice((1, 1, 12))
        if sort < 0.92:
            return self.chance.choice(_HOSTILE)
        return _endless(self.chance, "abcdefghijklmnopqrstuvwxyzéßЖщ漢ש")


def _endless(chance: random.Random, letters: Iterable[str]) -> str:
    return "".join(chance.choices(list(letters), k=chance.choice((30, 60, 120))))
