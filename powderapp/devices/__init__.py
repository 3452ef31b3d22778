"""The browsers, tablets and wall screens of the shop: every record says at which one it was made."""
