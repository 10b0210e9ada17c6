"""Whatever lies under data/raw: no crash, no hang, bounded memory, and a reason for each."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from flows.sources.files import raw_files, read_file
from tests.support.pages import page, warc
from transforms.documents import read_document
from transforms.text import Quarantined

ROOT = Path(__file__).parents[2]
LIMIT = 1 << 20


def outcomes(path: Path, limit: int = LIMIT) -> list[str]:
    """What became of each document of a file: "read" or the code of its issue."""
    found = []
    for raw in read_file(path, path.parent, document_bytes=limit):
        try:
            text = read_document(raw).text
            assert text.encode("utf-8")
            found.append("read")
        except Quarantined as refused:
            found.append(refused.issue.code if refused.issue.detail else "no reason")
    assert not {"no reason", "reading_failed"} & set(found)
    return found


def seeds() -> dict[str, bytes]:
    """A sound file of every form."""
    table = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2], "text": ["one", "two"]}), table)
    archive = warc(*((f"https://news.example/{n}", page().encode()) for n in range(3)))
    line = json.dumps({"id": 1, "text": "Rain fell on Monday."}).encode() + b"\n"
    item = b"<rss><channel><item><guid>1</guid><description>Rain.</description></item></channel>"
    return {
        "a.txt": b"Rain fell.\n\nOn Monday it rained, he said.\n",
        "a.html": page().encode(),
        "a.jsonl": line * 3,
        "a.parquet": table.getvalue(),
        "a.warc": archive,
        "a.warc.gz": gzip.compress(archive),
        "a.jsonl.zst": zstandard.compress(line * 3),
        "a.rss": item + b"</rss>",
        "a.mbox": b"From x\nSubject: Rain\nDate: Mon, 4 Mar 2024 08:00:00 +0000\n\nRain.\n",
    }


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The content cut, with bytes changed, doubled, dropped or put in."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(6):
            case 0:
                del made[at:]
            case 1:
                made[at : at + 1] = chance.randbytes(1)
            case 2:
                made[at:at] = chance.randbytes(chance.randint(1, 40))
            case 3:
                del made[at : at + chance.randint(1, 60)]
            case 4:
                made[at:at] = made[at : at + 200]
            case 5:
                made[at:at] = chance.choice((b"\0", b"\xff", b"<", b"\r\n\r\n", b"\xc3", b"{" * 9))
    return bytes(made)


def spoil_and_read(folder: Path, rounds: int) -> None:
    """Spoil and read every form; what a round held can be made again from the seed."""
    chance = random.Random(20240303)
    for number in range(rounds):
        for name, content in seeds().items():
            path = folder / name
            path.write_bytes(spoiled(content, chance))
            begin = time.monotonic()
            assert outcomes(path), f"round {number}: {name} vanished"
            assert time.monotonic() - begin < 10, f"round {number}: {name}"


def test_spoiled_files_of_every_form_are_read_or_have_a_reason(tmp_path: Path) -> None:
    spoil_and_read(tmp_path, 20)


def test_no_wrong_byte_in_the_foot_of_a_table_makes_its_rows_vanish(tmp_path: Path) -> None:
    sound = seeds()["a.parquet"]
    path = tmp_path / "a.parquet"
    for at in range(len(sound) - 620, len(sound)):
        path.write_bytes(sound[:at] + b"\0" + sound[at + 1 :])
        assert outcomes(path), at


@pytest.mark.proof
def test_a_hundred_thousand_spoiled_files_are_read_or_have_a_reason(tmp_path: Path) -> None:
    spoil_and_read(tmp_path, 100_000 // len(seeds()) + 1)


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(64 << 20))
    zeros = bytes(64 << 20)
    for name, content, code in (
        ("a.txt.gz", gzip.compress(zeros), "too_large"),
        ("b.html.gz", gzip.compress(zeros), "too_large"),
        ("c.jsonl.zst", zstandard.compress(zeros), "too_large"),
        ("d.rss.gz", gzip.compress(zeros), "too_large"),
        ("e.mbox.gz", gzip.compress(zeros), "too_large"),
        ("f.zip", packed.getvalue(), "unsupported_format"),
        ("g.txt", packed.getvalue(), "binary"),
    ):
        (tmp_path / name).write_bytes(content)
        assert outcomes(tmp_path / name) == [code]


def test_one_line_of_twenty_megabytes_does_not_hide_its_neighbours(tmp_path: Path) -> None:
    good = b'{"id": 1, "text": "Rain fell."}\n'
    path = tmp_path / "a.jsonl"
    path.write_bytes(good + b'{"text": "' + b"x" * (20 << 20) + b'"}\n' + good.replace(b"1", b"2"))
    assert outcomes(path) == ["read", "too_large", "read"]


@pytest.mark.proof
@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 140_000 + "<p>x",
        "<b><p>" * 70_000 + "x",
        "<ul><li>" * 70_000 + "x",
        "<table><tr><td>" * 45_000 + "x",
        "<table><tr><td>cell text here</td></tr></table>" * 15_000,
        "<p>" + "word " * 1_400_000,
        "<" * 8_000_000,
        "<!--" * 1_000_000,
        "<a " * 1_000_000,
        "&amp;" * 1_500_000,
        '<script type="application/ld+json">' + "[" * 1_000_000 + "</script>",
        "<div class='" + "ad " * 2_000_000 + "'>x",
    ],
    ids=lambda markup: markup[:24],
)
def test_no_markup_holds_the_reader_up(markup: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(top=markup))
    begin = time.process_time()
    assert outcomes(tmp_path / "a.html", 100 << 20)
    assert time.process_time() - begin < 60


# What getrusage says of a child begins with its parent's peak; the kernel's own mark does not.
_READ = r"""
import re, sys
from pathlib import Path
from flows.sources import read_file
path = Path(sys.argv[1])
print(sum(1 for _ in read_file(path, path.parent, document_bytes=1 << 20)))
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10)
"""


@pytest.mark.proof
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux shows peak memory there")
@pytest.mark.parametrize("form", ["parquet", "warc", "warc.gz", "mbox"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, form: str) -> None:
    text = "".join(random.Random(1).choices("abcdefgh ", k=20_000))
    peaks = []
    for count in (500, 10_000):
        path = tmp_path / f"{count}.{form}"
        if form == "parquet":
            rows = {"id": range(count), "text": (f"{n} {text}" for n in range(count))}
            table = pa.table({name: list(values) for name, values in rows.items()})
            pq.write_table(table, path, use_dictionary=False)
        else:
            one = warc(("https://news.example/", page(top=f"<p>{text}</p>").encode()))
            message = b"From x\nSubject: a\n\n" + text.encode() + b"\n\n"
            one = message if form == "mbox" else gzip.compress(one) if "gz" in form else one
            path.write_bytes(one * count)
        ran = subprocess.run(
            [sys.executable, "-c", _READ, path],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
        documents, peak = map(int, ran.stdout.split())
        assert documents == count
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 100, f"MiB: {peaks}"


def test_nothing_of_a_mixed_folder_is_passed_over(tmp_path: Path) -> None:
    for name, content in seeds().items():
        (tmp_path / name).write_bytes(content)
    counts = {path.name: len(outcomes(path)) for path in raw_files(tmp_path)}
    assert counts == {
        "a.txt": 1, "a.html": 1, "a.jsonl": 3, "a.parquet": 2, "a.warc": 3, "a.warc.gz": 3,
        "a.jsonl.zst": 3, "a.rss": 1, "a.mbox": 1,
    }  # fmt: skip
