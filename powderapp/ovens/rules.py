"""Which parts may share an oven, at which set point and for how long."""
