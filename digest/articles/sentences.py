"""Where sentences end, in the languages newspapers of Europe are written in and in those without spaces. Pure.

A full stop ends no sentence behind an abbreviation, an initial or, where ordinals are written so, behind a number.
"""

import re
from collections.abc import Mapping

_END = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]+[\"'»”’“)\]]*(?:\s»)?)\s+(?=[\"'«“„‘(\[¿¡—–-]{0,2}\s?(?:[^\W\d_a-zà-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľłńņňōŏőœŕřśŝşšţťũūŭůűųŵŷźżžа-џґα-ώ]"
    r"|\d))|(?P<own>[。！？؟۔।॥]+[」』”’)）]*)\s*"
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[„“«\"'’])([^\s(\[„“«\"'’]+)$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]\.$")
_LOOKED_BACK = 60
"""Characters before a full stop that tell whether it ends a sentence."""
_NUMBER = re.compile(r"^\d{1,4}\.$|^[IVX]{1,5}\.$")
_ORDINALS = frozenset(("de", "da", "no", "fi", "cs", "sk", "pl", "hu", "sl", "hr", "sr", "et", "lv", "is", "tr", "bs"))
_ABBREVIATED: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "": "dr prof st vs etc inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec "
        "approx dept u.s u.k u.n e.u",
        "en": "mr mrs ms mx rev hon sen rep gov gen col lt sgt capt cmdr adm maj pres supt fr jr sr messrs mt ft bros "
        "ed eds est univ u.s.a d.c a.m p.m e.g i.e cf al ave blvd rd mon tue wed thu fri sat sun",
        "de": "z.b u.a d.h u.ä o.ä v.a i.d.r bzw ca usw evtl ggf inkl exkl zzgl nr str abs art bd hrsg jh jhd mio mrd "
        "tsd tel min max sog vgl dipl ing hl frl hr fr phil med jur geb gest verh",
        "ru": "г гг т.е т.к т.д т.п т.н др пр им ул пер пл д стр см рис напр млн млрд тыс руб коп чел акад доц канд ст "
        "п пп в вв н.э р р-н обл гор пос с кв",
        "uk": "р рр ін ім вул пров бул просп тис млн млрд грн напр див та т.д т.зв тзв м обл с ст акад доц",
        "be": "г гг і.г.д інш вул тыс млн млрд руб напр гл",
        "bg": "г гг т.е т.н др ул бул млн млрд хил лв напр вж",
        "sr": "г god tzv npr dr str ul mil mlrd itd tj г год тзв нпр др стр ул мил млрд итд тј",
        "fr": "m mme mlle mm me av bd env p.ex c.-à-d ste",
        "es": "sr sra srta dña d uds ud ee.uu p.ej pág núm av avda excmo art dra sto sta",
        "pt": "sr sra dra exmo av pág ex art núm",
        "it": "sig sig.ra sigg dott dott.ssa avv ing prof.ssa ecc pag art",
        "nl": "dhr mevr mw drs mr ir bijv o.a d.w.z m.b.t blz nl i.v.m t.o.v e.d",
        "da": "bl.a f.eks osv ca kl mr dvs jf pkt nr",
        "no": "bl.a f.eks osv ca kl mr dvs jf pkt nr",
        "sv": "bl.a t.ex m.fl m.m d.v.s o.s.v ca kl nr s.k",
        "fi": "esim mm ym jne ns klo n",
        "pl": "np m.in tzn tzw itd itp ul al godz r w ks gen płk zł tys mln mld św",
        "cs": "tzv např tj mj atd apod č r str ul nám mil mld tis kč",
        "sk": "tzv napr tj atď apod č r str ul nám mil mld tis",
        "hr": "tzv npr dr str ul mil mlrd itd tj",
        "sl": "t.i npr dr str ul itd oz",
        "hu": "stb kb pl ill ún özv u",
        "ro": "dl nr str art lit",
        "tr": "örn vb vd bkz av doç",
    }.items()
}
"""Abbreviations of all languages, and of each, without the stop at their end."""


def sentences(text: str, language: str = "") -> list[str]:
    """Return the sentences of one paragraph, with their ends."""
    found, begins = list[str](), 0
    for end in _END.finditer(text):
        upto = end.end("stop") if end["stop"] else end.end("own")
        if end["stop"] and not _ends(text[max(begins, upto - _LOOKED_BACK) : upto], end["stop"], language):
            continue
        found.append(text[begins:upto].strip())
        begins = end.end()
    rest = text[begins:].strip()
    return [*found, rest] if rest else found


def shorten(text: str, longest: int, language: str = "") -> str:
    """Return `text` cut to `longest` characters at the end of a sentence, or of a word where the first is longer."""
    if len(text) <= longest:
        return text
    kept = 0
    for sentence in sentences(text[: longest + _LOOKED_BACK], language):
        end = text.find(sentence, kept) + len(sentence)
        if end > longest:
            break
        kept = end
    if kept:
        return text[:kept].strip()
    cut = text[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–—-") + "…"


def is_whole(text: str) -> bool:
    """Return whether a text ends as a sentence does, and is not cut off."""
    return bool(re.search(r"[.!?。！？؟۔।][\"'»”’“)\]」』]*(?:\s»)?$", text)) and not text.endswith(("...", "…"))


def _ends(sentence: str, stop: str, language: str) -> bool:
    """Return whether the full stop at the end of `sentence` ends it."""
    if not stop.startswith(".") or stop.startswith(("..", ".…")) or len(stop) > 1:
        return True
    word = _LAST_WORD.search(sentence)
    if not word:
        return True
    last = word[1].casefold()
    if _NUMBER.match(word[1]):
        return language not in _ORDINALS
    abbreviated = _ABBREVIATED[""] | _ABBREVIATED.get(language, frozenset())
    is_initial = bool(_INITIALS.match(word[1])) and (word[1][0].isupper() or len(word[1]) == len("z."))
    return not (is_initial or last.rstrip(".") in abbreviated)
