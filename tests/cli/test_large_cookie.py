"""A cookie nobody's browser would send is refused before anything looks at it."""

import http.client
from pathlib import Path

import pytest

from tests.support.running import running


@pytest.mark.parametrize("size", [20_000, 200_000])
def test_a_cookie_of_20_kb_is_refused(shop_folder: Path, size: int) -> None:
    with running(shop_folder) as shop:
        shop.wait_until_ready()
        connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=10)
        connection.request("GET", "/signin", headers={"Cookie": "session=" + "x" * size})
        assert connection.getresponse().status in {400, 431}
        assert shop.status("/signin") in {200, 303}
