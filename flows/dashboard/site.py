"""Site: the addresses of the pages, and what holds for every answer.

Pages are made on the server from one version of the dataset. They need no script, ask no other
host for anything, and cannot change the dataset. Where an editor is given, forms on the pages of
articles add people's corrections to the curation's files, which the next run applies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.catalog import CatalogError, NoSuchArticle, QueryError
from flows.dashboard import screens
from flows.dashboard.current import Reader
from flows.dashboard.downloads import linked
from flows.dashboard.editing import Editor, Forbidden, read_form
from flows.dashboard.filters import read_filter
from flows.dashboard.leads import leads, readable
from flows.dashboard.visible import visible
from flows.dashboard.wording import counted, day, measured, quantity
from flows.errors import UserError
from flows.exports import MEDIA_TYPES, made
from flows.reviews import ReviewError
from flows.store import NoDataset

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
_STATUS: dict[type[UserError], int] = {
    Forbidden: 403, ReviewError: 400, QueryError: 400, NoSuchArticle: 404, screens.NoSuchPage: 404,
    NoDataset: 503, CatalogError: 503,
}  # fmt: skip
_MOST_DOWNLOADED = 200_000
"""Rows of a downloaded file; Excel takes a million, and a browser should not wait for minutes."""

_Page = Callable[[Reader, Request], "tuple[str, dict[str, Any]]"]


class _Headers:
    """Puts the headers that keep a page to itself on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(key.encode(), value.encode()) for key, value in _HEADERS.items()]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, with_headers)


def make_site(
    processed: Path,
    hosts: Sequence[str] = ("127.0.0.1", "localhost"),
    editor: Editor | None = None,
) -> Starlette:
    """The site over a dataset, as an ASGI application.

    processed: the folder of the dataset; it may be empty still, then every page says so.
    hosts:     names by which browsers may ask for it: another name, which a strange page could
               make point to this machine, is refused.
    editor:    takes what a person corrects on the pages of articles; None lets nobody.
    """
    reader = Reader(processed)
    shown = _environment()
    shown.globals["editor"] = editor
    routes = [
        Route(address, partial(_answer, reader, shown, page), methods=["GET"])
        for address, page in screens.ADDRESSES.items()
    ]
    for name in screens.LISTINGS:
        page = partial(_answer, reader, shown, partial(screens.listing, name))
        file = partial(_download, reader, shown, name)
        routes += [Route(f"/{name}", page), Route(f"/{name}.{{form}}", file)]
    routes.append(Route("/style.css", _style))
    if editor is not None:
        address = "/articles/{article_id}/corrections"
        routes.append(Route(address, partial(_edit, reader, shown, editor), methods=["POST"]))
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(_Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(GZipMiddleware, minimum_size=2000),
        ],
        exception_handlers={404: partial(_missing, shown), 405: partial(_missing, shown)},
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("flows.dashboard"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(counted=counted, day=day, measured=measured, quantity=quantity)
    environment.filters.update(leads=leads, readable=readable)
    environment.globals.update(menu=screens.MENU, forms=list(MEDIA_TYPES))
    return environment


def _answer(reader: Reader, shown: Environment, page: _Page, request: Request) -> Response:
    """A page, or the page that says why there is none. Starlette runs it in a thread."""
    try:
        template, values = page(reader, request)
        return _html(shown, request, template, values | {"version": reader.version})
    except tuple(_STATUS) as error:
        return _refused(shown, request, error)


async def _edit(reader: Reader, shown: Environment, editor: Editor, request: Request) -> Response:
    """Take a correction, and lead back to the article; what it cannot be is a page that says so."""
    try:
        form = await read_form(request)
        address = await run_in_threadpool(
            editor.take, reader, request.path_params["article_id"], form, request.headers
        )
    except tuple(_STATUS) as error:
        return _refused(shown, request, error)
    return RedirectResponse(address, status_code=303)


def _download(reader: Reader, shown: Environment, name: str, request: Request) -> Response:
    form = request.path_params["form"]
    try:
        if form not in MEDIA_TYPES:
            raise screens.NoSuchPage(
                f"{name} can be had as {', '.join(MEDIA_TYPES)}, not as {form}"
            )
        asked = read_filter(name, request.query_params)
        answer = screens.rows_of(reader, asked, _MOST_DOWNLOADED)
        content = made(linked(answer, str(request.base_url)), form)
    except tuple(_STATUS) as error:
        return _refused(shown, request, error)
    disposition = f'attachment; filename="broadsheet-{name}.{form}"'
    headers = {"content-disposition": disposition}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _html(
    shown: Environment, request: Request, template: str, values: dict[str, Any], status: int = 200
) -> Response:
    text = shown.get_template(template).render(path=request.url.path, **values)
    return Response(text, status, media_type="text/html")


def _refused(shown: Environment, request: Request, error: BaseException) -> Response:
    status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
    values = {"message": str(error), "status": status, "version": None}
    return _html(shown, request, "refused.html", values, status)


def _missing(shown: Environment, request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    message = "There is no such page." if status == 404 else "This site can only be read."
    values = {"message": message, "status": status, "version": None}
    return _html(shown, request, "refused.html", values, status)


def _style(_: Request) -> Response:
    text = (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    return Response(text, media_type="text/css")
