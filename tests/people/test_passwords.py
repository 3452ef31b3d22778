"""A password that a stranger guesses early is refused, in words that say what to take instead."""

import pytest

from powderapp.people.rules import why_not_password

EASY, FOUND = "Too easy to guess: take several words", "This password is on the lists of those that were found"
NAMES = ("North Gate Coating", "Olga Lind", "olga@northgate.example")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "At least 10 characters."),
        ("x" * 1025, "At most 1024 characters."),
        ("1q2w3e4r5t", FOUND),
        ("Qwertyuiop", FOUND),
        ("Password123!", EASY),
        ("aaaaaaaaaaaa", EASY),
        ("North Gate Coating", EASY),
        ("northgatecoating", EASY),
        ("N0rthGateCoating!", EASY),
        ("powderapp2026", EASY),
        ("Olga Lind 1985", EASY),
        ("olga@northgate.example", EASY),
        ("x" * 200, EASY),
    ],
)
def test_what_is_guessed_early_is_refused_in_words(password, why):
    assert (why_not_password(password, *NAMES) or "").startswith(why)


@pytest.mark.parametrize(
    "password",
    [
        "seven green gates",
        "vier grüne Tore am Fluss",
        "xK8#mQ2!vL",
        "a sentence of many words that nobody but its writer would ever put together in quite this way " * 2,
        "kestrel ladder " * 4 + "oxide" * 150,
    ],
)
def test_several_words_will_do_however_long_they_are(password):
    assert why_not_password(password, *NAMES) is None


def test_the_names_of_one_shop_do_not_count_in_another():
    assert why_not_password("Zweibrücken Lackwerk", "Zweibrücken Lackwerk")
    assert why_not_password("Zweibrücken Lackwerk") is None
