"""The language of a page: as it declares it, unless its text says otherwise. Pure.

A text is known by its script, by letters that only one language of that script has, and by its commonest words, which
no text of a hundred words can do without. Codes: ISO 639-1, https://www.iana.org/assignments/language-subtag-registry.
"""

import re
from collections import Counter
from collections.abc import Mapping

_CODE = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)
_MEANT: Mapping[str, str] = {
    "ua": "uk",  # the country's code
    "cz": "cs",
    "gr": "el",
    "jp": "ja",
    "kr": "ko",
    "cn": "zh",
    "dk": "da",
    "se": "sv",  # Northern Sami has no newspapers that a letter's pages were ever met in, Sweden's code is met daily
    "iw": "he",
    "in": "id",
    "nb": "no",
    "nn": "no",
    "deu": "de",
    "ger": "de",
    "eng": "en",
    "rus": "ru",
    "ukr": "uk",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
}
"""What people write for a language: countries, older codes, codes of three letters."""
_SCRIPTS = tuple(
    (re.compile(f"[{letters}]"), languages)
    for letters, languages in (
        ("ぁ-ヿ", ("ja",)),
        ("가-힣", ("ko",)),
        ("一-鿿", ("zh",)),
        ("ก-๛", ("th",)),
        ("Ͱ-Ͽ", ("el",)),
        ("Ա-֏", ("hy",)),
        ("Ⴀ-ჿ", ("ka",)),
        ("א-ת", ("he",)),
        ("ऀ-ॿ", ("hi", "mr", "ne")),
        ("ঀ-৿", ("bn",)),
        ("஀-௿", ("ta",)),
        ("ఀ-౿", ("te",)),
        ("ሀ-፿", ("am", "ti")),
        ("က-႟", ("my",)),
        ("ក-៿", ("km",)),
        ("Ѐ-ӿ", ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg")),
        ("؀-ۿ", ("ar", "fa", "ur", "ps", "ku")),
    )
)
"""Letters of a script, and the languages that are written in it; where kana stand, Chinese signs are Japanese."""
_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "ru": "и в не на что с по как это из он к но за для от его был же мы все она так они было которые",
        "uk": "і в не на що з та до як це у за для він від його є про але вони було які також або",
        "be": "і ў не на што з па як гэта да за для ён ад яго пра але яны было якія таксама або быў",
        "bg": "и на да се в не за от са че по с как тази който което ще беше до при като или може",
        "sr": "и у је да се на не за од су са који као то што био или али њих које ће",
        "mk": "и на да се во не за од што со по како тоа кој ќе беше до при или може ги",
        "kk": "мен және бұл үшін де да болып бір деп екен қазақстан жылы",
        "ky": "менен жана бул үчүн деп бир болуп кыргызстан жылы эле",
        "mn": "нь байна гэж юм бол болон энэ монгол улсын",
        "tg": "ва дар аз ба ки ин барои бо он аст шуд",
        "en": "the of and to in a is that for it was on with as he be at by from have this are not but they his",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden",
        "fr": "de la le et les des en un une du que est pour qui dans par sur pas plus au ce il sont avec",
        "es": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao são",
        "it": "di e il la che in un a per è una del con non si le da sono dei della al nel come più gli anche",
        "ca": "de la i el que a en els un una per les amb del no es al ha més dels com però aquest",
        "gl": "de a e o que do da en un unha os para con non as no na máis dos é ao pola polo",
        "nl": "de van een het en in is dat op te zijn voor met die niet aan er om ook als maar door ze bij",
        "da": "og i at det er en til af på for de med der den ikke som har et var jeg han men om vi blev efter",
        "no": "og i det er på som en for av å til at med de har ikke den om et var fra han men jeg etter ble",
        "sv": "och i att det som en på är av för med den till inte har de ett om men var jag han från så efter",
        "fi": "ja on ei että se hän oli mutta ovat myös kun kuin mukaan joka tai sen olla jo vain niin",
        "is": "og að í á er sem til það um við en af með fyrir hann ekki var þess eru hefur",
        "et": "ja on ei et see ka oli kui ta oma aga mis ning selle või nii veel pärast kes",
        "lv": "un ir ka no ar par uz kas arī to bet tas lai tika pēc gada šo kā vai nav",
        "lt": "ir kad yra su į iš tai bet kaip apie po buvo dėl jis taip ar už metų kurie",
        "pl": "i w na z nie się do to że o jest jak po co od za przez dla tym są był już ale tego oraz",
        "cs": "a v na se že je o s z do i to za ve jako pro by ale po podle jsou byl které také jeho",
        "sk": "a v na sa že je o s z do aj to za vo ako pre by ale po podľa sú bol ktoré tiež jeho",
        "sl": "in je v na da se za so ki z pa tudi po ne ni kot iz bi o od ob bil",
        "hr": "i je u na da se za su od s o kao koji što nije bi to ali iz će ne samo prema bio",
        "hu": "a az és hogy nem is egy ez volt de már meg csak el még mint van ki azt lesz szerint",
        "ro": "de și în a la cu pe nu că o din care un pentru mai este au fi ca sau s-a ce dar prin",
        "sq": "e të në që për me një nga i është se do si ka dhe janë nuk ky kjo u",
        "tr": "ve bir bu da de için ile olarak daha çok en gibi ne kadar olan ama sonra var olduğu yeni",
        "az": "və bir bu ki ilə üçün də olan da edib onun isə bildirib olub sonra",
        "uz": "va bu bilan uchun bir ham da deb bo‘lgan edi esa",
        "id": "yang dan di dengan untuk itu dari ini dalam pada tidak akan ke juga adalah ada oleh saat",
        "ms": "yang dan di dengan untuk itu dari ini dalam pada tidak akan ke juga adalah ialah kata beliau",
        "tl": "ng sa ang na mga at ay si ni para hindi ito kay nang pa may din ang",
        "vi": "của và là có trong được cho không với những một các này người đã khi đến từ về ra",
        "sw": "ya na wa kwa ni katika la za kuwa hiyo huo hii ambayo kama pia yake watu",
        "ar": "في من على أن إلى عن التي الذي هذا هذه مع كان ما لا بعد بين قال أو كما ذلك",
        "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شده می ها اما",
        "ur": "کے میں کی ہے اور سے کا کو اس نے پر کہ ہیں یہ بھی تھا ایک نہیں کہا",
        "ps": "په د او چې ته یې له دی کې هغه شوي هم سره",
        "ku": "له و به که بۆ ئەم لە دەکات کرد بوو هەر",
        "hi": "के में की है और से का को पर ने कि यह भी हैं नहीं एक इस लिए",
        "mr": "आहे आणि या च्या ने होते मध्ये नाही हे असे तर करण्यात",
        "ne": "को र मा ले छ पनि गरेको भएको छन् यो लागि",
        "am": "እና ነው ላይ ውስጥ ይህ ነበር እንደ ወደ ጋር",
        "ti": "ኣብ እዩ ከምዝ ናይ ምስ እቲ እዚ",
    }.items()
}
_SAMPLE = 6_000
_WORD = re.compile(r"[^\W\d_]+(?:[’'‘-][^\W\d_]+)*")
_FEWEST_WORDS = 20
_FEWEST_SIGNS, _HALF = 60, 0.5
_FEWEST_KANA, _PART_OF_KANA = 10, 0.05
_SPOKEN_OVER = 1.5
"""How many times more common words another language must have before it is believed against the page's own word."""


