"""The characters of a page: what labels say, what bytes show, and what is guessed where nobody says anything."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.encoding import decode, encoding_of

RUSSIAN = "Совет Орла открыл свои книги для всех, кто об этом попросит: «Мы ничего не прячем», — сказала Анна Адлер. "
UKRAINIAN = "Рада Орла відкрила свої книги для всіх, хто про це попросить: «Ми нічого не ховаємо», — каже її голова. "
JAPANESE = "オレルの議会は火曜日に、求める人すべてに帳簿を公開することを決めました。「何も隠しません」とアドラーさんは言いました。"
SIMPLIFIED = "奥雷尔的议会在星期二决定，向所有要求的人公开他们的账本。我们不会这样做，他说，这是大家的国家和时代。"
TRADITIONAL = "奧雷爾的議會在星期二決定，向所有要求的人公開他們的帳本。我們不會這樣做，他說，這是大家的國家和時代。"
KOREAN = (
    "오렐 의회는 화요일에 요청하는 모든 사람에게 장부를 공개하기로 결정했다. 아들러는 아무것도 숨기지 않는다고 말했다. "
)
GREEK = "Το συμβούλιο της Ορέλ αποφάσισε την Τρίτη να ανοίξει τα βιβλία του σε όλους όσοι το ζητούν. "
HEBREW = "מועצת אורל החליטה ביום שלישי לפתוח את ספריה לכל מי שמבקש זאת. "
ARABIC = "قرر مجلس اوريل يوم الثلاثاء فتح دفاتره امام كل من يطلب ذلك من السكان. "
THAI = "สภาเมืองออเรลตัดสินใจเมื่อวันอังคารที่จะเปิดบัญชีให้ทุกคนที่ขอดู "
GERMAN = "Die Bürger dürfen künftig Einsicht in alle Bücher nehmen, heißt es – „auch samstags“. "


def page(text: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><p>{text * 6}</p></body></html>"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        (" 'UTF-8' ", "utf-8"),
        ('"utf-8"', "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("x-cp1252", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-2", "iso8859-2"),
        ("iso-8859-9", "cp1254"),
        ("latin5", "cp1254"),
        ("iso-8859-15", "iso8859-15"),
        ("iso-8859-8-i", "iso8859-8"),
        ("logical", "iso8859-8"),
        ("windows-1250", "cp1250"),
        ("x-cp1250", "cp1250"),
        ("windows-1251", "cp1251"),
        ("Windows-1251", "cp1251"),
        ("x-cp1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("koi", "koi8-r"),
        ("koi8-u", "koi8-u"),
        ("koi8-ru", "koi8-u"),
        ("ibm866", "cp866"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("macintosh", "mac-roman"),
        ("windows-874", "cp874"),
        ("tis-620", "cp874"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("x-gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("big5", "big5hkscs"),
        ("big5-hkscs", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("shift_jis", "cp932"),
        ("Shift-JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("euc-jp", "euc_jp"),
        ("x-euc-jp", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("windows-949", "cp949"),
        ("utf-16", "utf-16-le"),
        ("unicode", "utf-16-le"),
        ("utf-16be", "utf-16-be"),
    ],
)  # fmt: skip
def test_a_label_means_what_browsers_take_for_it(label: str, encoding: str) -> None:
    assert encoding_of(label) == encoding


@pytest.mark.parametrize(
    "label",
    ["", " ", "none", "utf-9", "windows-1", "x-user", "кодировка", "a\0b", "\ud83d", "../utf", "a" * 100_000, "'", "idna", "punycode", "rot13", "hex", "base64", "zlib", "utf-7", "utf-32", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "cp437"],
)  # fmt: skip
def test_a_label_that_no_browser_knows_is_none(label: str) -> None:
    assert encoding_of(label) == ""


def test_an_old_label_is_read_as_the_larger_set_people_really_type_in() -> None:
    assert decode(b"<p>\x84Orel\x93 \x96 10 \x80</p>", "iso-8859-1") == "<p>„Orel“ – 10 €</p>"
    assert decode(b"<p>\xf0\xfe\xdd</p>", "iso-8859-9") == "<p>ğşİ</p>"
    assert decode("<p>镕</p>".encode("gbk"), "gb2312") == "<p>镕</p>"
    assert decode("<p>①</p>".encode("cp932"), "shift_jis") == "<p>①</p>"
    assert decode("<p>똠</p>".encode("cp949"), "euc-kr") == "<p>똠</p>"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_comes_before_every_label_and_is_no_text(mark: bytes, encoding: str) -> None:
    text = page(RUSSIAN, '<meta charset="koi8-r">')
    assert decode(mark + text.encode(encoding), "windows-1251") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", [None, "utf-8", "windows-1251"])
def test_utf_16_without_a_mark_is_known_by_its_first_tag(encoding: str, header: str | None) -> None:
    assert decode(page(RUSSIAN).encode(encoding), header) == page(RUSSIAN)


@pytest.mark.parametrize("header", [None, "windows-1251", "iso-8859-1", "shift_jis", "utf-16", "x-nothing"])
@pytest.mark.parametrize("own", ["", '<meta charset="koi8-r">', '<meta charset="utf-16">'])
def test_bytes_that_are_utf_8_win_over_a_wrong_label(header: str | None, own: str) -> None:
    text = page(RUSSIAN + JAPANESE, own)
    assert decode(text.encode(), header) == text


def test_the_servers_label_comes_before_the_pages_own() -> None:
    text = page(RUSSIAN, '<meta charset="koi8-r">')
    assert decode(text.encode("cp1251"), "windows-1251") == text


@pytest.mark.parametrize("header", [None, "", "x-nothing"])
@pytest.mark.parametrize(
    "own",
    [
        '<meta charset="koi8-r">',
        "<META CHARSET=koi8-r>",
        "<meta charset = 'KOI8-R' />",
        '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        '<meta content="text/html;charset=koi8-r" http-equiv=Content-Type>',
        '<meta name="a" content="b"><meta charset="koi8-r">',
    ],
)
def test_the_pages_own_label_is_read_where_the_server_gives_none_that_is_known(own: str, header: str | None) -> None:
    text = page("бутерброд № съешь ещё", own).replace("№", "")
    assert decode(text.encode("koi8-r"), header) == text


def test_the_label_of_an_xml_declaration_is_read() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-2"?><html><p>Zażółć gęślą jaźń</p></html>'
    assert decode(text.encode("iso8859-2"), None) == text


@pytest.mark.parametrize("label", ["x-nothing", "utf-7", "idna", "rot13"])
def test_a_page_with_an_unknown_label_is_guessed(label: str) -> None:
    text = page(RUSSIAN, f'<meta charset="{label}">')
    assert decode(text.encode("cp1251"), label) == text


def test_a_label_far_below_the_head_is_no_label() -> None:
    text = page(RUSSIAN) + " " * 20_000 + '<meta charset="koi8-r">'
    assert decode(text.encode("cp1251"), None) == text


def test_a_page_that_calls_itself_utf_8_is_that_in_spite_of_a_stray_byte() -> None:
    data = page(RUSSIAN, '<meta charset="utf-8">').encode() + b"\xff"
    assert decode(data, None) == page(RUSSIAN, '<meta charset="utf-8">') + "\ufffd"
    assert decode(page(GERMAN).encode() + b"\xe4", "utf-8") == page(GERMAN) + "\ufffd"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (UKRAINIAN, "cp1251"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "koi8-r"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        (KOREAN, "cp949"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
        (ARABIC, "cp1256"),
        (THAI, "cp874"),
        (GERMAN, "cp1252"),
        ("Les élèves français n’ont pas été prévenus à temps, où qu’ils soient : « c’est gênant », dit-elle. ", "cp1252"),
        ("El niño pidió también más información aquí: ¿qué pasó ayer en España? ", "cp1252"),
    ],
    ids=lambda value: value if len(value) < 12 else "text",
)  # fmt: skip
def test_a_page_without_a_label_is_guessed_by_its_letters(text: str, encoding: str) -> None:
    assert decode(page(text).encode(encoding), None) == page(text)


@pytest.mark.parametrize(
    ("language", "text", "encoding"),
    [
        ("cs", "Příliš žluťoučký kůň úpěl ďábelské ódy. ", "cp1250"),
        ("pl", "Zażółć gęślą jaźń, powiedziała Anna Adler. ", "cp1250"),
        ("hu", "Árvíztűrő tükörfúrógép. ", "cp1250"),
        ("tr", "Şişli’de yağmur yağıyor, İzmir ışıl ışıl. ", "cp1254"),
        ("el", GREEK, "cp1253"),
        ("he", HEBREW, "cp1255"),
        ("iw", HEBREW, "cp1255"),
        ("ar", ARABIC, "cp1256"),
        ("fa", ARABIC, "cp1256"),
        ("lt", "Ąžuolas šlama, žąsys gągena. ", "cp1257"),
        ("th", THAI, "cp874"),
    ],
)
@pytest.mark.parametrize("form", ["<html lang='{}'>", '<HTML class=a LANG="{}-XX">', "<html lang={}>"])
def test_the_pages_language_tells_the_encoding_where_it_has_one_of_its_own(
    language: str, text: str, encoding: str, form: str
) -> None:
    whole = page(text).replace("<html>", form.format(language))
    assert decode(whole.encode(encoding), None) == whole


@pytest.mark.parametrize("language", ["ru", "uk", "ja", "en"])
def test_a_language_without_one_encoding_of_its_own_leaves_it_to_the_letters(language: str) -> None:
    whole = page(RUSSIAN).replace("<html>", f"<html lang={language}>")
    assert decode(whole.encode("cp1251"), None) == whole


def test_a_label_counts_more_than_the_pages_language() -> None:
    whole = page("Příliš žluťoučký kůň", '<meta charset="iso-8859-2">').replace("<html>", "<html lang=cs>")
    assert decode(whole.encode("iso8859-2"), None) == whole


def test_what_stands_in_scripts_and_tags_is_no_text_to_guess_by() -> None:
    script = f"<script>var a = '{JAPANESE * 20}';</script><style>/* {JAPANESE * 20} */</style>".encode("cp932")
    text = page(RUSSIAN)
    assert decode(script + text.encode("cp1251"), None).endswith(text)
    tags = f"<p title='{JAPANESE * 20}'>".encode("cp932")
    assert decode(tags + text.encode("cp1251"), None).endswith(text)


def test_a_few_letters_with_accents_make_no_other_script_of_a_page() -> None:
    for text in (
        "A café in Orel, and a naïve reader, Zoë. ",
        "Größe, Straße, Äpfel, Öl, Übung, Maß. ",
        "Ø, å, æ: Århus. ",
    ):
        assert decode(page(text).encode("cp1252"), None) == page(text)


def test_what_is_no_character_is_shown_as_one_that_is_missing() -> None:
    assert decode(b"<p>a\x81b</p>", "windows-1252") == "<p>a\ufffdb</p>"
    assert decode(b"<p>\xff", "utf-8") == "<p>\ufffd"


@pytest.mark.parametrize("data", [b"", b"a", b"<", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0"])
def test_a_page_of_a_byte_or_two_is_read(data: bytes) -> None:
    assert len(decode(data, None)) <= 1


@given(st.binary(max_size=300), st.none() | st.text(max_size=20) | st.sampled_from(["utf-16", "iso-2022-jp", "big5"]))
def test_any_bytes_under_any_label_are_some_text(data: bytes, header: str | None) -> None:
    decode(data, header)
    decode(b"<meta charset=" + data, header)
    decode(b"\xff<html lang=" + data, header)


@given(st.text(max_size=200).filter(lambda text: not text.startswith(("\ufeff", "<\0", "\0<"))), st.sampled_from([None, "koi8-r", "utf-16", "big5"]))  # fmt: skip
def test_whatever_is_written_in_utf_8_comes_back_as_it_was(text: str, header: str | None) -> None:
    assert decode(text.encode(), header) == text


@given(st.text(max_size=40))
def test_any_label_is_one_that_can_be_decoded_with_or_none(label: str) -> None:
    found = encoding_of(label)
    assert not found or isinstance(b"a\xff".decode(found, errors="replace"), str)
