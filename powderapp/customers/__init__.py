"""A customer is who brings the parts and pays: a company or a walk-in with a name and a phone."""
