"""Skip where there is nothing to parse with."""

from __future__ import annotations

import pytest

from detente.errors import InputError
from detente.language import load


@pytest.fixture(autouse=True)
def _needs_model() -> None:
    try:
        load()
    except InputError as error:
        pytest.skip(f"no pipeline to parse with: {error}")
