"""Settings: one typed object; a flag beats the environment beats pyproject.toml beats the default.

A Prefect run gets them as parameters, which beat everything else: ``parameters_of``.

Environment variables are ``BROADSHEET_`` and the setting's name in capitals. The file is the
``[tool.broadsheet]`` table of the pyproject.toml in the working folder; its paths are relative to
that file. ``[tool.broadsheet.columns]`` can stand in the file alone; a table in it, such as
``[tool.broadsheet.columns."gazette/feed"]``, is for the files of that folder below the raw one, or
for the one file of that path.
"""

from __future__ import annotations

import os
import re
import tomllib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from flows.errors import UsageError, message_of, nearest
from transforms.documents import RECORD_FIELDS
from transforms.models import DEFAULT_ENGINE, Engine


class SettingsError(UsageError):
    """A setting has no such name or an unusable value; the message says where it was given."""


LIMITS = {
    "workers": (0, 1024),
    "batch_documents": (1, 100_000),
    "batch_bytes": (1, 1 << 40),
    "document_bytes": (1, 1 << 40),
    "document_seconds": (0, 1_000_000),
    "document_memory": (0, 1 << 44),
    "max_retracted": (0, 1),
    "parts_per_month": (1, 31),
    "keep_versions": (1, 1_000_000),
    "keep_days": (0, 1_000_000),
    "port": (1, 65_535),
    "notify_quarantined": (0, 1),
    "notify_silent_days": (1, 1_000_000),
}


