"""What a browser gets from the practice processor: the page script and the hosted fields."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from importlib.resources import files

from aiohttp import web

from desktop.practice.test_cards import number_hashes

_ASSETS = {
    "field.js": "text/javascript",
    "field_format.js": "text/javascript",
    "field.css": "text/css",
}


def _read(name: str) -> str:
    return files("resources").joinpath("practice_page", name).read_text(encoding="utf-8")


def add_routes(app: web.Application, *, page_origin: str, salt: str) -> None:
    """Serve the script at `/v3` and `/v3/`, and the fields, which only *page_origin* may frame."""
    settings = json.dumps({"pageOrigin": page_origin, "salt": salt, "hashes": number_hashes(salt)})
    field_page = _read("field.html").replace("{{settings}}", settings.replace("<", "\\u003c"))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {page_origin}"
    )
    script = _serve(_read("page.js"), "text/javascript")
    app.router.add_get("/v3", script)
    app.router.add_get("/v3/", script)
    app.router.add_get(
        "/v3/field.html",
        _serve(field_page, "text/html", {"Content-Security-Policy": policy}),
    )
    for name, kind in _ASSETS.items():
        app.router.add_get(f"/v3/{name}", _serve(_read(name), kind))


def _serve(
    text: str, content_type: str, headers: dict[str, str] | None = None
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=content_type, headers=headers)

    return handler
