"""How long a text takes to read. Pure.

Words a minute: Brysbaert 2019, 238 for English prose. Where no spaces part words, by characters: 500 a minute for
Chinese and Japanese, 550 for Korean syllables would be counted as words, 900 for Thai, Khmer, Lao and Burmese.
"""

import re

WORDS_PER_MINUTE = 238
_BY_SIGNS = ((re.compile("[぀-ヿ㐀-鿿]"), 500), (re.compile("[฀-໿က-႟ក-៿]"), 900))


def count_words(text: str) -> int:
    """Return how many words `text` has; where no spaces part them, two signs are one."""
    words = 0.0
    for signs, _ in _BY_SIGNS:
        text, count = signs.subn(" ", text)
        words += count / 2
    return round(words) + len([word for word in text.split() if any(map(str.isalnum, word))])


def reading_minutes(text: str) -> int:
    """Return how long `text` takes to read, in whole minutes, at least 1; 0 for no text."""
    minutes = 0.0
    for signs, per_minute in _BY_SIGNS:
        text, count = signs.subn(" ", text)
        minutes += count / per_minute
    minutes += len(text.split()) / WORDS_PER_MINUTE if re.search(r"\w", text) else 0
    return -int(-minutes // 1) if minutes else 0
