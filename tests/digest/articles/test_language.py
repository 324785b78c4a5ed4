"""The language of a page: its own word for it, and what its text says against that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.language import declared_language, language_of

TEXTS = {
    "en": "The council of Orel has decided to open its books to everybody who asks for them. It is the first town in the region that does this, and the mayor said that she was proud of it. They have nothing to hide.",
    "de": "Der Rat von Orel hat beschlossen, die Bücher für alle zu öffnen, die danach fragen. Es ist die erste Stadt in der Region, und die Bürgermeisterin ist stolz auf den Beschluss. Sie haben nichts zu verbergen.",
    "fr": "Le conseil de la ville a décidé que les livres seront ouverts à tous ceux qui le demandent. Il est le premier dans la région et la maire est fière de ce choix. Ils sont prêts pour des questions.",
    "es": "El consejo de la ciudad ha decidido que los libros se abran a todos los que lo pidan. Es la primera ciudad en la región y su alcaldesa está orgullosa de ello. No tienen nada que ocultar, pero las dudas son más.",
    "it": "Il consiglio della città ha deciso che i libri sono aperti a tutti. È la prima città nel paese che lo fa, e la sindaca non nasconde di essere orgogliosa del voto. Anche gli altri comuni guardano con interesse.",
    "pt": "O conselho da cidade decidiu que os livros são abertos a todos os que pedem. É a primeira cidade do país e a prefeita não esconde o orgulho com uma decisão como esta. As outras foram mais lentas em dar o passo.",
    "nl": "De raad van de stad heeft besloten dat het boek voor iedereen open is die er om vraagt. Zij zijn de eerste in het land en de burgemeester is er trots op. Maar het is niet aan haar door te gaan met de plannen.",
    "pl": "Rada miasta zdecydowała, że księgi są otwarte dla wszystkich. Jest to pierwsze miasto w kraju, które się na to zgodziło, i nie ma nic do ukrycia. Już za rok oraz po wyborach ma być tego jeszcze więcej.",
    "cs": "Rada města rozhodla, že knihy jsou otevřené pro všechny. Je to první město v zemi, které se k tomu rozhodlo, a podle starostky nemá co skrývat. Také ve druhém městě by to bylo možné, ale o tom se jedná.",
    "sk": "Rada mesta rozhodla, že knihy sú otvorené pre všetkých. Je to prvé mesto v krajine, ktoré sa na to odhodlalo, a podľa starostky nemá čo skrývať. Aj v druhom meste by to bolo možné, ale o tom sa ešte rokuje.",
    "sv": "Rådet i staden har beslutat att böckerna är öppna för alla som frågar. Det är den första staden i landet och hon är stolt över det. Men de har inte sagt till om det som var kvar, och jag var med från början.",
    "da": "Rådet i byen har besluttet, at bøgerne er åbne for alle. Det er den første by i landet, og hun er stolt af det. Men de har ikke sagt noget til os, og vi var med fra starten. Jeg har set, hvad der blev af det efter valget.",
    "fi": "Neuvosto on päättänyt, että kirjat ovat avoinna kaikille. Se on maan ensimmäinen kaupunki, joka sen teki, ja hän on ylpeä. Mutta se ei ole kaikki, sillä myös muut kuin ne ovat nyt mukaan tulossa, niin hän sanoi.",
    "hu": "A tanács úgy döntött, hogy a könyvek nyitva vannak és nem is lesz ez másként. Ez az első város, de már egy másik is van, mint mondják. Csak az a kérdés, ki fizet még, és meg kell oldani azt is el nem halasztva.",
    "ro": "Consiliul din oraș a decis că registrele sunt deschise pentru toți. Este primul oraș care face asta și nu are ce ascunde. Mai mult, un vecin va face la fel, dar se teme de ce o să fie în anul ce vine prin lege.",
    "tr": "Meclis bu yıl için yeni bir karar aldı ve defterler daha açık olarak herkese sunuldu. Ama ne kadar sonra ile ilgili çok soru var. Bu da en önemli konu gibi, her olan bir şey için sonra yeni bir adım var.",
    "ru": "Совет города решил открыть книги для всех, кто об этом попросит. Это первый город в области, и она не скрывает, что гордится этим. Мы были там, как и все они, но от ответа он ушёл, так что вопросы были.",
    "uk": "Рада міста вирішила відкрити книги для всіх, хто про це попросить. Це перше місто в області, і вона не приховує, що пишається цим. Ми були там, як і всі, але від відповіді він пішов, або вони його не чули.",
    "bg": "Съветът на града реши да отвори книгите за всички, които искат това. Това е първият град в областта и кметът не крие, че се гордее. Ще се види при гласуването, като се има предвид какво беше до днес.",
    "sr": "Савет града је одлучио да се књиге отворе за све који то траже. То је први град у области и она не крије да је поносна на њих. Што ће бити са другима, није познато, као ни шта су они већ урадили од јуче.",
    "ja": "オレルの議会は火曜日に、求める人すべてに帳簿を公開することを決めました。市長は「何も隠しません」と言い、これを誇りに思うと述べました。来年の予算についても同じようにする考えです。",
    "zh": "奥雷尔市议会星期二决定，向所有提出要求的人公开账本。这是该地区第一个这样做的城市，市长表示为此感到自豪。她说，他们没有什么可隐瞒的，明年的预算也将以同样的方式公布，欢迎市民提出意见。",
    "ko": "오렐 시의회는 화요일에 요청하는 모든 사람에게 장부를 공개하기로 결정했다. 시장은 이 결정이 자랑스럽다고 말했다. 그들은 숨길 것이 없으며 내년 예산도 같은 방식으로 공개할 것이라고 덧붙였다.",
    "ar": "قرر مجلس المدينة فتح دفاتره أمام كل من يطلب ذلك. هذه هي المدينة الأولى في المنطقة التي تفعل هذا، وقال رئيس البلدية إن ما بعد القرار لا يقل أهمية عن القرار مع كل ما كان بين الناس على مدى عام.",
    "fa": "شورای شهر تصمیم گرفت که دفترهای خود را برای همه باز کند. این شهر در منطقه یک نمونه است و شهردار از آن با افتخار یاد کرد. آنها هم نیز تا امروز چیزی پنهان نکرده اند، اما بر سر این کار را به تأخیر انداخته شده.",
    "he": "מועצת העיר החליטה ביום שלישי לפתוח את ספריה לכל מי שמבקש זאת. זו העיר הראשונה באזור שעושה זאת, וראש העיר אמרה שהיא גאה בכך. אין להם מה להסתיר, וגם התקציב של השנה הבאה יפורסם כך.",
    "el": "Το συμβούλιο της πόλης αποφάσισε την Τρίτη να ανοίξει τα βιβλία του σε όλους όσοι το ζητούν. Είναι η πρώτη πόλη στην περιοχή που το κάνει, και η δήμαρχος είπε ότι είναι υπερήφανη.",
    "ka": "ქალაქის საბჭომ სამშაბათს გადაწყვიტა წიგნების გახსნა ყველასთვის, ვინც ამას ითხოვს. ეს პირველი ქალაქია რეგიონში, რომელიც ამას აკეთებს.",
    "th": "สภาเมืองออเรลตัดสินใจเมื่อวันอังคารที่จะเปิดบัญชีให้ทุกคนที่ขอดู นายกเทศมนตรีกล่าวว่าเธอภูมิใจกับเรื่องนี้มาก",
    "hi": "नगर परिषद ने मंगलवार को फैसला किया कि खाते सभी के लिए खोले जाएं। यह इस क्षेत्र का पहला शहर है और महापौर को इस पर गर्व है। उन्होंने कहा कि छिपाने के लिए कुछ नहीं है और यह भी अच्छा है।",
}  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        (" de-DE ", "de"),
        ("zh-Hant-TW", "zh"),
        ("ru, en", "ru"),
        ("ua", "uk"),
        ("uk-UA", "uk"),
        ("cz", "cs"),
        ("gr", "el"),
        ("jp", "ja"),
        ("kr", "ko"),
        ("cn", "zh"),
        ("dk", "da"),
        ("se", "sv"),
        ("iw", "he"),
        ("in", "id"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("deu", "de"),
        ("ger", "de"),
        ("eng", "en"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("fre", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("ckb", "ckb"),
        ("", ""),
        (" ", ""),
        ("e", ""),
        ("English", ""),
        ("русский", ""),
        ("1en", ""),
        ("-en", ""),
        ("{{lang}}", ""),
    ],
)  # fmt: skip
def test_a_tag_is_read_as_people_mean_it(tag: str, code: str) -> None:
    assert declared_language(tag) == code


@pytest.mark.parametrize("language", TEXTS)
def test_a_page_that_declares_nothing_is_known_by_its_text(language: str) -> None:
    assert language_of("", TEXTS[language]) == (language, True)


@pytest.mark.parametrize("language", TEXTS)
def test_a_page_that_declares_its_language_is_taken_at_its_word(language: str) -> None:
    assert language_of(language, TEXTS[language]) == (language, False)


@pytest.mark.parametrize("language", [language for language in TEXTS if language != "en"])
def test_a_template_in_english_is_not_believed_against_the_text(language: str) -> None:
    assert language_of("en", TEXTS[language]) == (language, True)


@pytest.mark.parametrize("declared", ["de", "ru", "ja", "he", "xx"])
def test_an_english_text_contradicts_nobody_who_declares_another_language(declared: str) -> None:
    assert language_of(declared, TEXTS["en"]) == (declared, False)


@pytest.mark.parametrize(
    ("declared", "text"), [("de", "ru"), ("ru", "uk"), ("uk", "ru"), ("de", "fr"), ("zh", "ja"), ("ja", "ko"), ("ar", "fa"), ("he", "ar")]
)  # fmt: skip
def test_a_long_text_in_another_language_is_believed(declared: str, text: str) -> None:
    assert language_of(declared, TEXTS[text]) == (text, True)


@pytest.mark.parametrize(
    ("declared", "text"), [("ca", "es"), ("gl", "pt"), ("no", "da"), ("hr", "sl"), ("mk", "bg")]
)  # fmt: skip
def test_a_language_of_one_script_that_is_no_better_met_is_not_taken(declared: str, text: str) -> None:
    same_words = {"es": "de la que el en a", "pt": "de a o que e do", "da": "og i det er en til", "sl": "je na da se za od", "bg": "и на да се не за"}[text]  # fmt: skip
    assert language_of(declared, f"{same_words} " * 12) == (declared, False)


@pytest.mark.parametrize("declared", ["en", "de", "ru", "ja"])
@pytest.mark.parametrize(
    "text",
    ["", "Orel", "Нет.", "猫。", "Der Rat und die Stadt.", "Рада міста та її голова", "12 345 678 " * 40, "!?" * 99],
)
def test_a_short_text_contradicts_nothing(declared: str, text: str) -> None:
    assert language_of(declared, text) == (declared, False)


@pytest.mark.parametrize("text", ["", " ", "Orel", "Нет.", "1" * 100, "— — —"])
def test_a_short_text_of_a_page_that_declares_nothing_is_in_no_language(text: str) -> None:
    assert language_of("", text) == ("", False)


def test_names_in_another_script_do_not_change_the_language() -> None:
    assert language_of("en", TEXTS["en"] + " Анна Адлер, 東京, אורל " * 4) == ("en", False)
    assert language_of("", TEXTS["ru"] + " The Lantern, Orel Books, Anna Adler" * 2) == ("ru", True)
    assert language_of("", TEXTS["de"] + " " + "東京の議会" * 3) == ("de", True)


def test_chinese_signs_are_japanese_where_kana_stand_among_them() -> None:
    text = "東京都議会予算委員会議事録公開決定" * 12 + "を決めましたのでこれをもとにしていますがまだです" * 4
    assert language_of("", text) == ("ja", True)


def test_a_text_in_latin_letters_without_common_words_of_any_language_is_in_none() -> None:
    assert language_of("", "Orel Lantern Adler Brandt Koval Novak Harbour Bridge " * 10) == ("", False)
    assert language_of("fr", "Orel Lantern Adler Brandt Koval Novak Harbour Bridge " * 10) == ("fr", False)


def test_only_the_beginning_of_a_text_is_looked_at() -> None:
    assert language_of("", TEXTS["de"] * 30 + TEXTS["ru"] * 300) == ("de", True)


def test_words_are_known_in_capitals_too() -> None:
    assert language_of("", TEXTS["de"].upper()) == ("de", True)


@pytest.mark.parametrize("piece", [" ", "a", "а", "猫", "a ", "и ", "a-", "’", "the ", "١ "])
def test_a_hostile_text_of_any_length_is_read(piece: str) -> None:
    assert language_of("xx", piece * (100_000 // len(piece)))[0]


@given(st.text(max_size=300), st.sampled_from(["", "en", "ru", "qq"]))
def test_any_text_is_in_the_declared_language_or_in_one_that_it_tells(text: str, declared: str) -> None:
    found, told = language_of(declared, text)
    assert found == declared or told
    assert not (told and found == declared)


@given(st.text(max_size=30))
def test_any_tag_is_a_code_or_nothing(tag: str) -> None:
    code = declared_language(tag)
    assert code == "" or (2 <= len(code) <= 3 and code == code.lower() and code.isalpha())
    assert declared_language(code) == code
