"""Fits and measures the scorer of speakers; the texts must be beside the repository.

python -m training.speakers fit        writes transforms/models/speakers.json
python -m training.speakers calibrate  answers to texts that were left out, by probability
python -m training.speakers measure    right, wrong and open by form of the source
"""

from __future__ import annotations

import argparse

from training.annotation.web_texts import is_kept_out
from training.speakers.fit import SURENESS, answers_of_left_out, learn, write
from training.speakers.gold import read_gold
from training.speakers.invented import read_invented
from training.speakers.measure import measure, table

SKIPPED = frozenset(["fundus_p0160"])
"""Not learnt from: the tagger takes a title of its hero for a given name, so he is two people."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["fit", "calibrate", "measure"])
    command = parser.parse_args(arguments).command
    texts = list(read_gold())
    learnt = [t for t in texts if not is_kept_out(t.doc_id) and t.doc_id not in SKIPPED]
    if command == "fit":
        write(learn([*learnt, *read_invented()]), SURENESS)
    elif command == "calibrate":
        for line in answers_of_left_out(learnt, list(read_invented())):
            print(line)
    else:
        for is_out, head in ((False, "learnt from"), (True, "kept out")):
            part = (text for text in texts if is_kept_out(text.doc_id) == is_out)
            print(head, table(measure(part)), sep="\n")


if __name__ == "__main__":
    main()
