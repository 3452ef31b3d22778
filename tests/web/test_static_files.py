"""Files that change under a running server."""

from dataclasses import replace

from flask import Flask

from powderapp.web import static_files


def test_a_script_that_grew_while_the_shop_ran_is_sent_whole(settings, tmp_path):
    script = tmp_path / "scan.js"
    script.write_text("one")
    app = Flask("shop")
    app.config |= {"SETTINGS": replace(settings, flask_env="development"), "HTTPS": False}
    static_files.install(app, tmp_path)
    script.write_text("one and two")
    answer = app.test_client().get(app.jinja_env.globals["static"]("scan.js"))
    assert (answer.status_code, answer.text, answer.headers["Content-Length"]) == (200, "one and two", "11")
