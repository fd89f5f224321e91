"""One published source file -> one extract, a module each."""
