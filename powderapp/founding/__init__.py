"""How a shop begins: a set-up page that opens once, for an empty shop, with a code that only its computer knows."""
