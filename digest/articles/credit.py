"""Who took a picture, out of what stands below it: `Oru, Tuesday. Photo: Lena Koval / AFP`. Pure."""

import re

from digest.articles.people import is_certain_name

_WORD = (
    r"photo(?:graph(?:er|y|s)?|s)?(?:\s+(?:credit|courtesy|illustration))?|image(?:\s+credit)?"
    r"|picture|pic|illustration|credits?|source|courtesy"
    r"|(?:symbol|archiv|agentur|titel|presse)(?:foto|bild)|foto(?:s|grafie|graf(?:in|ía|ia)?)?|bild(?:quelle|nachweis|rechte)?|quelle|copyright"
    r"|fotocredit|crédits?(?:\s+photo)?|fotoğraf|zdjęcie|fot\.|kép|kuva|valokuva"
    r"|bilde|billede|isithombe|사진(?:\s*출처)?"
    r"|фото(?:граф(?:ія|ия)?)?|снимок|изображение|світлина|зображення"
)
_NAMED = re.compile(
    rf"(?:^|(?<=[\s.,;|(\[–—-]))(?P<word>{_WORD})(?:\s+(?:by|von|par|por|de|di))?\s*(?:[:|/©=]\s*)(?P<name>[^\s:].{{1,99}})$",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"(?:^|(?<=[\s.,;|(\[–—-]))(?P<word>{_WORD})\s+(?:by|von|par|por|(?<=courtesy )of)\s+(?P<name>\S.{{1,99}})$",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"(?P<word>©|&copy;|\(c\)|\bcopyright\s*(?=[:©]|\d{4}))\s*:?\s*(?:©\s*)?(?:\d{4}\s+)?(?P<name>\S.{1,79})$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(\[]\s*([^()\[\]]{3,80})\s*[)\]]\s*\.?$")
_AGENCY = re.compile(
    r"\b(?:AP|AFP|Reuters|Getty|dpa|EPA|EFE|ANSA|Bloomberg|Alamy|Shutterstock|iStock|Unsplash|Pexels"
    r"|Pixabay|Wikimedia|Wikipedia|imago|picture alliance"
    r"|Associated Press|Agence France|PA|PA Media|PA Wire|Rex|ZUMA|Xinhua|TASS|ТАСС|РИА|Sputnik"
    r"|NurPhoto|Anadolu|AA|APA|Keystone|KEYSTONE|Magnum|Redux|SIPA|UPI|CNN|BBC|NASA"
    r"|Flickr|Adobe|stock\.adobe\.com|Depositphotos|AAP|CP|The Canadian Press|Postmedia|Handout|Courtesy|Library"
    r"|Museum|ullstein|ddp|NTB|TT|Ritzau|CTK|ČTK|PAP|MTI|Ukrinform|KCNA|IMAGO|Scanpix|공동취재단|연합뉴스|뉴시스|뉴스1|共同通信社|共同通信|時事通信|ロイター|新华社|中新社|УНІАН|Укрінформ|УНИАН)\b"
)
_TAIL = re.compile(r"(?:^|(?<=[.!?…»”\"])\s+|\s{2,}|\s[|–—]\s)([^.!?…|]{3,80})\.?$")
"""What stands behind the last sentence of a caption, or is all of it."""
_LABEL = re.compile(
    rf"^(?:(?:{_WORD})(?:\s*[:/=]|\s+(?:by|von|par|por|of)\b|\s+[–—-]\s|\s+(?=©))|(?:©|\(?c\)|copyright\b)(?:\s*(?:19|20)\d{{2}}(?=\s+[^\W\d_]))?|by\b|via\b)\s*:?\s*",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"[\s.,;–—-]*\b(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados"
    r"|tutti i diritti riservati|все права защищены)\b\.?|(?<=\w)\s+\d{7,}$",
    re.IGNORECASE,
)
"""What stands in credits and is nobody: rights, the number of a picture in an archive."""
_AROUND = " \t\n[]{}.,;:|–—/"
_SMALL = frozenset(
    ("via", "by", "of", "for", "the", "and", "und", "et", "y", "from", "-", "&", "von", "der", "de", "la", "di", "da")
)
"""Words with a small letter that stand inside of credits."""
_SLASHED = re.compile(r"[^\W\d_][\w.'’ -]{2,40}\s?/\s?[\w.'’ -]{2,40}")
_HANDLE = re.compile(r"@?[\w.-]{3,30}\s+[–—|/-]\s+|@?[\w.-]{3,30}\s?/\s?")
"""What people are called at an agency where everybody sells pictures: `lena_k / stock.adobe.com`."""
_LONGEST, _MOST_WORDS, _LONGEST_CAPTION = 120, 8, 1_000


def split(caption: str) -> tuple[str, str]:
    """Return a caption without the credit at its end, and the credit; what names nobody stays a caption."""
    whole = " ".join(caption[:_LONGEST_CAPTION].replace("（Ｃ）", "© ").split())
    handle = _HANDLE.match(whole)
    if handle and _AGENCY.fullmatch(whole[handle.end() :].strip()):
        return "", tidy(whole)
    for form in (_NAMED, _BY, _SIGN):
        named = form.search(whole)
        if named and _begins_a_credit(whole, named) and (credit := tidy(named["name"])):
            return _end(whole[: named.start("word")]), credit
    bracket, tail = _BRACKET.search(whole), _TAIL.search(whole)
    if bracket and (_is_credit(bracket[1]) or is_certain_name(bracket[1].strip())):
        return _end(whole[: bracket.start()]), tidy(bracket[1])
    if tail and _is_credit(tail[1]):
        return _end(whole[: tail.start(1)]), tidy(tail[1])
    return caption, ""


def tidy(credit: str) -> str:
    """Return a credit without the word for picture, photograph or rights before it, and without brackets around it."""
    bare, before = _NO_NAME.sub("", credit[:_LONGEST_CAPTION]).strip(_AROUND), ""
    while bare != before:
        before, bare = bare, _without_brackets(_LABEL.sub("", bare).strip(_AROUND))
    return bare[:_LONGEST]


def _without_brackets(text: str) -> str:
    """Return a text without brackets around all of it, and without one that has no other."""
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text[1:-1].strip(_AROUND)
    if text.startswith("(") and text.count("(") > text.count(")") and not text.lower().startswith("(c)"):
        return text[1:].strip(_AROUND)
    return text[:-1].strip(_AROUND) if text.endswith(")") and text.count(")") > text.count("(") else text


def _begins_a_credit(caption: str, named: re.Match[str]) -> bool:
    """Return whether a word for a picture begins a credit: with a capital or a sign, or where a sentence begins."""
    before, word = caption[: named.start("word")].rstrip(), named["word"]
    begins = not before or not word[0].islower() or before[-1] in '.!?…|([–—-»”"©;,/'
    return begins and not named["name"][:1].isdecimal()


def _is_credit(text: str) -> bool:
    """Return whether the end of a caption is a credit: it names an agency, or a person and somebody behind a slash.

    Nothing else may stand there: a sentence about an agency is a caption.
    """
    if len(text.split()) > _MOST_WORDS or not (_AGENCY.search(text) or _SLASHED.fullmatch(text)):
        return False
    rest = re.split(r"[\s/|,]+", _AGENCY.sub(" ", text).strip())
    return all(not word[:1].islower() or word in _SMALL for word in rest if word)


def _end(caption: str) -> str:
    return caption.strip(" \t\n–—-|([,;:")
