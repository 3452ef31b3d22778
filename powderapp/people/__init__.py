"""The people of the shop and where they are signed in. Roles and permissions are in `base.access`."""
