"""Which tellings are of one deed: two mentions of one event, not two events.

same_deed(a, b)   why two tellings are of one deed, in words; None where they are not
combine(events)   events of many documents, each deed once with its tellings beneath
group(tellings)   the tellings of each deed together, with the reasons; any order of them gives the same
"""

from __future__ import annotations

from detente.mentions.combine import combine
from detente.mentions.grouping import Group, Link, group
from detente.mentions.telling import Telling, same_deed, telling_of

__all__ = ["Group", "Link", "Telling", "combine", "group", "same_deed", "telling_of"]
