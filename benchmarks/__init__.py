"""Measurements beside what people would use instead; apart from the tests, which never time."""
