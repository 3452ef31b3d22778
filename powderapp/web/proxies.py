"""Who asks, when a proxy stands in front: its word counts only where it is one of the trusted proxies."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from powderapp.config import Settings


class TrustedProxy:
    """Takes client address and scheme from a trusted proxy's headers, and from nobody else's."""

    def __init__(self, plain: Any, networks: Iterable[str]) -> None:
        self.plain, self.told = plain, ProxyFix(plain, x_for=1, x_proto=1, x_host=0)
        self.networks = [ip_network(network) for network in networks]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer one request."""
        app = self.told if self._is_trusted(environ.get("REMOTE_ADDR") or "") else self.plain
        return app(environ, start_response)

    def _is_trusted(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self.networks)
        except ValueError:
            return False


def install(app: Flask, settings: Settings) -> None:
    """Only where proxies are named."""
    if settings.trusted_proxies:
        app.wsgi_app = TrustedProxy(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
