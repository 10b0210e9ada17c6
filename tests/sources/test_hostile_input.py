"""Whatever lies under data/raw: no crash, no hang, bounded memory, and a reason for each."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import zstandard

from flows.sources import raw_files
from tests.sources.examples import FORMS, PACKABLE, PAGES, STREAMED, example, outcomes
from tests.support.pages import page
from tests.support.sizes import proof_size

ROOT = Path(__file__).parents[2]


def seeds() -> dict[str, bytes]:
    """A sound file of every form, and two that are packed."""
    texts = ("Rain fell.", "On Monday it rained, he said.", "Rain will fall.")
    plain = {f"a{suffix}": example(suffix, *texts) for suffix in FORMS}
    return plain | {
        "a.warc.gz": gzip.compress(plain["a.warc"]),
        "a.jsonl.zst": zstandard.compress(plain["a.jsonl"]),
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
    chance, sound = random.Random(20240303), seeds()
    for number in range(rounds):
        for name, content in sound.items():
            path = folder / name
            path.write_bytes(spoiled(content, chance))
            begin = time.process_time()
            assert outcomes(path), f"round {number}: {name} vanished"
            assert time.process_time() - begin < 10, f"round {number}: {name}"


def test_spoiled_files_of_every_form_are_read_or_have_a_reason(tmp_path: Path) -> None:
    spoil_and_read(tmp_path, 20)


def test_no_wrong_byte_in_the_foot_of_a_table_makes_its_rows_vanish(tmp_path: Path) -> None:
    sound = seeds()["a.parquet"]
    path = tmp_path / "a.parquet"
    for at in range(len(sound) - 620, len(sound)):
        path.write_bytes(sound[:at] + b"\0" + sound[at + 1 :])
        assert outcomes(path), at


@pytest.mark.proof
def test_tens_of_thousands_of_spoiled_files_are_read_or_have_a_reason(tmp_path: Path) -> None:
    spoil_and_read(tmp_path, proof_size("FILES", 25_000) // len(seeds()) + 1)


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(64 << 20))
    zeros = gzip.compress(bytes(64 << 20), 1)
    bombs = {f"{suffix}.gz": (zeros, "too_large") for suffix in PACKABLE} | {
        ".warc.gz": (zeros, "warc_damaged"),
        ".arc.gz": (zeros, "warc_damaged"),
        ".zip": (packed.getvalue(), "too_large"),
        ".txt": (packed.getvalue(), "binary"),
    }
    for suffix, (content, code) in bombs.items():
        (tmp_path / f"a{suffix}").write_bytes(content)
        assert outcomes(tmp_path / f"a{suffix}") == [code]


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
@pytest.mark.parametrize("suffix", [*STREAMED, ".warc.gz"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, suffix: str) -> None:
    text = "".join(random.Random(1).choices("abcdefgh ", k=20_000))
    peaks = []
    for count in (500, 10_000):
        path = tmp_path / f"{count}{suffix}"
        content = example(suffix.removesuffix(".gz"), *(f"{n} {text}" for n in range(count)))
        path.write_bytes(gzip.compress(content, 1) if suffix.endswith(".gz") else content)
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
    assert counts == {name: 1 if Path(name).suffix in PAGES else 3 for name in seeds()}
