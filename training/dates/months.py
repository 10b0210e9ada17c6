"""Writes the lexicon of month names beyond those that were written by hand, from Unicode's CLDR.

python -m training.dates.months      writes transforms/lexicon/foreign_months.tsv
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, __version__

from transforms.lexicon import words_of

TARGET = Path("transforms/lexicon/foreign_months.tsv")
LANGUAGES = (
    *("bg", "ca", "cs", "da", "el", "et", "fi", "gl", "hr", "hu", "id", "is", "lt", "lv", "mk"),
    *("ms", "nb", "nn", "pl", "ro", "sk", "sl", "sq", "sr", "sr_Latn", "bs", "sv", "tr", "uk"),
    *("be", "af", "cy", "eu", "az", "ka", "hy", "he", "ar", "ar_SY", "fa", "hi", "bn", "kk"),
)
# Names that two languages give to two months: the second language is the one that keeps them.
_CLAIMED = {("hr", name) for name in ("srp", "lis", "listopad", "listopada", "lip")}
_BEFORE = re.compile(r"de |d’")  # Catalan "d’abril"
_SHORTEST = 3
_HEAD = f"""\
# Names of months beyond those of months.tsv, as they stand beside a day: "5. maaliskuuta 2020".
# Made by training/dates/months and never edited.
# Source: Unicode CLDR, by babel {__version__}. Licence: Unicode-3.0.
surface\tmonth\tlanguage
"""


def main() -> None:
    """Write every name once, with the first language that has it."""
    known = words_of("months")
    rows: dict[str, tuple[int, str]] = {}
    for code in LANGUAGES:
        for kinds in Locale.parse(code).months.values():
            for width in ("wide", "abbreviated"):
                for month, written in kinds[width].items():
                    name = _BEFORE.sub("", written.lower()).strip(" .")
                    is_word = len(name) >= _SHORTEST and not re.search(r"[\d\s]", name)
                    if is_word and name not in known and (code, name) not in _CLAIMED:
                        rows.setdefault(name, (month, code.partition("_")[0]))
    lines = (f"{name}\t{month}\t{code}\n" for name, (month, code) in rows.items())
    TARGET.write_text(_HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
