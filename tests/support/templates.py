"""Templates are compiled once for all apps of a worker: most browser tests have an app of their own."""

from collections.abc import Iterator

import pytest
from jinja2 import FileSystemBytecodeCache

from powderapp.web.transaction import ShopApp


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShopApp, "jinja_options", ShopApp.jinja_options | {"bytecode_cache": cache})
        yield
