"""How the powder of one batch is shared among its tasks."""
