"""Pages of public benchmarks, each once, with what the benchmarks say of it.

WEB_DIR has for each of several benchmarks a folder with `index.json`, whose items state `file` and
what is right for it (`date`, `authors`), and, if the page lies in another benchmark's folder,
`page`; and the pages in `pages.tar.xz`. What is shipped was fitted on the even half, by the SHA-1
of the file's name, of the pages of htmldate (b895282832), trafilatura (e90b0ef51a) and fundus
(18da6e5359).
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

BENCHES = ("fundus", "htmldate", "traf")
FOLDS = 5


class WebPage(NamedTuple):
    """A page. stated: by benchmark, what it says is right."""

    path: str
    host: str
    payload: bytes
    language: str | None
    stated: dict[str, Any]


def read_pages(web: Path, what: str) -> Iterator[WebPage]:
    """The pages of which a benchmark states this: "date", "authors"."""
    stated: dict[str, dict[str, Any]] = {}
    files: dict[str, dict[str, tuple[str, str | None]]] = {bench: {} for bench in BENCHES}
    for bench in BENCHES:
        for item in json.loads((web / bench / "index.json").read_text("utf-8"))["items"]:
            page = item.get("page") or f"{bench}/{item['id']}"
            if item.get(what) is not None:
                stated.setdefault(page, {})[bench] = item[what]
            if "file" in item:
                files[bench][item["file"]] = (page, item.get("lang"))
    for bench in BENCHES:
        with tarfile.open(web / bench / "pages.tar.xz", "r:xz") as packed:
            for member in packed:
                page, language = files[bench].get(member.name, ("", None))
                content = packed.extractfile(member)
                if page in stated and content:
                    path, host = f"{bench}/{member.name}", member.name.split("/")[0]
                    yield WebPage(path, host, content.read(), language, stated[page])


def fold_of(host: str) -> int:
    """The part of a cross-validation; all pages of a site are left out together."""
    site = ".".join(host.split(".")[-2:])
    return int(hashlib.sha1(site.encode()).hexdigest(), 16) % FOLDS
