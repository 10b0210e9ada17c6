"""Text: what decodes to what, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.text.decoding import check_text, decode, repair, repair_mojibake
from transforms.text.issue import Quarantined

PAGE = "Café Zoë\r\nMosul – “quiet” \u2028today\r𝔘\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (PAGE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + PAGE.encode(), "utf-8"),
        (b"\xff\xfe" + PAGE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + PAGE.encode("utf-16-be"), "utf-16-be"),
        (PAGE.encode("utf-16-le"), "utf-16-le"),
        (PAGE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_marked_and_unmarked_unicode_give_the_same_text_with_its_line_ends(
    raw: bytes, encoding: str
) -> None:
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding, decoded.issues) == (PAGE, encoding, ())


def test_western_bytes_are_read_as_windows_1252_and_that_is_said() -> None:
    decoded = decode("“Café” – £5 in Zürich, he said.".encode("cp1252"))
    assert decoded.text == "“Café” – £5 in Zürich, he said."
    assert [(i.code, i.severity) for i in decoded.issues] == [("encoding_assumed", "info")]


def test_one_broken_byte_does_not_turn_a_utf8_text_into_another_encoding() -> None:
    raw = "Müller aß süße Äpfel über den Dächern, größer als früher".encode()
    decoded = decode(raw + b" \xc3 " + "schön und müde".encode())
    assert decoded.text.startswith("Müller aß süße Äpfel")
    assert decoded.text.endswith(" \ufffd schön und müde")
    assert [i.code for i in decoded.issues] == ["encoding_damaged"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\xc2\xa0 ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7 text follows", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"PK\x03\x04abc", "binary"),
        (b"\x1f\x8babc", "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"text\x00" * 200, "binary"),
        ("plain".encode("utf-32-le") * 9, "binary"),
        (b"\xff\xfea", "binary"),
        (b"\xf8\x88\x90\x9d" * 100, "binary"),
    ],
)
def test_what_is_not_text_is_quarantined_with_a_reason(raw: bytes, code: str) -> None:
    with pytest.raises(Quarantined) as refused:
        decode(raw)
    assert (refused.value.issue.code, refused.value.issue.severity) == (code, "error")


def test_a_few_control_characters_are_kept_and_reported_where_they_stand() -> None:
    decoded = decode(b"He\x00 said\x07 so.")
    assert decoded.text == "He\x00 said\x07 so."
    [issue] = decoded.issues
    assert (issue.code, issue.severity) == ("control_characters", "warning")
    assert issue.span is not None
    assert issue.span.of(decoded.text) == "\x00"


def test_record_text_with_half_a_surrogate_pair_or_nothing_is_quarantined() -> None:
    for text, code in (("a\ud800b", "lone_surrogate"), ("  \n", "empty")):
        with pytest.raises(Quarantined) as refused:
            check_text(text)
        assert refused.value.issue.code == code
    assert check_text("an \U0001f600 emoji") == ()


@settings(deadline=None)  # the first call loads a library
@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_become_storable_text_or_are_quarantined(raw: bytes) -> None:
    try:
        decoded = decode(raw)
    except Quarantined:
        return
    assert decoded.text.strip()
    decoded.text.encode("utf-8")


def test_fifty_megabytes_decode_in_seconds() -> None:
    raw = "Prices rose in Zürich, he said.\n".encode("cp1252") * 1_600_000
    begin = time.process_time()
    assert len(decode(raw).text) == len(raw)
    assert time.process_time() - begin < 10


SENTENCES = (
    "Zoë’s café – “quiet” on Monday",
    "Der Bürgermeister, größer als früher, schwieg…",
    "El año pasado, ¿quién lo dijo? «Nadie», según él",
    "Цены выросли — сказал мэр",
    "価格が上がった",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("misread", ["cp1252", "latin-1"])
def test_utf8_that_was_once_read_as_western_is_repaired_and_said(
    sentence: str, misread: str
) -> None:
    try:
        garbled = sentence.encode().decode(misread)
    except UnicodeDecodeError:  # Windows-1252 leaves five bytes unused; readers keep them
        garbled = "".join(
            bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b)
            for b in sentence.encode()
        )
    decoded = decode(f"Plain line.\n{garbled}\n".encode())
    assert decoded.text == f"Plain line.\n{sentence}\n"
    assert [(i.code, i.severity) for i in decoded.issues] == [("mojibake_repaired", "info")]


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "VÃO À VENDA: É JÁ, Ã© is how an accent breaks",
        "« à » and “É”, £5 © 2024 ®",
        "The word cafÃ© alone proves nothing",
    ],
)
def test_text_that_may_be_meant_so_is_left_alone(text: str) -> None:
    assert repair_mojibake(text).text == text


@settings(deadline=None)  # the first call loads a library
@given(st.text(alphabet="abc \n’“”–éèàüößçñÉÀ«»£€©°·", max_size=80))
def test_sound_western_text_is_never_repaired_unless_it_is_utf8_byte_for_byte(text: str) -> None:
    repaired = repair_mojibake(text)
    if repaired.text != text:
        assert repaired.issues
        assert repaired.text.encode("utf-8").decode("utf-8") == repaired.text
    garbled = "".join(
        bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b)
        for b in "Zoë’s “café” was".encode()
    )
    assert repair_mojibake(garbled).text == "Zoë’s “café” was"


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("â€œNo,â€ said the crÃªpe seller.", "“No,” said the crêpe seller."),
        ("â€œNoâ€\ufffd, she said; itâ€™s late.", "“No”, she said; it’s late."),
        ("The naÃƒÂ¯ve mayor of ZÃƒÂ¼rich.", "The naïve mayor of Zürich."),
        ("On lit cafÃ© et dÃ©jÃ\xa0 au café", "On lit café et déjà au café"),
        ("Itâ€™s “late”, Zoë said.", "It’s “late”, Zoë said."),
        ("Heâ€™s late – sheâ€™s not, says Zoë", "He’s late – she’s not, says Zoë"),
        (
            "It‚Äôs late, the mayor said, and we‚Äôre tired.",
            "It’s late, the mayor said, and we’re tired.",
        ),
        ("РњСЌСЂ РіРѕСЂРѕРґР° СЃРєР°Р·Р°Р» СЌС‚Рѕ.", "Мэр города сказал это."),
    ],
)
def test_misreadings_that_lost_a_byte_or_befell_a_text_twice_are_undone(
    garbled: str, meant: str
) -> None:
    assert repair_mojibake(garbled).text == meant


def test_references_that_html_left_in_a_text_are_replaced_and_said() -> None:
    repaired = repair("&ldquo;Fish &amp;amp; chips,&rdquo; she&nbsp;said&#8212;twice.")
    assert repaired.text == "“Fish & chips,” she\u00a0said—twice."
    assert [issue.code for issue in repaired.issues] == ["references_replaced"]
    for text in ("R&B; and jazz", "fish & chips", "&lt;b&gt; is bold", "a=1&copy=2"):
        assert repair(text).text == text


def test_half_a_surrogate_pair_in_a_record_becomes_a_mark_and_is_said() -> None:
    repaired = repair("Rain \ud83d and fog")
    assert repaired.text == "Rain \ufffd and fog"
    assert [issue.code for issue in repaired.issues] == ["lone_surrogate"]
