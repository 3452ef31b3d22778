"""What makes a password or PIN good enough; every complaint is one sentence."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1024
SHORTEST_PIN, LONGEST_PIN = 4, 8
COMMON_WORDS = ("password", "powderapp", "qwerty", "letmein", "welcome", "iloveyou", "123456")
COMMON_PINS = frozenset({"1212", "1313", "2580", "0852", "1004", "2000", "6969", "5683", "112233", "121212", "123123"})
RUNS = ("01234567890", "09876543210")


def why_not_password(password: str, *taken_words: str) -> str | None:
    """Why `password` is too easy, None when it will do. taken_words: names that anybody here knows."""
    if len(password) < SHORTEST_PASSWORD:
        return f"At least {SHORTEST_PASSWORD} characters."
    if len(password) > LONGEST_PASSWORD:
        return f"At most {LONGEST_PASSWORD} characters."
    rest = password.casefold()
    for word in (*COMMON_WORDS, *(word.casefold() for word in taken_words if len(word) > 2)):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST_PASSWORD // 2 or len(set(rest)) < 4:
        return "Too easy to guess: take several words that have nothing to do with each other."
    return None


def why_not_pin(pin: str) -> str | None:
    """Why `pin` is too easy, None when it will do."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        return f"{SHORTEST_PIN} to {LONGEST_PIN} digits."
    if len(set(pin)) == 1 or pin in COMMON_PINS or any(pin in run for run in RUNS):
        return "Too easy to guess."
    return None


def initials(name: str) -> str:
    """`Ann Lee` -> `AL`, `Olga` -> `OL`."""
    words = name.split()
    letters = "".join(word[0] for word in words[:3]) if len(words) > 1 else name[:2]
    return letters.upper()[:3]
