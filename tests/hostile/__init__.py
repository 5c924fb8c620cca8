"""Input that is meant to break us: damaged files, and texts that would be more than text."""
