"""The app answers, also where there is nothing."""


def test_the_sign_in_page_opens(anonymous, desk):
    assert anonymous.get("/signin").status_code == 200


def test_a_page_that_is_not_there_says_what_to_do(desk):
    answer = desk.get("/nothing")
    assert answer.status_code == 404
    assert "There is nothing here, or it is not yours to see." in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_a_foreign_host_name_is_refused(anonymous):
    answer = anonymous.http.get("/signin", headers={"Host": "evil.example"})
    assert (answer.status_code, "not known under that name" in answer.text) == (400, True)
