"""Words and addresses as nobody would write them, and somebody will: drawn at random from a seed."""

import random
from collections.abc import Iterable

from tests.standins.letters import HOST

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


_LONG, _MOST_OF_A_LINE, _MOST = 30, 280, 4_900
"""From so many words on text is long, as a summary is; what is one line to the program may have 300 characters."""


class RandomWords:
    """Draws words mostly of one language; `addresses` are those it drew, each of which the text part must show."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.language = chance.choice(LANGUAGES)
        self.addresses: list[str] = []

    def maybe(self, share: float) -> bool:
        """Return True in so many cases of one."""
        return self.chance.random() < share

    def address(self, number: int) -> str:
        """Return the address of a page: short, or longer than a line of text."""
        tail = "-".join(self.chance.choices(_ENGLISH.split(), k=self.chance.choice((1, 3, 30))))
        found = f"{HOST}2026/11/{number}/{tail}" + self.chance.choice(("", "", "?id=1&part=2", "?q=a%20b%22c"))
        self.addresses.append(found)
        return found

    def words(self, least: int, most: int) -> str:
        """Return words of one sort, or of several."""
        count = self.chance.randint(least, most)
        text = " ".join(self._word() for _ in range(count))
        return text[: _MOST_OF_A_LINE if most < _LONG else _MOST].strip()

    def _word(self) -> str:
        sort = self.chance.random()
        if sort < 0.03:
            return self.chance.choice(_PLAIN[self.chance.choice(("he", "ar", "fa", "ru", "zh"))].split())
        if sort < 0.75:
            return self.chance.choice(_PLAIN.get(self.language, _ENGLISH).split())
        if sort < 0.85:
            return self.chance.choice(_EMOJI) * self.chance.choice((1, 1, 12))
        if sort < 0.92:
            return self.chance.choice(_HOSTILE)
        return _endless(self.chance, "abcdefghijklmnopqrstuvwxyzéßЖщ漢ש")


def _endless(chance: random.Random, letters: Iterable[str]) -> str:
    return "".join(chance.choices(list(letters), k=chance.choice((30, 60, 120))))
