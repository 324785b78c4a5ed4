"""A summary of at most 240 characters, out of what the page offers: standfirst, description, first sentences. Pure.

The page's own words beat every algorithm, and the first sentences that are neither a quotation nor a question beat
every other algorithm (measured on CNN/DailyMail). What says nothing about the story is passed over: captions, slogans,
requests to subscribe, the headline again, a text that was cut off.
"""

import re
from collections.abc import Iterable, Sequence

from digest.articles import credit
from digest.articles.headline import folded
from digest.articles.sentences import is_whole, sentences, shorten
from digest.characters import one_line

MAX_LENGTH = 240
_ENOUGH = 110
_SCRAP = 40
_LOOKED_AT = 3_000
_QUOTE = ("“", '"', "«", "„", "‘", "'", "—", "–", "- ")
_TAIL = re.compile(r"\s+[|｜»]\s+[^|｜»]*$")
_LABEL = re.compile(
    r"^(?:(?:analysis|opinion|comment|commentary|exclusive|breaking|live|watch|video|podcast"
    r"|explainer|interview|review|update[d]?|feature"
    r"|analyse|kommentar|meinung|exklusiv|liveticker|eilmeldung|análisis|opinión|exclusiva|analisi"
    r"|opinie|анализ|мнение|эксклюзив|інтерв'ю|ексклюзив)\s*[:|–—]\s+"
    r"|[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Яa-zà-þа-я .,-]{2,30}\s*\((?:AP|AFP|Reuters|dpa|CNN|EFE|ANSA|Xinhua|TASS"
    r"|UPI|AAP)(?:/\w+)?\)\s*[-–—:]+\s*)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\b(?:accept|use[sd]?|using|our) cookies\b|\bsubscribe (?:to|now|here|today|for)\b|\bsubscribers? only\b"
    r"|\bsign (?:up (?:for|to|here)|in to)\b|\blog in to\b|\b(?:our|free|weekly|daily) newsletters?\b|\bfollow us\b"
    r"|\bwatch history\b|personal,? non-?commercial use|all rights reserved"
    r"|\bterms (?:of|and) (?:use|service|conditions)\b"
    r"|\bprivacy policy\b|\benable javascript\b|\byour browser\b|\bad ?blocker\b|\badvertisement\b|\bclick here\b"
    r"|\bread more\b|\bdownload (?:the|our) app\b|\bthis (?:copy|content|page) (?:is|was|has)\b"
    r"|\b(?:jetzt|hier) (?:abonnieren|lesen|anmelden|registrieren)\b|\babonnieren sie\b|\bweiterlesen\b"
    r"|\bnewsletter (?:abonnieren|anmelden)\b|\bsuscr[ií]bete\b|\bregístrate\b|\binicia sesión\b|\babonnez-vous\b"
    r"|\binscrivez-vous\b|\babbonati\b|\biscriviti\b|подпи(?:шитесь|сывайтесь)|читайте также|підпишіться|читайте також"
    r"|\ball the latest\b|\blatest (?:news|headlines)\b|\bbreaking news,|\bstay up to date\b|\bfind out more\b",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"^-?\s*(?:file|archive|archival|undated|handout|stock)?[- ]?(?:photo|image|picture|foto"
    r"|archivbild|symbolbild|bild|фото)\b|\((?:archive|file|stock|illustrati\w+)[- ]?(?:photo|image"
    r"|picture)?\)"
    r"|\((?:archivbild|archivfoto|symbolbild|symbolfoto|архив\w*)\)|\bfile (?:photo|image|picture)\b"
    r"|\barchivbild\b|\bsymbolbild\b|\bpictured\b.{0,30}$",
    re.IGNORECASE,
)


_LONGEST_PARAGRAPH = 20_000
"""Characters: more are no paragraph, and take long to look through."""


def summarise(
    offers: Sequence[tuple[str, str]], text: str, not_summary: Iterable[str], language: str = ""
) -> tuple[str, str]:
    """Return a summary and where it comes from, each empty where nothing says anything about the story.

    `offers` are the page's own words with their sources, the best first; `text` is the story, a paragraph a line;
    `not_summary` are the headline and other texts that say no more than the card does.
    """
    said = {folded(one) for one in not_summary if one}
    for source, offered in offers:
        bare = _bare(offered)
        if _says_something(bare, said) and len(bare) >= _SCRAP:
            kept = shorten(bare, MAX_LENGTH, language)
            if is_whole(kept) or not bare.endswith(("...", "…")):
                return one_line(kept), source
    opening = _opening(text, said, language)
    return (opening, "body") if opening else ("", "")


def _bare(text: str) -> str:
    """Return a text without a label before it, and without a request behind it."""
    text = _LABEL.sub("", text.strip())
    tail = _TAIL.search(text)
    return text[: tail.start()].strip() if tail and len(text[: tail.start()]) >= _SCRAP else text


def _says_something(text: str, said: set[str]) -> bool:
    return (
        bool(text)
        and folded(text) not in said
        and not _BOILERPLATE.search(text)
        and not _PICTURE.search(text)
        and not credit.split(text)[1]
    )


def _opening(text: str, said: set[str], language: str) -> str:
    """Return the first sentences that are no quotation, question or scrap."""
    kept = ""
    for whole in text.split("\n"):
        paragraph = whole[:_LONGEST_PARAGRAPH]
        if not is_whole(paragraph.strip()) or not _says_something(_bare(paragraph), said):
            if kept:
                break
            continue
        for sentence in sentences(_bare(paragraph)[:_LOOKED_AT], language):
            if (len(sentence) < _SCRAP and not kept) or sentence.startswith(_QUOTE) or sentence.endswith(("?", "？")):
                continue
            if kept and len(kept) + len(sentence) + 1 > MAX_LENGTH:
                return one_line(kept)
            kept = f"{kept} {sentence}".strip()
            if len(kept) >= _ENOUGH:
                return one_line(shorten(kept, MAX_LENGTH, language))
    return one_line(shorten(kept, MAX_LENGTH, language))
