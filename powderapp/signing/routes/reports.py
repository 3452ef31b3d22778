"""What browsers tell of content the policy kept out: one line in the log, and nothing else of it."""

import json
import logging
from typing import Any

from flask import current_app, g, request
from flask.wrappers import Response

from powderapp.signing.limits import REPORT_LIMIT
from powderapp.signing.pace import Pace
from powderapp.signing.routes import bp
from powderapp.signing.rules import blocked, network_of
from powderapp.web.access import keyless, public, sent_by_browsers
from powderapp.web.transaction import outside

MOST_IN_ONE = 5
log = logging.getLogger(__name__)


@bp.post("/csp-report")
@public
@keyless("it is a line in the log")
@sent_by_browsers("application/csp-report", "application/reports+json")
def take_report() -> Response:
    pace: Pace = current_app.extensions.setdefault("report_pace", Pace(REPORT_LIMIT))
    pace.keep(f"csp-report:{network_of(request.remote_addr or '')}", g.now, outside)
    if found := blocked(_read())[:MOST_IN_ONE]:
        log.warning("kept out by the policy: %s", "; ".join(" ".join(one) for one in found))
    return Response(status=204)


def _read() -> Any:
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        return None
