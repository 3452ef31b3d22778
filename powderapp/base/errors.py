"""What can be wrong, in shop words; the web layer gives each kind its status."""


class DomainError(Exception):
    """A rule of the shop was broken; `str(error)` is one sentence for the person at the screen (409)."""


class NotFoundError(DomainError):
    """Not there, or not for this person: the two look the same (404)."""


class ForbiddenError(DomainError):
    """This person may not do this (403); `permission` says which one is missing, where it is one."""

    def __init__(self, sentence: str, permission: str | None = None) -> None:
        super().__init__(sentence)
        self.permission = permission


class SupervisorNeededError(ForbiddenError):
    """This person may do it with a supervisor at their side, who enters their own PIN (403)."""


class ConfirmationNeededError(DomainError):
    """It is long ago that this person entered their password or PIN: they do so again first (401)."""


class TooOftenError(DomainError):
    """Tried too often; `seconds` says when to try again, None when only a person can help (429)."""

    def __init__(self, sentence: str, seconds: int | None) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class StaleError(DomainError):
    """Somebody saved first; `theirs` maps field names to what stands there now (409)."""

    def __init__(self, sentence: str, theirs: dict[str, object]) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class FieldError(DomainError):
    """One field of the form is wrong in a way only the database could tell (422 at that field)."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
