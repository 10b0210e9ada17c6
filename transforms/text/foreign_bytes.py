"""Foreign bytes: the encoding of text in another script that no one declared.

Bytes of Western text are read as Windows-1252 without a guess, because a short text in one Western
encoding looks like text in another. In other scripts most letters are no ASCII, and which encoding
makes words of them is a safe guess.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SAMPLE = 16_384  # bytes by which the encoding is judged
_HIGH = bytes(range(0x80, 0x100))
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_LEAST_FOREIGN = 0.5  # share of high bytes in words that have any; French has 0.3, Russian 1.0
_FEWEST_FOREIGN = 100  # such bytes; of texts of 80 characters one guess in fourteen was wrong


def candidates(raw: bytes, start: int) -> tuple[str, ...]:
    """Python's names of encodings in which bytes are words of another script, the likeliest first.

    start: where the bytes stop being UTF-8.

    >>> text = "Река вновь вышла из берегов, сказал мэр. Школы закрыты до четверга. " * 2
    >>> candidates(text.encode("koi8-r"), 0)[0]
    'koi8_r'
    >>> candidates("L\\u2019été dernier, le maire a déclaré".encode("cp1252"), 1)
    ()
    """
    words = _WORD.findall(raw, start, start + _SAMPLE)
    high = sum(len(word) - len(word.translate(None, _HIGH)) for word in words)
    if high < _FEWEST_FOREIGN or high < _LEAST_FOREIGN * sum(map(len, words)):
        return ()
    best = _from_bytes()(_whole_characters(raw, start)).best()
    return () if best is None else (best.encoding, *best.could_be_from_charset)


def _whole_characters(raw: bytes, start: int) -> bytes:
    """A sample that is not cut within a character of several bytes."""
    begin = max(raw.rfind(b"\n", 0, start), raw.rfind(b">", 0, start)) + 1
    sample = raw[max(begin, start - _SAMPLE) : start + _SAMPLE]
    end = max(sample.rfind(b"\n"), sample.rfind(b"<"), sample.rfind(b" "))
    return sample if start + _SAMPLE >= len(raw) or end < 0 else sample[:end]


@cache
def _from_bytes() -> Any:
    from charset_normalizer import from_bytes  # some hundredths of a second, seldom needed

    return from_bytes
