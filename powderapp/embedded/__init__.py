"""The PostgreSQL that comes along, for a shop without a database server of its own.

`start(data)` begins the server of a data folder or joins the running one, and gives two addresses: the owner's (for
migrations, grants and backups) and the application's (which owns nothing). Everybody who joined holds a lock that the
kernel frees by itself; whoever leaves last stops the server. A killed server recovers at the next start.

The server has no TCP port, no login without a password, never runs as root, and is refused when it would lose
acknowledged work in a power cut. Errors are `EmbeddedError`, one sentence for a person.
"""

from powderapp.embedded.errors import EmbeddedError
from powderapp.embedded.server import Server, start, stop

__all__ = ["EmbeddedError", "Server", "start", "stop"]
