"""Office archive: the parts of a DOCX or ODT file, which is a ZIP archive of XML documents.

Pure. Only the parts that are asked for are unpacked, each up to a size; entities are not resolved
and nothing is fetched.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from transforms.text import Issue, Quarantined

MOST_PART = 32 << 20
"""Bytes of one part, unpacked; its tree takes about ten times as much memory."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Word before 2007, and of secrets


class OfficeArchive:
    """The parts of one file.

    Raises:
        Quarantined: ``empty``, ``encrypted_file``, ``too_large`` or ``damaged_file``.
    """

    def __init__(self, payload: bytes, form: str) -> None:
        self._form = form
        if not payload:
            raise refused("empty", "the file is empty")
        if payload.startswith(_COMPOUND):
            raise refused(
                "encrypted_file",
                f"it has a password or is of Word before 2007: save it as {form} without one",
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(payload))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged(error) from error

    def tree(self, name: str) -> Any | None:
        """The root element of a part; None if there is no such part."""
        try:
            part = self._archive.getinfo(name)
        except KeyError:
            return None
        if part.flag_bits & 1:
            raise refused("encrypted_file", "it has a password: save it without one")
        if part.file_size > MOST_PART:
            detail = f"its part {name} has {part.file_size:,} bytes; at most {MOST_PART:,} are read"
            raise refused("too_large", detail)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self._archive.read(part), parser)
        except (
            *(etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError),
            *(ValueError, OSError, NotImplementedError),
        ) as error:
            raise self._damaged(error) from error

    def required(self, name: str) -> Any:
        """The root element of a part without which there is no document."""
        root = self.tree(name)
        if root is None:
            raise self._damaged(f"there is no {name} in it")
        return root

    def _damaged(self, error: object) -> Quarantined:
        return refused("damaged_file", f"it cannot be read as a {self._form} file: {error}")


def refused(code: str, detail: str) -> Quarantined:
    """The reason why a file cannot become an article."""
    return Quarantined(Issue("document", "error", code, detail[:500]))


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without a namespace; empty if there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""
