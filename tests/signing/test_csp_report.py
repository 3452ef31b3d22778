"""What the policy kept out is one line in the log: which directive, from where, and nothing else."""

import json
import logging

import pytest

from powderapp.signing.rules import blocked

SECRET = "secret-token-in-an-address"
OLD = {"csp-report": {
    "document-uri": f"http://localhost/status/{SECRET}", "violated-directive": "script-src-elem 'self'",
    "effective-directive": "script-src-elem", "blocked-uri": f"https://evil.example:8443/x.js?{SECRET}",
    "script-sample": SECRET,
}}  # fmt: skip
NEW = [{
    "type": "csp-violation", "url": f"http://localhost/{SECRET}",
    "body": {"effectiveDirective": "img-src", "blockedURL": "data:image/png;base64,AAAA", "sample": SECRET},
}]  # fmt: skip


@pytest.fixture(autouse=True)
def fresh(app):
    app.extensions.pop("report_pace", None)


def report(http, content, kind="application/csp-report"):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return http.post("/csp-report", data=data, content_type=kind)


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (OLD, "application/csp-report", "script-src-elem https://evil.example:8443"),
        (NEW, "application/reports+json", "img-src data"),
    ],
)
def test_a_report_is_one_line_with_directive_and_origin(anonymous, caplog, content, kind, line):
    with caplog.at_level(logging.WARNING, "powderapp"):
        answer = report(anonymous.http, content, kind)
    assert (answer.status_code, answer.data) == (204, b"")
    assert [record.getMessage() for record in caplog.records] == [f"kept out by the policy: {line}"]
    assert SECRET not in caplog.text


def test_browsers_are_told_where_to_send_it(anonymous):
    policy = anonymous.get("/signin").headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; report-uri /csp-report"
    )


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x" * 8193, "application/csp-report", 413),
        (OLD, "application/json", 415),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b"\xff\xfe", "application/csp-report", 400),
        (b"{", "application/csp-report", 204),
        (b"[" * 8000, "application/csp-report", 204),
        ({"csp-report": [1]}, "application/csp-report", 204),
        ([1, None], "application/reports+json", 204),
    ],
)
def test_what_is_no_report_is_refused_or_forgotten(anonymous, caplog, content, kind, status):
    with caplog.at_level(logging.WARNING, "powderapp"):
        assert report(anonymous.http, content, kind).status_code == status
    assert "kept out" not in caplog.text


def test_a_report_cannot_write_lines_of_its_own():
    body = {"effective-directive": "img-src\nERROR forged", "blocked-uri": "https://evil.example\r\n/x"}
    ((directive, origin),) = blocked({"csp-report": body})
    assert not {"\n", "\r", " "} & {*directive, *origin}


def test_twenty_a_minute_are_taken_from_one_address(anonymous, moved):
    assert [report(anonymous.http, OLD).status_code for _ in range(22)] == [204] * 20 + [429] * 2
    moved(minutes=1, seconds=1)
    assert report(anonymous.http, OLD).status_code == 204
