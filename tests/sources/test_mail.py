"""Nothing of a message is lost: forwarded ones are articles, odd encodings are read and said."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.sources.files import read_file
from tests.support.pages import write
from transforms.documents import Document, RawDocument, read_document

HEAD = "Message-ID: <m1@b.example>\nSubject: Pumps\nMIME-Version: 1.0\n"
MIXED = HEAD + 'Content-Type: multipart/mixed; boundary="cut"\n\n'
SENTENCE = "The pumps of the lower town have failed for the second time this year."


def raws(folder: Path, message: str | bytes, name: str = "a.eml") -> list[RawDocument]:
    content = message.encode() if isinstance(message, str) else message
    return list(read_file(write(folder, name, content), folder, document_bytes=1 << 20))


def read(folder: Path, message: str | bytes, name: str = "a.eml") -> list[Document]:
    return [read_document(raw) for raw in raws(folder, message, name)]


def parts(*content: str) -> str:
    return MIXED + "".join(f"--cut\n{one}\n" for one in content) + "--cut--\n"


def test_a_file_of_one_message_is_an_article_whatever_its_lines_begin_with(tmp_path: Path) -> None:
    body = "From x Sun Mar  3 08:00:00 2024\nSubject: no header"
    [found] = read(tmp_path, f"{HEAD}\nOn Sunday:\n\n{body}\n")
    assert (found.source_id, found.title) == ("m1@b.example", "Pumps")
    assert found.text.strip().endswith(body)


def test_messages_within_a_message_are_articles(tmp_path: Path) -> None:
    inner = "Content-Type: message/rfc822\n\nSubject: {0}\n\n{0} it is.\n"
    found = read(tmp_path, parts("\nSee below.", inner.format("Rain"), inner.format("Sun")))
    assert [(one.title, one.text.strip()) for one in found] == [
        *(("Pumps", "See below."), ("Rain", "Rain it is."), ("Sun", "Sun it is."))
    ]
    assert [one.source_id for one in found] == ["m1@b.example", "m1@b.example/1", "m1@b.example/2"]


@pytest.mark.parametrize("charset", ["x-unknown", "us-ascii"])
def test_an_encoding_that_is_unknown_or_wrong_is_said(tmp_path: Path, charset: str) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\n\n"
    [found] = read(tmp_path, head.encode() + "Le café est fermé.".encode("cp1252"))
    assert found.text == "Le café est fermé."
    assert "charset_unknown" in [issue.code for issue in found.issues]


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    kind = "Content-Type: text/plain; format=flowed; delsp=yes\n"
    [found] = read(tmp_path, f"{HEAD}{kind}\nDon \naudampf fell  \nagain.\n-- \nJo\n")
    assert found.text == "Donaudampf fell again.\n-- \nJo\n"


def test_a_pointer_to_the_markup_gives_way_to_it(tmp_path: Path) -> None:
    kind = HEAD + 'Content-Type: multipart/alternative; boundary="cut"\n\n'
    plain = "--cut\n\nView this email in your browser\n"
    page = (
        f"<html><head><title>x</title></head><body><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>"
    )
    [found] = read(tmp_path, f"{kind}{plain}--cut\nContent-Type: text/html\n\n{page}\n--cut--\n")
    assert found.text == f"{SENTENCE}\n\n{SENTENCE}"


def test_parts_of_a_text_are_joined_and_attachments_are_not(tmp_path: Path) -> None:
    attached = "Content-Disposition: attachment; filename=a.txt\n\nA list."
    [found] = read(tmp_path, parts("\nRain.", "\nSun.", attached))
    assert found.text.split() == ["Rain.", "Sun."]


def test_parts_that_cannot_be_told_apart_are_read_as_text(tmp_path: Path) -> None:
    [found] = read(tmp_path, MIXED.replace("cut", "other") + f"--cut\n\n{SENTENCE}\n--cut--\n")
    assert SENTENCE in found.text
    assert "message_damaged" in [issue.code for issue in found.issues]


@pytest.mark.parametrize(
    "line", ["From the hills at 10:30 came two.", "From the council:\nNote: the town is closed."]
)
def test_a_line_of_a_text_opens_no_message(tmp_path: Path, line: str) -> None:
    mailbox = f"From a@b.example Sun Mar  3 08:00:00 2024\n{HEAD}\nFailed.\n\n{line}\n"
    [found] = read(tmp_path, mailbox, "a.mbox")
    assert found.text.strip() == f"Failed.\n\n{line}"
