"""What an analysis gives back: `Index` and `Outlook` of one pair, each number with the events and words behind it."""

from detente.results.index import LEAST_PAST, Index, Row, Turn
from detente.results.outlook import Outlook, Statement, Tone

__all__ = ["LEAST_PAST", "Index", "Outlook", "Row", "Statement", "Tone", "Turn"]