def declared_language(tag: str) -> str:
    """Return the ISO 639 code of a language tag as pages write them; empty for none."""
    found = _CODE.match(tag)
    code = found[1].lower() if found else ""
    return _MEANT.get(code, code)


def language_of(declared: str, text: str) -> tuple[str, bool]:
    """Return the language of a page's `text`, and whether the text alone tells it: `declared` is empty or not its.

    `declared` is a code, as from `declared_language`. A short text contradicts nothing, and an English one neither:
    templates declare English for pages that are not, but nobody declares another language by accident.
    """
    found, sure = _known_by_text(text[:_SAMPLE], declared)
    if found and found != declared and (not declared or (sure and found != "en")):
        return found, True
    return declared, False


def _known_by_text(text: str, declared: str) -> tuple[str, bool]:
    """Return the language of a text, and whether it may be believed against the one declared; empty for none."""
    words = Counter(word.lower() for word in _WORD.findall(text))
    letters = sum(map(len, words.elements()))
    among: tuple[str, ...] = ()
    for script, languages in _SCRIPTS:
        few, part = (_FEWEST_KANA, _PART_OF_KANA) if languages == ("ja",) else (_FEWEST_SIGNS, _HALF)
        if few <= (count := len(script.findall(text))) and count > part * letters:
            among = languages
            break
    if len(among) == 1:
        return among[0], True
    latin = not among
    if latin and (sum(words.values()) < _FEWEST_WORDS or letters < _FEWEST_SIGNS):
        return "", False
    of_script = among or tuple(language for language in _WORDS if not _of_another_script(language))
    met = {language: sum(words[word] for word in _WORDS[language]) for language in of_script if language in _WORDS}
    best = max(met, key=lambda language: (met[language], language == declared))
    if met[best] < sum(words.values()) / 12:
        return (among[0] if among and declared not in among else ""), bool(among)
    return best, met[best] >= _SPOKEN_OVER * met.get(declared, 0)


def _of_another_script(language: str) -> bool:
    return any(language in languages for _, languages in _SCRIPTS)
