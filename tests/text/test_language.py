"""Language: seven languages by their small words, others by their script, and silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.language import identify_language

TEXTS = {
    "en": "The mayor said on Monday that the bridge would open in May, after nine years of work.",
    "es": "El alcalde dijo el lunes que el puente se abrirá en mayo, tras nueve años de obras.",
    "fr": "Le maire a dit lundi que le pont serait ouvert en mai après neuf ans de travaux.",
    "de": "Der Bürgermeister sagte am Montag, dass die Brücke im Mai nach neun Jahren öffnen wird.",
    "it": "Il sindaco ha detto lunedì che il ponte sarà aperto a maggio, dopo nove anni di lavori.",
    "pt": "O prefeito disse na segunda-feira que a ponte será aberta em maio, depois de nove anos.",
    "nl": "De burgemeester zei maandag dat de brug in mei open gaat, na negen jaar van het werk.",
    "ru": "Мэр заявил в понедельник, что мост откроется в мае после девяти лет работ.",
    "uk": "Мер заявив у понеділок, що міст відкриють у травні після дев'яти років робіт її.",
    "ar": "قال رئيس البلدية يوم الاثنين إن الجسر سيفتح في مايو بعد تسع سنوات من العمل",
    "zh": "市长星期一表示经过九年的施工这座大桥将于五月开放届时市民可以免费通行",
    "ja": "市長は月曜日に、九年間の工事を経て橋が五月に開通すると述べた。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_one_sentence_is_enough_to_tell_the_language(language: str) -> None:
    assert identify_language(TEXTS[language]) == language


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
    assert identify_language(f"{TEXTS['en']} (Мост, 大桥)") == "en"


@given(st.text())
def test_any_text_has_one_language_or_none(text: str) -> None:
    language = identify_language(text)
    assert language is None or (len(language) == 2 and language.islower())
