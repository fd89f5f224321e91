"""`nagar bench`: how fast Nagar is here and now, in one run with its peers and with what nothing can be faster than."""
