"""People, the devices they stand at, signing in. Roles and permissions are in `base.access`."""
