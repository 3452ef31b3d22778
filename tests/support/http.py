"""A browser that speaks real HTTP to a served shop: keeps cookies, sends tokens, follows nothing by itself."""

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

TOKEN = re.compile(r'name="csrf" content="([^"]+)"')
PATIENCE_S = 10


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A redirect is an answer like any other."""


class Browser:
    """`get` and `post` tell the status and where the answer leads; 0 when there was no answer."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(CookieJar()))
        self._token = ""

    def get(self, path: str) -> int:
        """Open a page and keep its token."""
        return self._open(urllib.request.Request(self.address + path))[0]

    def post(self, path: str, key: str | None = None, **fields: str) -> tuple[int, str]:
        """Send a form with the token of the last page, under an operation key."""
        sent = {"csrf_token": self._token, "operation_key": key or str(uuid4())} | fields
        data = urllib.parse.urlencode(sent).encode()
        return self._open(urllib.request.Request(self.address + path, data, {"Origin": self.address}))

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._http.open(request, timeout=PATIENCE_S) as answer:
                self._keep_token(answer.read().decode())
                return answer.status, ""
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", "")
        except OSError:
            return 0, ""

    def _keep_token(self, text: str) -> None:
        if found := TOKEN.search(text):
            self._token = found[1]