_FOLDERS = ("raw", "processed", "curation")
_DEFAULT, _PARAMETERS = "the default", "the flow's parameters"
_OF_THE_FLOW = ("raw", "processed", "workers")
"""Settings that are parameters of the flow by themselves; the others go together."""
OF_THE_MACHINE = ("port", "server", "notify", "notify_quarantined", "notify_silent_days")
"""Settings that are no parameters of a run: Prefect shows parameters to whoever sees its pages, and
an address to notify may hold a password. A run reads them where it runs."""
_OLD_ENGINE = "quotes_engine"
_OLD_ENGINES: Mapping[object, Engine] = {"learned": "accurate", "rules": "rules"}
"""The setting that ``engine`` replaced, and its values today."""
_PREFIX = "BROADSHEET_"
_SECTION = "broadsheet"
_NEAR = 0.85
"""Likeness from which on another table of the file is taken for a slip of the hand."""
_ADDRESS = re.compile(r"exec:\s*\S|(?!exec:)[A-Za-z][\w+.-]*://\S")
_WEB = re.compile(r"https?://[^/\s]+", re.IGNORECASE)
_CALLED: Mapping[object, str] = {int: "a whole number", float: "a number", str: "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set for a run.

    raw:             folder of raw files.
    processed:       folder of the dataset.
    curation:        folder of what people decided about entities; see ``flows.sources``.
    workers:         processes that extract; 0 means one per core.
    batch_documents: documents per task run, at most.
    batch_bytes:     raw bytes per task run, at most (one document may exceed it).
    document_bytes:  bytes of one document; larger ones are quarantined.
    document_seconds, document_memory: processor time and bytes of memory that reading one document
                     may take, else it is quarantined; 0 means any amount.
    max_retracted:   share of the articles that a run may lose unasked, 0..1.
    parts_per_month: Parquet files per table and month.
    keep_versions, keep_days: a dataset version is kept as long as either asks for it.
    columns:         field of a record to the column or key that holds it in the raw files; or
                     folder or file below ``raw`` to such a mapping for it (see ``columns_of``).
    rehash:          read every raw file, also those that look as they did; see ``flows.runs``.
    engine:          what reads names and quotes; see ``transforms.models.Engine``.
    port:            of Prefect's server on loopback, where `broadsheet schedule` has to start one.
    server:          API of the Prefect server to use; empty takes PREFECT_API_URL, if that is set.
    notify:          where to send word when something is amiss; see ``flows.notify``.
    notify_quarantined: share of a run's documents in quarantine from which on to send word, 0..1.
    notify_silent_days: days without an article after which an outlet can have fallen silent.
    """

    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    curation: Path = Path("data/curation")
    workers: int = 0
    batch_documents: int = 500
    batch_bytes: int = 32 << 20
    document_bytes: int = 100 << 20
    document_seconds: float = 20.0
    document_memory: int = 1 << 30
    max_retracted: float = 0.05
    parts_per_month: int = 1
    keep_versions: int = 10
    keep_days: int = 7
    columns: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    rehash: bool = False
    engine: Engine = DEFAULT_ENGINE
    port: int = 4200
    server: str = ""
    notify: tuple[str, ...] = ()
    notify_quarantined: float = 0.1
    notify_silent_days: int = 7

    @property
    def worker_count(self) -> int:
        """Processes to use: the number set, or one per core that this process may use."""
        if self.workers:
            return self.workers
        return (
            len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else os.cpu_count() or 1
        )

    def columns_of(self, source_path: str) -> Mapping[str, str]:
        """Field to column for one file; its own mapping counts, then that of the inner folder.

        source_path: path below the raw folder.

        >>> columns = {"text": "content", "feed": {"text": "story"}}
        >>> Settings(columns=columns).columns_of("feed/a.csv")
        {'text': 'story'}
        """
        found = {name: column for name, column in self.columns.items() if isinstance(column, str)}
        for folder, columns in sorted(self.columns.items()):  # outer folders sort before inner ones
            if not isinstance(columns, str) and f"{source_path}/".startswith(f"{folder}/"):
                found |= columns
        return {name: found[name] for name in RECORD_FIELDS if name in found}


def parameters_of(settings: Settings) -> dict[str, Any]:
    """The settings of a run as parameters of the flow ``news``, in values that JSON can write.

    Paths are absolute, because the run may work in another folder.

    >>> parameters_of(Settings(engine="rules"))["settings"]["engine"]
    'rules'
    """
    values: dict[str, Any] = {}
    for known in fields(Settings):
        if known.name in OF_THE_MACHINE:
            continue
        value = getattr(settings, known.name)
        if isinstance(value, Path):
            value = str(value.absolute())
        values[known.name] = _as_json(value)
    parameters = {name: values.pop(name) for name in _OF_THE_FLOW}
    return parameters | {"settings": values}


def _as_json(value: object) -> object:
    """Mappings as dicts, also those inside a mapping; the rest as it is."""
    if isinstance(value, Mapping):
        return {name: _as_json(inner) for name, inner in value.items()}
    return value


def load_settings(
    flags: Mapping[str, object] | None = None,
    *,
    parameters: Mapping[str, object] | None = None,
    environ: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Settings:
    """Resolve every setting from flags, environment and ``folder``/pyproject.toml.

    Args:
        flags: values given on the command line; None means not given.
        parameters: values given to a Prefect run, by the names of the settings.
        folder: where pyproject.toml is looked for; the working folder when None.

    Raises:
        SettingsError: an unknown name or a value of the wrong type or out of range.
    """
    given = _given(flags or {}, parameters or {}, environ, folder or Path.cwd())
    return Settings(**{name: _checked(name, *value) for name, value in given.items()})  # type: ignore[arg-type]  # _checked returns the declared type


def settings_with_origin(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> list[tuple[str, object, str]]:
    """Every setting with its value and where that comes from, in the order of ``Settings``.

    Raises:
        SettingsError: see ``load_settings``.
    """
    given = _given(flags or {}, {}, environ, folder or Path.cwd())
    settings = load_settings(flags, environ=environ, folder=folder)
    return [
        (known.name, getattr(settings, known.name), given.get(known.name, (None, _DEFAULT))[1])
        for known in fields(Settings)
    ]


def _given(
    flags: Mapping[str, object],
    parameters: Mapping[str, object],
    environ: Mapping[str, str],
    folder: Path,
) -> dict[str, tuple[object, str]]:
    """Setting to its unchecked value and the place that gave it; folders have one always."""
    given: dict[str, tuple[object, str]] = {
        name: (folder / getattr(Settings(), name), _DEFAULT) for name in _FOLDERS
    }
    for name, value in _from_file(folder / "pyproject.toml").items():
        given[name] = value, "[tool.broadsheet] in pyproject.toml"
    given |= _from_environment(environ)
    for name, parameter in parameters.items():
        given[name] = parameter, _PARAMETERS
    for name, flag in flags.items():
        if flag is not None:
            given[name] = flag, f"the option --{name.replace('_', '-')}"
    _rename_engine(given)
    return given


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    """Settings that variables give.

    Raises:
        SettingsError: a variable that begins as ours do names no setting.
    """
    # a table has no form on one line, so columns have no variable
    variables = {
        f"{_PREFIX}{name.upper()}": name
        for name in (*(known.name for known in fields(Settings)), _OLD_ENGINE)
        if name != "columns"
    }
    for name in sorted(environ):
        if name.startswith(_PREFIX) and name not in variables:
            raise SettingsError(
                f"the environment variable {name} names no setting{nearest(name, variables)};"
                " `broadsheet config` lists all"
            )
    return {
        name: (_number_in(name, environ[variable]), f"the environment variable {variable}")
        for variable, name in variables.items()
        if variable in environ
    }


def _number_in(name: str, text: str) -> object:
    """The number that a variable holds for a setting that is one; else the text itself.

    A file and Prefect's parameters have numbers of their own, so that a text in them is a mistake.
    """
    kind = type(getattr(Settings(), name, None))
    try:
        return kind(text) if kind in (int, float) else text
    except ValueError:
        return text


def _rename_engine(given: dict[str, tuple[object, str]]) -> None:
    """Read the setting that ``engine`` replaced, unless ``engine`` is given too."""
    value, where = given.pop(_OLD_ENGINE, (None, ""))
    if not where:
        return
    if value not in _OLD_ENGINES:
        known = " or ".join(map(str, _OLD_ENGINES))
        raise SettingsError(f"{where}: {_OLD_ENGINE} must be {known}, not {value!r}")
    new = _OLD_ENGINES[value]
    warnings.warn(
        f"{where}: {_OLD_ENGINE} is now called engine, and means names and quotes together:"
        f' write engine = "{new}"',
        FutureWarning,
        stacklevel=3,
    )
    given.setdefault("engine", (new, where))


def refuse_overlap(settings: Settings) -> None:
    """Refuse to run where the dataset would lie among the raw files, or they in the dataset.

    Commands that only read a dataset do not care where the raw folder is.

    Raises:
        SettingsError: one of the two folders is the other one or lies in it.
    """
    raw, processed = settings.raw.resolve(), settings.processed.resolve()
    if raw.is_relative_to(processed) or processed.is_relative_to(raw):
        raise SettingsError(
            f"the raw folder {settings.raw} and the dataset's folder {settings.processed} overlap,"
            " so that a run could read what it writes: name a folder outside the other one with"
            " --raw or --processed"
        )


def _from_file(path: Path) -> dict[str, object]:
    """The [tool.broadsheet] table; its relative paths made relative to the file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"the settings cannot be read: {message_of(error)}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read {path}: {error}") from error
    tool = _table(document.get("tool", {}), f"{path}: [tool]")
    _refuse_misspelt(document, tool, path)
    table = _table(tool.get(_SECTION, {}), f"{path}: [tool.{_SECTION}]")
    given = {name.replace("-", "_"): value for name, value in table.items()}
    for name in _FOLDERS:
        if folder := given.get(name):
            given[name] = path.parent / folder if isinstance(folder, str) else folder
    return given


