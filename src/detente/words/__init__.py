"""Every sentence about an index or an outlook, made from the objects that tables and charts are made of.

Terminal and page print these same sentences; `detente.report.words` holds only what a page needs beside them.
"""

from detente.words.ahead import (
    CHANCES,
    EFFECTS,
    SHARES,
    act_sentence,
    came_sentence,
    chances,
    forecast_sentence,
    horizon_month,
    matters_rule,
    matters_sentence,
    outlook_title,
    record_sentences,
    resolution,
    verdict,
    weight_name,
    weight_words,
    weights_sentence,
)
from detente.words.command import quote, rebuild_command, with_command
from detente.words.figures import (
    MINUS,
    SPACE,
    capital,
    count,
    interval,
    month_name,
    months_after,
    number_word,
    percent,
    signed,
    the,
)
from detente.words.keeping import (
    DIRECTIONS,
    MATRIX_COLUMNS,
    OUTCOMES,
    board_notes,
    came,
    chance,
    condition,
    expectation,
    matrix_note,
    voice,
)
from detente.words.past import (
    TURNS_NOTE,
    coverage_sentence,
    gap_sentence,
    headline,
    index_title,
    lead,
    pair_names,
    place_in_past,
    rule_sentence,
    scale_note,
    told_by,
    turn_note,
)

__all__ = [
    "CHANCES", "DIRECTIONS", "EFFECTS", "MATRIX_COLUMNS", "MINUS", "OUTCOMES", "SHARES", "SPACE", "TURNS_NOTE",
    "act_sentence", "board_notes", "came", "came_sentence", "capital", "chance", "chances", "condition", "count",
    "coverage_sentence", "expectation", "forecast_sentence", "gap_sentence", "headline", "horizon_month", "index_title",
    "interval", "lead", "matrix_note", "matters_rule", "matters_sentence", "month_name", "months_after", "number_word",
    "outlook_title", "pair_names", "percent", "place_in_past", "quote", "rebuild_command", "record_sentences", "resolution",
    "rule_sentence", "scale_note", "signed", "the", "told_by", "turn_note", "verdict", "voice", "weight_name", "weight_words",
    "weights_sentence", "with_command",
]  # fmt: skip
