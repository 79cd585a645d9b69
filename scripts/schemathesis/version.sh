# Sourced: the one that is used, and what it must be made of.
version=4.32.5
