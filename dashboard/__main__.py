"""`python -m dashboard` is the command `nagar`."""

from dashboard.cli import main

main()