def _refuse_misspelt(
    document: Mapping[str, object], tool: Mapping[str, object], path: Path
) -> None:
    """Refuse a table that can only have been meant for us, and that nobody would read.

    Raises:
        SettingsError: such as [tool.broadshet] or [broadsheet].
    """
    places = [(name, name) for name in document] + [(f"tool.{name}", name) for name in tool]
    for place, name in places:
        is_near = get_close_matches(name.lower(), [_SECTION], n=1, cutoff=_NEAR)
        if is_near and place != f"tool.{_SECTION}" and isinstance(name, str):
            raise SettingsError(
                f"{path}: nothing reads [{place}] (did you mean [tool.{_SECTION}]?)"
            )


def _table(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise SettingsError(f"{where} must be a table, not {value!r}")
    return value


def _checked(name: str, value: object, where: str) -> object:
    """The value as the setting's type.

    Raises:
        SettingsError: naming the setting, the place it was given and what would do.
    """
    known = {setting.name: setting for setting in fields(Settings)}
    if name not in known:
        raise SettingsError(
            f"{where}: unknown setting {name!r}{nearest(name, known)}; known are {', '.join(known)}"
        )
    if name in _FORMS:
        return _FORMS[name](value, where)
    wanted: Callable[[Any], object] = type(known[name].default)
    if name in _FOLDERS and value == "":
        raise SettingsError(f"{where}: {name} must name a folder, and the value is empty")
    try:
        is_no_text = wanted is str and not isinstance(value, str)
        is_no_number = wanted in (int, float) and isinstance(value, str | bool)
        if is_no_number or is_no_text or (wanted is int and isinstance(value, float)):
            raise TypeError("int() and float() take what is not such a number")
        typed = wanted(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"{where}: {name} must be {_CALLED.get(wanted, 'a path')}, not {value!r}"
        ) from error
    if name == "engine" and typed not in get_args(Engine):
        known_engines = " or ".join(get_args(Engine))
        meant = nearest(str(typed), get_args(Engine))
        raise SettingsError(f"{where}: {name} must be {known_engines}, not {value!r}{meant}")
    if isinstance(typed, int | float):
        low, high = LIMITS[name]
        if not low <= typed <= high:
            raise SettingsError(f"{where}: {name} must lie in {low} .. {high}, not {value!r}")
    if isinstance(typed, Path):
        typed = typed.expanduser().absolute()
        # A folder that nobody asked for may be missing; parameters carry the default on.
        if name == "curation" and where not in (_DEFAULT, _PARAMETERS) and not typed.is_dir():
            raise SettingsError(f"{where}: {name} must be a folder, and there is none at {typed}")
        if name == "processed" and typed.is_file():
            raise SettingsError(f"{where}: {name} must be a folder, and {typed} is a file")
    return typed


def _columns(value: object, where: str) -> Mapping[str, str | Mapping[str, str]]:
    """The mapping of fields to columns, in the order of the fields, then those of places.

    Raises:
        SettingsError: not a table, an unknown field, or a column that is not text.
    """
    if not isinstance(value, Mapping):
        raise SettingsError(f'{where}: columns must be a table, as in text = "content"')
    fields_of_all = {name: one for name, one in value.items() if not isinstance(one, Mapping)}
    folders = {name: one for name, one in value.items() if isinstance(one, Mapping)}
    return {
        **_mapping(fields_of_all, f"{where}: columns"),
        **{
            folder.strip("/"): _mapping(columns, f"{where}: columns of {folder}")
            for folder, columns in folders.items()
        },
    }


def _mapping(columns: Mapping[str, object], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, column in columns.items():
        if name not in RECORD_FIELDS:
            raise SettingsError(
                f"{where}: unknown field {name!r}{nearest(name, RECORD_FIELDS)}; known are"
                f" {', '.join(RECORD_FIELDS)}"
            )
        if not isinstance(column, str) or not column:
            raise SettingsError(f"{where}: {name} must name a column, not {column!r}")
        found[name] = column
    return {name: found[name] for name in RECORD_FIELDS if name in found}


def _addresses(value: object, where: str) -> tuple[str, ...]:
    """Addresses to notify: a list, or one line of them with spaces between.

    Whether a service of that kind is known is for ``flows.notify`` to say.

    Raises:
        SettingsError: neither of the two, or what has not the form of an address.
    """
    addresses = value.split() if isinstance(value, str) else value
    if not isinstance(addresses, list | tuple) or not all(
        isinstance(one, str) for one in addresses
    ):
        raise SettingsError(
            f"{where}: notify must be a list of addresses, as in"
            ' notify = ["https://desk.example/hook"]'
        )
    for address in addresses:
        if not _ADDRESS.match(address):
            raise SettingsError(
                f"{where}: notify names {address!r}, which is no address: write https://…,"
                " exec:command, or one of Apprise, such as mailtos://…"
            )
    return tuple(addresses)


def _api(value: object, where: str) -> str:
    """The address of a Prefect server, or none.

    Raises:
        SettingsError: not an http address.
    """
    if not isinstance(value, str) or (value and not _WEB.match(value)):
        raise SettingsError(
            f"{where}: server must be the API of a Prefect server, as in"
            f' server = "http://127.0.0.1:4200/api", not {value!r}'
        )
    return value


def _rehash(value: object, where: str) -> bool:
    """Whether to read every file; in a variable the words of TOML, or 1 and 0.

    Raises:
        SettingsError: neither yes nor no.
    """
    said = {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
    if said is None or isinstance(value, float):
        raise SettingsError(f"{where}: rehash must be true or false, not {value!r}")
    return said


_FORMS: Mapping[str, Callable[[object, str], object]] = {
    "rehash": _rehash,
    "columns": _columns,
    "notify": _addresses,
    "server": _api,
}
"""Settings whose values have a form of their own: what checks the value given at a place."""
