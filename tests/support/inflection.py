"""How the forms of an English verb are spelt: by rule, or as ``irregular_verbs.tsv`` says."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.lexicon import read_lexicon

IRREGULAR = {row["lemma"]: row for row in read_lexicon("irregular_verbs", "tests.support")}
PREFIXES = ("fore", "mis", "out", "over", "re", "un", "under", "up", "with")  # foresee is like see
DOUBLED = {"yes": (True,), "no": (False,), "both": (False, True)}
_SHORT_END = re.compile(r"(?:^|[^aeiou]|qu)[aeiou][^aeioucwxy]$")  # one vowel, one consonant
_VOWELS = re.compile(r"(?<!q)[aeiouy]+")


class UnknownSpelling(ValueError):
    """No rule says whether the last letter is doubled."""


class VerbForms(NamedTuple):
    """The inflected forms, in the order in which a lexicon writes them."""

    third: str
    past: tuple[str, ...]
    ing: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.third, *self.past, *self.ing))


def forms_of(lemma: str) -> VerbForms:
    """The forms of a verb.

    Raises:
        UnknownSpelling: the verb has several syllables, ends in one vowel and one consonant, and
            ``irregular_verbs.tsv`` does not say whether that consonant is doubled.

    >>> str(forms_of("deny")), str(forms_of("forbid"))
    ('denies denied denying', 'forbids forbade forbidden forbidding')
    >>> str(forms_of("label")), forms_of("foresee").past
    ('labels labeled labelled labeling labelling', ('foresaw', 'foreseen'))
    """
    stems = _stems(lemma)
    return VerbForms(
        _third(lemma),
        _irregular_past(lemma) or tuple(_past(stem) for stem in stems),
        tuple(_ing(stem) for stem in stems),
    )


def _third(lemma: str) -> str:
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ies"
    return lemma + ("es" if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", lemma) else "s")


def _stems(lemma: str) -> list[str]:
    """What -ed and -ing are put to: the last letter doubled, not doubled, or either."""
    if lemma.endswith("ic"):
        return [f"{lemma}k"]
    if not _SHORT_END.search(lemma):
        return [lemma]
    answer = IRREGULAR[lemma]["doubled"] if lemma in IRREGULAR else ""
    if not answer and len(_VOWELS.findall(lemma)) == 1:
        answer = "yes"
    if not answer:
        raise UnknownSpelling(f"is the last letter of {lemma} doubled before -ed and -ing?")
    return [lemma + lemma[-1] if is_doubled else lemma for is_doubled in DOUBLED[answer]]


def _past(stem: str) -> str:
    if re.search(r"[^aeiou]y$", stem):
        return f"{stem[:-1]}ied"
    return stem + ("d" if stem.endswith("e") else "ed")


def _ing(stem: str) -> str:
    if stem.endswith("ie"):
        return f"{stem[:-2]}ying"
    return (stem[:-1] if re.search(r"[^eoy]e$", stem) else stem) + "ing"


def _irregular_past(lemma: str) -> tuple[str, ...]:
    for prefix in ("", *PREFIXES):
        root = lemma.removeprefix(prefix)
        if lemma.startswith(prefix) and root in IRREGULAR:
            return tuple(prefix + past for past in IRREGULAR[root]["past"].split())
    return ()
