"""SetupError with the machine or its settings, as opposed to a rule of the shop (`base.errors`)."""


class SetupError(Exception):
    """Something whoever runs the machine can mend; the text says what is wrong and what to do, in one sentence."""
