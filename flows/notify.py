"""Notify: sends word to whoever looks after a dataset, by web hook, mail, command or messenger.

An address of the setting ``notify`` is one of these:

``https://host/path``        a web hook; the notice is posted as JSON.
``exec:command argument …``  a command, without a shell; the notice is its standard input, as JSON.
``mailtos://…``, ``slack://…``  any other service that Apprise knows, by Apprise's addresses.

What cannot be delivered is said and never stops a run.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import urlsplit

from flows.errors import UsageError, UserError

if TYPE_CHECKING:
    from apprise import Apprise

Kind: TypeAlias = Literal[
    "failed", "checks", "recovered", "quarantine", "silent", "layout", "trial"
]
_EXEC = "exec:"
_WEB_HOOKS = ("http://", "https://")
_SECONDS = 20
"""That a service or a command may take."""


class NoSuchService(UsageError):
    """An address is of no kind that is known; the message says which and what would do."""


class NotDelivered(UserError):
    """A notice did not reach every address; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that somebody should know.

    kind:    failed: nothing was published; checks: rows break a promise; recovered: a run went well
             again; quarantine: much of a run is there; silent, layout: an outlet stopped, or its
             pages changed.
    subject: one line.
    text:    what happened and what to do.
    facts:   the same for programs: dataset, machine, version, outlet …
    """

    kind: Kind
    subject: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The notice as one JSON object.

        >>> Notice("trial", "Hello", "Nothing is amiss.", {"version": 7}).as_json()
        b'{"kind": "trial", "subject": "Hello", "text": "Nothing is amiss.", "version": 7}'
        """
        said = {"kind": self.kind, "subject": self.subject, "text": self.text}
        return json.dumps(said | dict(self.facts), ensure_ascii=False).encode()


def send(notice: Notice, addresses: Sequence[str]) -> list[str]:
    """Send a notice to every address; one sentence for each that it did not reach."""
    return [problem for address in addresses for problem in _problems(notice, address)]


def refuse_unknown(addresses: Sequence[str]) -> None:
    """Refuse addresses to which nothing could ever be sent, before somebody relies on them.

    Raises:
        NoSuchService: a service that Apprise does not know, or a command that cannot be run.
    """
    for address in addresses:
        if address.startswith(_EXEC):
            _refuse_unknown_command(address)
        elif not address.startswith(_WEB_HOOKS):
            try:
                _service_at(address)
            except ValueError as error:
                raise NoSuchService(f"the setting notify: {_named(address)}: {error}") from error


def _refuse_unknown_command(address: str) -> None:
    try:
        program, *_ = shlex.split(address.removeprefix(_EXEC))
    except ValueError as error:
        raise NoSuchService(f"the setting notify: {address!r} is no command ({error})") from error
    if shutil.which(program) is None:
        raise NoSuchService(
            f"the setting notify: {_named(address)}: there is no program {program!r} that may be"
            " run; name it with its whole path"
        )


def try_out(addresses: Sequence[str], facts: Mapping[str, object]) -> None:
    """Send a notice that says that nothing is amiss.

    Raises:
        NoSuchService: there is no address, or one of no kind that is known.
        NotDelivered: one was not reached.
    """
    refuse_unknown(addresses)
    if not addresses:
        raise NoSuchService(
            "there is nobody to notify: name an address in the setting `notify`, as in"
            ' notify = ["https://desk.example/hook"]'
        )
    text = "Nothing is amiss: somebody tried whether notices arrive here."
    problems = send(Notice("trial", "Broadsheet: a trial", text, facts), addresses)
    if problems:
        raise NotDelivered("\n".join(problems))


def _problems(notice: Notice, address: str) -> Iterator[str]:
    try:
        if address.startswith(_EXEC):
            _run(notice, address.removeprefix(_EXEC))
        elif address.startswith(_WEB_HOOKS):
            _post(notice, address)
        else:
            _hand_to_apprise(notice, address)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        yield f"{_named(address)} was not notified: {error}"


def _named(address: str) -> str:
    """An address without what may be secret in it.

    >>> _named("mailtos://desk:secret@mail.example?to=a"), _named("exec:logger -t news")
    ('mailtos://mail.example', 'exec:logger')
    """
    if address.startswith(_EXEC):
        return address.split(maxsplit=1)[0]
    parts = urlsplit(address)
    return f"{parts.scheme}://{(parts.netloc).rpartition('@')[2]}" if parts.netloc else "an address"


def _run(notice: Notice, command: str) -> None:
    done = subprocess.run(
        shlex.split(command), input=notice.as_json(), capture_output=True, timeout=_SECONDS
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ValueError(f"it ended with {done.returncode}{': ' if last else ''}{last}")


def _post(notice: Notice, address: str) -> None:
    request = urllib.request.Request(
        address,
        notice.as_json(),
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": "broadsheet"},
    )
    with urllib.request.urlopen(request, timeout=_SECONDS) as reply:
        reply.read(1)


def _hand_to_apprise(notice: Notice, address: str) -> None:
    if not _service_at(address).notify(title=notice.subject, body=notice.text):
        raise ValueError("the service was not reached or did not take it")


def _service_at(address: str) -> Apprise:
    from apprise import Apprise

    service = Apprise()
    if not service.add(address):
        raise ValueError(
            "no address of a kind that is known; write https://…, exec:…, or one of Apprise"
        )
    return service
