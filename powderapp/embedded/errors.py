"""What goes wrong with the database that comes along, in one sentence for a person."""


class EmbeddedError(Exception):
    """The database cannot be used; the text says why and what to do, in one sentence."""
