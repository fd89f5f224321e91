"""`nagar bench`: what is fast here, measured."""
