"""What will become of relations between two states: read, code, measure, look ahead, keep score."""

__version__ = "0.1.0"
