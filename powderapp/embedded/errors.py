"""What goes wrong with the database that comes along, in one sentence for a person."""

from powderapp.base.setup_errors import SetupError


class EmbeddedError(SetupError):
    """The database cannot be used."""
