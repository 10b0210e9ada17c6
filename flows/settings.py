"""Settings: one typed object; a flag beats the environment beats pyproject.toml beats the default.

A Prefect run gets them as parameters, which beat everything else: ``parameters_of``.

Environment variables are ``BROADSHEET_`` and the setting's name in capitals. The file is the
``[tool.broadsheet]`` table of the pyproject.toml in the working folder; its paths are relative to
that file. ``[tool.broadsheet.columns]`` can stand in the file alone.
"""

from __future__ import annotations

import os
import tomllib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args

from flows.errors import UserError
from transforms.documents import RECORD_FIELDS
from transforms.models import DEFAULT_ENGINE, Engine


class SettingsError(UserError):
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
}


_FOLDERS = ("raw", "processed", "curation")
_DEFAULT, _PARAMETERS = "the default", "the flow's parameters"
_OF_THE_FLOW = ("raw", "processed", "workers")
"""Settings that are parameters of the flow by themselves; the others go together."""
_OLD_ENGINE = "quotes_engine"
_OLD_ENGINES: Mapping[object, Engine] = {"learned": "accurate", "rules": "rules"}
"""The setting that ``engine`` replaced, and its values today."""
_CALLED: Mapping[object, str] = {int: "a whole number", float: "a number"}


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
    columns:         field of a record to the column or key that holds it in the raw files.
    engine:          what reads names and quotes; see ``transforms.models.Engine``.
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
    columns: Mapping[str, str] = field(default_factory=dict)
    engine: Engine = DEFAULT_ENGINE

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


def parameters_of(settings: Settings) -> dict[str, Any]:
    """All settings as parameters of the flow ``news``, in values that JSON has a form for.

    Paths are absolute, because the run may work in another folder.

    >>> parameters_of(Settings(engine="rules"))["settings"]["engine"]
    'rules'
    """
    values: dict[str, Any] = {}
    for known in fields(Settings):
        value = getattr(settings, known.name)
        if isinstance(value, Path):
            value = str(value.absolute())
        values[known.name] = dict(value) if isinstance(value, Mapping) else value
    parameters = {name: values.pop(name) for name in _OF_THE_FLOW}
    return parameters | {"settings": values}


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
    folder = folder or Path.cwd()
    given: dict[str, tuple[object, str]] = {
        name: (folder / getattr(Settings(), name), _DEFAULT) for name in _FOLDERS
    }
    for name, value in _from_file(folder / "pyproject.toml").items():
        given[name] = value, "[tool.broadsheet] in pyproject.toml"
    for name in (*(known.name for known in fields(Settings)), _OLD_ENGINE):
        if name == "columns":
            continue  # a table has no form on one line
        variable = f"BROADSHEET_{name.upper()}"
        if variable in environ:
            given[name] = environ[variable], f"the environment variable {variable}"
    for name, parameter in (parameters or {}).items():
        given[name] = parameter, _PARAMETERS
    for name, flag in (flags or {}).items():
        if flag is not None:
            given[name] = flag, f"the option --{name.replace('_', '-')}"
    _rename_engine(given)
    return Settings(**{name: _checked(name, *value) for name, value in given.items()})  # type: ignore[arg-type]  # _checked returns the declared type


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
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read {path}: {error}") from error
    tool = _table(document.get("tool", {}), f"{path}: [tool]")
    table = _table(tool.get("broadsheet", {}), f"{path}: [tool.broadsheet]")
    given = {name.replace("-", "_"): value for name, value in table.items()}
    for name in _FOLDERS:
        if folder := given.get(name):
            given[name] = path.parent / folder if isinstance(folder, str) else folder
    return given


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
        raise SettingsError(f"{where}: unknown setting {name!r}; known are {', '.join(known)}")
    if name == "columns":
        return _columns(value, where)
    wanted: Callable[[Any], object] = type(known[name].default)
    if name in _FOLDERS and value == "":
        raise SettingsError(f"{where}: {name} must name a folder, and the value is empty")
    try:
        if isinstance(value, bool) or (wanted is int and isinstance(value, float)):
            raise TypeError("int() and float() take what is not such a number")
        typed = wanted(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"{where}: {name} must be {_CALLED.get(wanted, 'a path')}, not {value!r}"
        ) from error
    if name == "engine" and typed not in get_args(Engine):
        known_engines = " or ".join(get_args(Engine))
        raise SettingsError(f"{where}: {name} must be {known_engines}, not {value!r}")
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


def _columns(value: object, where: str) -> Mapping[str, str]:
    """The mapping of fields to columns, in the order of the fields.

    Raises:
        SettingsError: not a table, an unknown field, or a column that is not text.
    """
    if not isinstance(value, Mapping):
        raise SettingsError(f'{where}: columns must be a table, as in text = "content"')
    for field_name, column in value.items():
        if field_name not in RECORD_FIELDS:
            raise SettingsError(
                f"{where}: columns: unknown field {field_name!r}; known are"
                f" {', '.join(RECORD_FIELDS)}"
            )
        if not isinstance(column, str) or not column:
            raise SettingsError(
                f"{where}: columns: {field_name} must name a column, not {column!r}"
            )
    return {name: value[name] for name in RECORD_FIELDS if name in value}
