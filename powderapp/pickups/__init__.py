"""Pickup: ready parts leave, all or some, to whom; nothing leaves twice. And who was told that they are ready."""
