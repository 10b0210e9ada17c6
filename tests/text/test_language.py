"""Language: English by its small words, others by a model, and silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.text import language as languages
from transforms.text.language import identify_language

TEXTS = {
    "en": [
        "The mayor said on Monday that the bridge would open in May, after nine years of work.",
    ],
    "es": [
        "El alcalde dijo el lunes que el puente se abrirá en mayo, tras nueve años de obras.",
    ],
    "fr": [
        "Le maire a dit lundi que le pont serait ouvert en mai après neuf ans de travaux.",
    ],
    "de": [
        "Der Bürgermeister sagte am Montag, dass die Brücke im Mai nach neun Jahren öffnen wird.",
    ],
    "it": [
        "Il sindaco ha detto lunedì che il ponte sarà aperto a maggio, dopo nove anni di lavori.",
    ],
    "pt": [
        "O prefeito disse na segunda-feira que a ponte será aberta em maio, depois de nove anos.",
    ],
    "nl": [
        "De burgemeester zei maandag dat de brug in mei open gaat, na negen jaar van het werk.",
    ],
    "ru": [
        "Мэр заявил в понедельник, что мост откроется в мае после девяти лет работ.",
    ],
    "uk": [
        "Мер заявив у понеділок, що міст відкриють у травні після дев'яти років робіт її.",
    ],
    "ar": [
        "قال رئيس البلدية يوم الاثنين إن الجسر سيفتح في مايو بعد تسع سنوات من العمل",
    ],
    "zh": [
        "市长星期一表示经过九年的施工这座大桥将于五月开放届时市民可以免费通行",
    ],
    "ja": [
        "市長は月曜日に、九年間の工事を経て橋が五月に開通すると述べた。",
    ],
    "fa": [
        "شهردار روز دوشنبه گفت که پل پس از نه سال کار در ماه مه باز می‌شود و عبور از آن برای همه رایگان است.",
    ],
    "ko": [
        "시장은 월요일에 아홉 해에 걸친 공사 끝에 다리가 오월에 열린다고 말했다.",
    ],
    "el": [
        "Ο δήμαρχος είπε τη Δευτέρα ότι η γέφυρα θα ανοίξει τον Μάιο μετά από εννέα χρόνια.",
    ],
    "he": [
        "ראש העיר אמר ביום שני שהגשר ייפתח במאי אחרי תשע שנים של עבודה.",
    ],
    "hi": [
        "महापौर ने सोमवार को कहा कि नौ साल के काम के बाद पुल मई में खुलेगा।",
    ],
    "th": [
        "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานจะเปิดในเดือนพฤษภาคมหลังจากก่อสร้างเก้าปี",
    ],
    "sv": [
        "Borgmästaren sade på måndagen att bron ska öppna i maj efter nio års arbete, och att den blir gratis.",
        "Polisen uppger att två personer fördes till sjukhus efter olyckan, men ingen av dem är allvarligt skadad.",
        "Regeringen vill höja skatten på bensin nästa år, enligt ett förslag som läggs fram för riksdagen på fredag.",
    ],
    "da": [
        "Borgmesteren sagde mandag, at broen åbner i maj efter ni års arbejde, og at den bliver gratis at bruge.",
        "Politiet oplyser, at to personer blev kørt på hospitalet efter ulykken, men ingen af dem er alvorligt såret.",
        "Regeringen vil hæve afgiften på benzin til næste år, viser et forslag, som Folketinget skal se på fredag.",
    ],
    "no": [
        "Ordføreren sa mandag at broen åpner i mai etter ni års arbeid, og at den blir gratis å bruke for alle.",
        "Politiet opplyser at to personer ble kjørt til sykehus etter ulykken, men ingen av dem er alvorlig skadet.",
        "Regjeringen vil øke avgiften på bensin neste år, viser et forslag som Stortinget skal behandle på fredag.",
        "Ordføraren seier at brua opnar i mai, og at det ikkje vert dyrare for dei som køyrer over henne kvar dag.",
    ],
    "fi": [
        "Pormestari sanoi maanantaina, että silta avataan toukokuussa ja että se on kaikille maksuton, kun työ on valmis.",
        "Poliisin mukaan kaksi ihmistä vietiin sairaalaan onnettomuuden jälkeen, mutta kukaan ei ole vakavasti loukkaantunut.",
        "Hallitus aikoo korottaa bensiinin veroa ensi vuonna, mutta oppositio kertoo, että se ei hyväksy esitystä.",
    ],
    "is": [
        "Borgarstjórinn sagði á mánudag að brúin yrði opnuð í maí eftir níu ára vinnu og að hún verði ókeypis.",
        "Lögreglan segir að tveir hafi verið fluttir á sjúkrahús eftir slysið en enginn þeirra sé alvarlega slasaður.",
    ],
    "pl": [
        "Burmistrz powiedział w poniedziałek, że most zostanie otwarty w maju po dziewięciu latach i będzie bezpłatny dla wszystkich.",
        "Policja podała, że dwie osoby trafiły do szpitala po wypadku na autostradzie, ale nikt nie jest ciężko ranny.",
    ],
    "cs": [
        "Starosta v pondělí řekl, že most se otevře v květnu po devíti letech práce a že bude pro všechny zdarma.",
        "Podle policie skončili po nehodě na dálnici dva lidé v nemocnici, nikdo z nich ale není vážně zraněn.",
    ],
    "sk": [
        "Starosta v pondelok povedal, že most sa otvorí v máji po deviatich rokoch práce a že bude pre všetkých zadarmo.",
        "Podľa polície skončili po nehode na diaľnici dvaja ľudia v nemocnici, ale nikto z nich nie je vážne zranený.",
    ],
    "hu": [
        "A polgármester hétfőn azt mondta, hogy a híd májusban nyílik meg kilenc év munka után, és ingyenes lesz.",
        "A rendőrség szerint a baleset után két embert vittek kórházba, de egyikük sem sérült meg súlyosan az ütközésben.",
    ],
    "ro": [
        "Primarul a spus luni că podul va fi deschis în mai, după nouă ani de lucrări, și că va fi gratuit pentru toți.",
        "Poliția anunță că două persoane au fost duse la spital după accident, dar niciuna nu este grav rănită.",
    ],
    "tr": [
        "Belediye başkanı pazartesi günü köprünün dokuz yıl sonra mayıs ayında açılacağını ve herkes için ücretsiz olacağını söyledi.",
        "Polise göre kazadan sonra iki kişi hastaneye kaldırıldı, ancak bu kişilerin durumu ağır değil ve yol açık.",
    ],
    "id": [
        "Wali kota mengatakan pada hari Senin bahwa jembatan itu akan dibuka pada bulan Mei setelah sembilan tahun.",
        "Polisi menyebut dua orang dibawa ke rumah sakit setelah kecelakaan itu, tetapi tidak ada yang terluka parah.",
    ],
    "hr": [
        "Gradonačelnik je u ponedjeljak rekao da će most biti otvoren u svibnju nakon devet godina i da će biti besplatan.",
        "Policija navodi da su dvije osobe nakon nesreće prevezene u bolnicu, ali nitko od njih nije teže ozlijeđen.",
    ],
    "vi": [
        "Thị trưởng cho biết hôm thứ Hai rằng cây cầu sẽ được mở vào tháng Năm sau chín năm xây dựng.",
        "Theo cảnh sát, hai người đã được đưa đến bệnh viện sau vụ tai nạn nhưng không ai bị thương nặng.",
    ],
}
OTHERS = {
    "Catalan": "L'alcalde va dir dilluns que el pont s'obrirà al maig després de nou anys d'obres i que serà gratuït per a tothom.",
    "Estonian": "Linnapea ütles esmaspäeval, et sild avatakse mais pärast üheksat aastat tööd ja et see on kõigile tasuta, kuid mitte autodele.",
    "Lithuanian": "Meras pirmadienį sakė, kad tiltas bus atidarytas gegužę po devynerių metų darbo ir kad juo bus galima važiuoti nemokamai.",
    "Afrikaans": "De burgemeester het Maandag gesê dat die brug in Mei sal oopmaak na nege jaar se werk en dat dit gratis sal wees.",
    "Malay": "Datuk bandar berkata pada hari Isnin bahawa jambatan itu akan dibuka pada bulan Mei selepas sembilan tahun.",
    "Faroese": "Borgarstjórin segði mánadagin, at brúgvin letur upp í mai eftir níggju ára arbeiði, og at hon er ókeypis.",
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in TEXTS for text in TEXTS[language]]
)
def test_one_sentence_shows_its_language_and_not_a_neighbour(language: str, text: str) -> None:
    assert identify_language(text) == language


CODES = {
    "Catalan": "ca",
    "Estonian": "et",
    "Lithuanian": "lt",
    "Afrikaans": "af",
    "Malay": "ms",
    "Faroese": "fo",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_language_of_a_neighbour_is_named_too(name: str) -> None:
    assert identify_language(OTHERS[name]) == CODES[name]


def test_an_english_text_does_not_load_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_model", lambda: pytest.fail("the model was asked"))
    assert identify_language(TEXTS["en"][0]) == "en"


def test_a_danish_page_with_english_around_it_is_no_english() -> None:
    page = f"Share this. {' '.join(TEXTS['da'])} Read more about the weather."
    assert identify_language(page) == "da"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Moscow",
        "Kerry, Putin, Obama",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        "Xyzzy plugh frobozz quux wibble wobble flob grunk blorb snark zork fnord spam eggs",
    ],
)
def test_what_is_too_short_or_in_no_known_language_has_none(text: str) -> None:
    assert identify_language(text) is None


def test_one_word_again_and_again_is_no_language() -> None:
    line = (
        "Relievers: John Gant (0.5 WAR), Alex Reyes (0.5 WAR), Tyler Webb (0.3 WAR), Andrew Miller"
    )
    assert identify_language(line) != "de"


def test_names_in_another_script_do_not_change_the_language() -> None:
    assert identify_language(f"{TEXTS['en'][0]} (Мост, 大桥)") == "en"


@settings(deadline=None)  # the first call loads the model
@given(st.text())
def test_any_text_has_one_language_or_none(text: str) -> None:
    language = identify_language(text)
    assert language is None or (len(language) in (2, 3) and language.islower())
