"""The frozen records that pass from room to room.

Nothing here imports another room. Offsets are Unicode code points into the text as read, end exclusive.
Dates are `datetime.date`; probabilities lie in 0..1; index and Goldstein values on -10 (conflict) .. +10 (cooperation).

    documents.py   texts as read, rows set aside            claims.py     speakers, conditions, claims
    events.py      actors, events, their tellings           elections.py  outcomes, offices, published chances
    measures.py    points of the index, evidence, provenance
"""

from detente.records.claims import (
    Claim,
    ClaimMode,
    ClaimType,
    Condition,
    Direction,
    Horizon,
    Likelihood,
    Polarity,
    ResolvedBy,
    Span,
    Speaker,
    SpeakerKind,
    claim_as_dict,
    claim_from_dict,
)
from detente.records.documents import Document, Reject, document_as_dict
from detente.records.elections import Chamber, Election, Holder, JointTable, Outcome, PublishedProb, Push
from detente.records.events import (
    Actor,
    DateBasis,
    Decision,
    Event,
    Identity,
    Mention,
    Place,
    Quad,
    Status,
    ToldEvent,
    Trigger,
    event_as_dict,
    mention_as_dict,
    place_as_dict,
)
from detente.records.measures import Evidence, IndexPoint, Provenance

__all__ = [
    "Actor",
    "Chamber",
    "Claim",
    "ClaimMode",
    "ClaimType",
    "Condition",
    "DateBasis",
    "Decision",
    "Direction",
    "Document",
    "Election",
    "Event",
    "Evidence",
    "Holder",
    "Horizon",
    "Identity",
    "IndexPoint",
    "JointTable",
    "Likelihood",
    "Mention",
    "Outcome",
    "Place",
    "Polarity",
    "Provenance",
    "PublishedProb",
    "Push",
    "Quad",
    "Reject",
    "ResolvedBy",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Status",
    "ToldEvent",
    "Trigger",
    "claim_as_dict",
    "claim_from_dict",
    "document_as_dict",
    "event_as_dict",
    "mention_as_dict",
    "place_as_dict",
]
