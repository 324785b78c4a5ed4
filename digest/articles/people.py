"""The names in a line that says who wrote an article: `By Anna Adler, Reuters, and Boris Brand (bb)`. Pure.

Lines are written by people and by programs, in many languages, with job titles, places, handles and dates between the
names. A line is cut only where that is certain: what may be one name (`Puig i Cadafalch`) stays one.
"""

import re
from collections.abc import Iterable

_BY = re.compile(
    r"^(?:(?:written|words|story|reporting|report|text|texte|texto|testo|analysis|opinion|review|interview|podcast"
    r"|presented|posted|published)\s+(?:and photographs\s+)?(?:by|von|par|por|di)"
    r"|by|byline|por|par|door|yazan|írta|kirjoittaja|tekst|text|texte|texto"
    r"|testo|autor:in(?:nen)?|autore?s?|autora|auteurs?|authors?"
    r"|автор(?:ы|и|ка)?|текст|від|от автора|written|geschrieben von|ein gastbeitrag von|gastbeitrag "
    r"von|eine? \w+ von)"
    r"(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_BY_OR_NAME = re.compile(r"^(?:von|vom|av|af|od|от|ze|van)\s+(?=\S+\s+\S)", re.IGNORECASE)
_SHORT_BY = frozenset(("von", "vom", "av", "af", "od", "van", "par", "di", "de"))
_BY_IN_ITALIAN = re.compile(r"^[Dd][ia]\s+(?=[^\W\d_a-z][^\s,]*\s+[^\W\d_a-z])")
_BY_IN_ROMANCE = re.compile(r"^[Dd][iea]\s+(?=[^\W\d_a-z][^\s,]*\s+[^\W\d_a-z])")
_ROMANCE = {"it": _BY_IN_ITALIAN} | dict.fromkeys(("fr", "es", "pt", "ca", "ro"), _BY_IN_ROMANCE)
"""What else means `by` in a language, before two words with a capital: in Italian `De Luca Anna` is a whole name."""
_WIDE = re.compile(r"[\t\n]\s*|\s{3,}")
_OUTSIDE = re.compile(r"\s*(?:;|\||·|•|—|–|\n|\t|\s-\s|\s/\s)\s*")
_AND = re.compile(
    r"\s*,?\s+(?:and|und|og|och|et|ja|ve|with|mit|con|avec|и|та|й|і|oraz|en|sowie)\s+|\s*&\s*"
    r"|\s*＆\s*|\s+(?:AND|And|UND|Und|ET|И)\s+",
)
_AND_BETWEEN_NAMES = re.compile(r"\s+(?:y|e|i|a)\s+")
_COMMAS = re.compile(r"\s*[,，、،]\s*")
_SLASH = re.compile(r"\s*/\s*")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*")
_INITIAL_AT_END = re.compile(r"(?:^|\s|\.)[^\W\d_]$|\b(?:Jr|Sr)$")
_ADDRESS = re.compile(r"(?<!\S)\S*@\S*|https?://\S+|\bwww\.\S+")
_PARTICLES = re.compile(r"^(?:(?:de|di|da|del|della|van|von|der|den|la|le|el|al)\s+)+", re.IGNORECASE)
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_ROLE = re.compile(
    r"\b(?:reporter|editor|correspondent|contributor|columnist|writer|producer|photographer"
    r"|journalist|staff|bureau|freelance"
    r"|analyst|critic|director|chief|professor|fellow|researcher|team|desk|newsroom|editorial"
    r"|redakteur(?:in)?|korrespondent(?:in)?|reporterin|autorin|chefredakt\w*|volont\w+|leiter(?:in)?|ressort\w*"
    r"|redacción|redacci[oó]n|rédaction|redazione|redacc?\w*|redaktion(?:en)?|redakcja|redakce"
    r"|corresponsal|journaliste"
    r"|корреспондент|редакци[яи]|журналист(?:ка)?|редактор|обозреватель|редакція|кореспондент(?:ка)?)\b",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"\b(?:latest|kommentar|publié|publicado|mis à jour|foto|photo|photos|image|images|getty|follow"
    r"|share|e-?mail|subscribe|view|all posts|read|more|updated?|published|posted|minutes?"
    r"|comments?|print"
    r"|folgen|teilen|artikel|lesezeit|minuten|uhr|stand|aktualisiert|veröffentlicht|profile?|bio"
    r"|contact|click|here|sign up"
    r"|подпис\w*|читать|обновлено|поделиться)\b",
    re.IGNORECASE,
)
_AGENCIES = frozenset(
    [
        "afp",
        "ap",
        "apa",
        "ansa",
        "bbc",
        "belga",
        "bloomberg",
        "cnn",
        "ctk",
        "čtk",
        "dpa",
        "efe",
        "epd",
        "hina",
        "hdp",
        "interfax",
        "kna",
        "lusa",
        "mia",
        "mti",
        "ntb",
        "pa",
        "pap",
        "reuters",
        "ria",
        "ritzau",
        "rferl",
        "sda",
        "sid",
        "sta",
        "tass",
        "tt",
        "unian",
        "upi",
        "xinhua",
        "ukrinform",
        "укринформ",
        "укрінформ",
        "уніан",
        "тасс",
        "риа",
        "interpress",
    ]
)
_TITLE_BEHIND = re.compile(r"(?<=\S)\s*(?:기자|특파원|논설위원|선임기자|記者|特派員|編集委員)$")
_PARTICLE = re.compile(
    r"^(?:[Aa]l|[Bb]en|[Bb]in|[Dd][aei]|[Dd]el|[Dd]ella|[Dd]os|[Dd]u|[Ee]l|[Ll][ae]|[Tt]en|[Tt]er"
    r"|[Vv][ao]n|[Zz]u[mr]?|y|e|i|of|the|for)$"
)
_LEAST_WORDS, _USUAL_WORDS, _MOST_WORDS = 2, 5, 6
_LONGEST, _LONGEST_AGENCY, _LONGEST_LINE = 60, 8, 500


def people(line: str, language: str = "") -> list[str]:
    """Return the names in a line, each once, in its order; none where it names nobody.

    `language` decides what is no name at its beginning (`Di Anna Rossi` in Italian).
    """
    found: list[str] = []
    for outside in _OUTSIDE.split(_ADDRESS.sub(" ; ", _BRACKETS.sub(" ", _WIDE.sub(" ; ", line[:_LONGEST_LINE])))):
        bare = _without_by(outside.strip(" ,:"), language)
        for piece in _AND.split(bare):
            found += _between_commas(_without_by(piece, language))
    return list(dict.fromkeys(name for name in map(_tidy, found) if is_name(name)))


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a person or an agency: no address, date, job or words of a page."""
    words = text.split()
    if not words or len(text) > _LONGEST or len(words) > _MOST_WORDS or _DIGIT.search(text) or _HOST.match(text):
        return False
    if (found := _SCREEN.search(text)) and not (found.start() > 0 and _is_capital(words)):
        return False
    if not words[0][:1].isalpha() and words[0][:1] not in "'’":
        return False
    if _BY.fullmatch(f"{text} ") or (_ROLE.search(text) and len(words) <= _LEAST_WORDS and not _is_capital(words)):
        return False
    return len(text) > 1


def is_certain_name(text: str) -> bool:
    """Return whether a text is written as names of people are: two to five words, each with a capital."""
    words = text.split()
    return (
        is_name(text) and _LEAST_WORDS <= len(words) <= _USUAL_WORDS and not _ROLE.search(text) and _is_capital(words)
    )


def _is_capital(words: Iterable[str]) -> bool:
    return all(word[:1].isupper() or not word[:1].islower() or _PARTICLE.match(word) for word in words)


def _without_by(text: str, language: str) -> str:
    """Return a line without the word for `by` before its names; one that may begin a name stays before one word."""
    text = text.strip()
    forms = (_BY, _BY_OR_NAME, *((_ROMANCE[language],) if language in _ROMANCE else ()))
    for form in forms:
        text = form.sub("", text)
    first, _, rest = text.partition(" ")
    return rest if first.lower() in _SHORT_BY and is_agency(rest) else text


def _between_commas(piece: str) -> list[str]:
    """Return the names in a piece without a word for `and`: jobs and places behind a name are left out."""
    parts = [part for part in _COMMAS.split(piece) if part.strip()]
    parts = [name for part in parts for name in _two_names(part)]
    last_first = [part for part in parts if _PARTICLES.sub("", part).count(" ") == 0 and part[-1:].isalpha()]
    single = [part for part in last_first if _PARTICLES.sub("", part)[:1].isupper() and not is_agency(part)]
    if single == parts and len(parts) == len(("Adler", "Anna")):
        return [" ".join(reversed(parts))]
    whole = [part for part in parts if len(part.split()) > 1 or is_agency(part) or is_uncased(part)] or parts[:1]
    return [part for part in whole if not _is_job(part)] or whole[:1]


def is_uncased(text: str) -> bool:
    """Return whether a name is written in a script without capitals, where one word is a whole name."""
    return not any(sign.isupper() or sign.islower() for sign in text)


def _two_names(part: str) -> list[str]:
    """Return the names on both sides of a short word or slash that stands inside names, too, if both are whole."""
    for between in (_AND_BETWEEN_NAMES, _SLASH):
        names = between.split(part)
        if len(names) > 1 and all(len(name.split()) > 1 or is_agency(name) for name in names):
            return names
    return [part]


def is_agency(text: str) -> bool:
    """Return whether a name is that of a news agency, or an abbreviation as agencies have."""
    return text.casefold() in _AGENCIES or (text.isupper() and 1 < len(text) <= _LONGEST_AGENCY and text.isalpha())


def _is_job(text: str) -> bool:
    return bool(_ROLE.search(text)) and not text.casefold().startswith("the ")


def _tidy(name: str) -> str:
    bare = _TITLE_BEHIND.sub("", name.strip(" ,.;:-–—|/*•\"'“”"))
    return f"{bare}." if _INITIAL_AT_END.search(bare) and f"{bare}." in name else bare
