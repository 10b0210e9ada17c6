"""Visible: characters that a browser would act on instead of showing, as signs that it shows."""

from __future__ import annotations

_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SIGNS = (
    _CONTROLS
    | {0x7F: "\u2421"}
    | {code: f"⟨U+{code:04X}⟩" for code in (*range(0x80, 0xA0), *_BIDI)}
)


def visible(value: object) -> object:
    """Text with control characters and direction marks shown as what they are; others unchanged.

    Without that, an article could reverse what stands beside it, or hide a part of itself.

    >>> visible("a\\x1b[31m\\u202eb")
    'a␛[31m⟨U+202E⟩b'
    """
    return value.translate(_SIGNS) if type(value) is str else value
