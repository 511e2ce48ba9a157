"""The web app: its files, read from the package and served from memory.

They are read again when the app was built anew, so that a server need not be started again for it.
What is not a file of the app and does not look like one is a page of it, which `index.html` draws.
Nothing outside the folder can be asked for: a path is looked up by its name, never opened.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from genchi.errors import OutsideError
from genchi.server.api.encoding import accepting

INDEX = "index.html"
SNIPPET = "/feedback.js"
"""The one file that pages of other sites load."""
_ASSETS = "assets/"
_STAMP = ".stamp"
_PACKED = ("text/", "application/json", "image/svg+xml")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
"""Told here, because a machine may have other ideas of them."""
_FOREVER = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600"
_ASK = "no-cache"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the web app. `packed` is the same by gzip, made when it is first asked for."""

    name: str
    body: bytes
    packed: list[bytes] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        """What kind of file it is."""
        ending = self.name[self.name.rfind(".") :]
        return _TYPES.get(ending) or mimetypes.guess_type(self.name)[0] or "text/plain"

    @property
    def tag(self) -> str:
        """The name of its content, by which a browser asks whether it has changed."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def caching(self) -> str:
        """How long a browser may keep it: for ever where its name is that of its content."""
        if self.name.startswith(_ASSETS):
            return _FOREVER
        return _HOUR if f"/{self.name}" == SNIPPET else _ASK


Assets = Mapping[str, Asset]
"""The files of the web app by name."""


class Site:
    """The web app in a folder, as it is now. Raises `OutsideError` where it is not whole."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._built = _built(folder)
        self._assets = assets_in(folder)

    @property
    def assets(self) -> Assets:
        """Its files. Pages that are open may still load a part of what was there before."""
        built = _built(self._folder)
        if built != self._built and (self._folder / INDEX).is_file():
            parts = {name: a for name, a in self._assets.items() if name.startswith(_ASSETS)}
            self._built, self._assets = built, {**parts, **assets_in(self._folder)}
        return self._assets


@cache
def packaged() -> Site:
    """The web app of this installation. Raises `OutsideError` where it is not whole."""
    return Site(files("genchi.server") / "web")


def assets_in(folder: Traversable) -> Assets:
    """The files of a folder. Raises `OutsideError` where the first page is not among them."""
    found = {asset.name: asset for asset in _under(folder, "")} if folder.is_dir() else {}
    if INDEX not in found:
        raise OutsideError(
            f"the web app is not in this installation ({folder}/{INDEX} is missing): install "
            "genchi again, or run `python hatch_build.py` in a checkout"
        )
    return found


def _built(folder: Traversable) -> tuple[int, ...]:
    """When the app was built: its first page is written, and in the end a stamp."""
    paths = [path for name in (INDEX, _STAMP) if isinstance(path := folder / name, Path)]
    return tuple(path.stat().st_mtime_ns for path in paths if path.exists())


def _under(folder: Traversable, path: str) -> list[Asset]:
    found = list[Asset]()
    for item in folder.iterdir():
        name = f"{path}{item.name}"
        found += _under(item, f"{name}/") if item.is_dir() else [Asset(name, item.read_bytes())]
    return found


@dataclass(frozen=True, slots=True)
class Pages:
    """ASGI: the answer to every path that no route has."""

    site: Site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, with the page of the app, or that there is nothing."""
        if scope["type"] != "http":
            return
        path, assets = scope["path"].removeprefix("/"), self.site.assets
        asset = assets.get(path) or (assets[INDEX] if _is_page(path) else None)
        if asset is None:
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"allow": "GET, HEAD"})
        answer = await _answer(asset, Request(scope))
        await answer(scope, receive, send)


def _is_page(path: str) -> bool:
    """Whether a path is one that a person may see in the address bar, and no door for programs."""
    first, last = path.partition("/")[0], path.rpartition("/")[2]
    return first not in ("api", "v1", "metrics", "assets") and "." not in last


async def _answer(asset: Asset, request: Request) -> Response:
    headers = {"cache-control": asset.caching, "etag": asset.tag}
    if request.headers.get("if-none-match") == asset.tag:
        return Response(status_code=304, headers=headers)
    body = asset.body
    if asset.media_type.startswith(_PACKED):
        headers["vary"] = "Accept-Encoding"
        if "gzip" in accepting(request.headers.get("accept-encoding", "")):
            if not asset.packed:
                asset.packed.append(await asyncio.to_thread(gzip.compress, body, mtime=0))
            body, headers["content-encoding"] = asset.packed[0], "gzip"
    return Response(body, headers=headers, media_type=asset.media_type)
