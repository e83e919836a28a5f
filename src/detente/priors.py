"""Read the shipped priors: what was learned from the panel (`prior.json`) and what is assumed (`judgement.toml`).

The only place where these files are opened; `relations` and `outlook` get plain records.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.errors import FormatError
from detente.outlook.judgement import Judgement
from detente.relations.prior import ComponentPrior, Composite, Correlation, PanelPrior, SidesPrior

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PRIOR_FORMAT = 2
SIDES_FIELDS = ("words_sd", "deeds_sd", "words_drift", "deeds_drift", "correlation")
JUDGEMENT_FORMAT = 1


def load_panel_prior(path: str | Path | None = None) -> PanelPrior:
    """Read the panel prior.

    Parameters
    ----------
    path : path, optional
        Another file of the same format; by default the one shipped.

    Raises
    ------
    FormatError
        Not JSON (P01), another format version (P02), a part missing or out of range (P03).
    """
    import numpy as np

    name, content = _read_prior(path)
    try:
        joint = content["joint"]
        parts = {
            kind: ComponentPrior(
                grid=np.array(joint[kind], float),
                level_mean=float(content[kind]["level_mean"]),
                level_var=float(content[kind]["level_var"]),
                event_var=float(content[kind]["event_var"]),
                event_var_weight=float(content[kind]["event_var_weight"]),
                shares=np.array(content[kind]["shares"], float),
            )
            for kind in ("words", "deeds")
        }
        correlation = Correlation(**{name: float(joint["correlation"][name]) for name in ("start", "drift", "shock")})
        mix = content["composite"]
        composite = Composite(
            float(mix["words_weight"]), float(mix["deeds_weight"]), float(mix["words_sd"]), float(mix["deeds_sd"])
        )
        shares = (composite.verbal, composite.material)
        if min(shares) < 0 or not abs(sum(shares) - 1) < 1e-6 or not min(composite.verbal_sd, composite.material_sd) > 0:
            raise FormatError(
                "P03",
                f"{name}: the composite's weights are {shares[0]:g} (words) and {shares[1]:g} (deeds), with deviations "
                f"{composite.verbal_sd:g} and {composite.material_sd:g}; weights must not be negative and sum to 1, "
                "deviations be positive",
                help="weights belong to the version of the prior: take the shipped file, or learn it again",
            )
        gap = (float(content["gap"]["a"]), float(content["gap"]["b"]))
        return PanelPrior(
            version=str(content["version"]),
            verbal=parts["words"],
            material=parts["deeds"],
            weights=_shares(np.array(joint["weights"], float), name),
            correlation=correlation,
            composite=composite,
            gap=gap,
            sides=SidesPrior(**{name: float(content["sides"][name]) for name in SIDES_FIELDS}),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError("P03", f"{name}: missing or not a number: {error}") from error


def load_prior_notes(path: str | Path | None = None) -> dict[str, Any]:
    """Return version, provenance, summaries and the leader estimate of the panel prior, for provenance and the report."""
    _, content = _read_prior(path)
    kept: dict[str, Any] = {
        key: content[key] for key in ("version", "about", "provenance", "composite", "gap", "sides", "leader")
    }
    for kind in ("words", "deeds"):
        kept[kind] = {key: value for key, value in content[kind].items() if key != "shares"}
    kept["joint"] = {key: content["joint"][key] for key in ("correlation", "summary")}
    return kept


def _read_prior(path: str | Path | None) -> tuple[str, dict[str, Any]]:
    name, text = _read("prior.json", path)
    try:
        content: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise FormatError("P01", f"{name} is not JSON: {error}") from error
    _check_format(name, content, PRIOR_FORMAT, "learn it again: python training/learn_panel.py --data FOLDER")
    return name, content


class JudgementFile(NamedTuple):
    """The priors by judgement, the whole file with its `source` strings, and the sha256 of the file as read."""

    judgement: Judgement
    notes: dict[str, Any]
    sha256: str


def load_judgement(path: str | Path | None = None) -> Judgement:
    """Read the priors by judgement alone, see `read_judgement`."""
    return read_judgement(path).judgement


def read_judgement(path: str | Path | None = None) -> JudgementFile:
    """Read the priors by judgement, shipped or the user's own copy; the file is opened once.

    Raises
    ------
    FormatError
        Not TOML (P11), another format version (P12), a table or number missing (P13).
    InputError
        A number out of range (O01).
    """
    name, text = _read("judgement.toml", path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError("P11", f"{name} is not TOML: {error}") from error
    _check_format(name, content, JUDGEMENT_FORMAT, "compare with the shipped judgement.toml", code="P12")
    try:
        survival = {key: (float(part["a"]), float(part["b"])) for key, part in content["survival"].items()}
        found = Judgement(
            pass_through=_pair(content["pass_through"]),
            leader_effect=_pair(content["leader_effect"]),
            survive_words=survival["words"],
            survive_deeds_aligned=survival["deeds_aligned"],
            survive_deeds_opposed=survival["deeds_opposed"],
            push=_pair(content["push"]),
            pseudo_statements=float(content["stance"]["pseudo_statements"]),
            least_statements=float(content["stance"]["least_statements"]),
            least_tone=float(content["stance"]["least_tone"]),
            ramp_months=float(content["office"]["ramp_months"]),
            change=float(content["change"]["points"]),
            hardly=float(content["verdict"]["hardly"]),
            matters=float(content["verdict"]["matters"]),
            unlikely=float(content["verdict"]["unlikely"]),
            draws=int(content["simulation"]["draws"]),
            version=str(content["version"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FormatError(
            "P13", f"{name}: missing or not a number: {error}", help="compare with the shipped judgement.toml"
        ) from error
    return JudgementFile(found, content, hashlib.sha256(text.encode("utf-8")).hexdigest())


def panel_years() -> str:
    """Return the years that the panel prior was learned from, such as "2005–2018"."""
    spells = load_prior_notes()["provenance"]["spells"]
    years = sorted(int(part[:4]) for spell in spells.values() for part in spell.split(".."))
    return f"{years[0]}–{years[-1]}"


def _read(shipped: str, path: str | Path | None) -> tuple[str, str]:
    if path is None:
        return shipped, resources.files("detente").joinpath("data", "panel", shipped).read_text(encoding="utf-8")
    try:
        return str(path), Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError("P04", f"cannot read {path}: {error}") from error


def _check_format(name: str, content: Any, expected: int, help_line: str, *, code: str = "P02") -> None:
    found = content.get("format") if isinstance(content, dict) else None
    if found != expected:
        raise FormatError(code, f"{name} has format {found!r}; this version reads format {expected}", help=help_line)


def _shares(weights: NDArray[np.float64], where: str) -> NDArray[np.float64]:
    """Return weights that sum to exactly 1; the file keeps six digits, more is missing than that where it was cut."""
    total = float(weights.sum())
    if not abs(total - 1) < 1e-3 or bool((weights < 0).any()):
        raise FormatError(
            "P03",
            f"{where}: the weights of the grid sum to {total:.4f}, not to 1, or one is negative",
            help="learn it again: python training/learn_panel.py --data FOLDER",
        )
    return weights / total


def _pair(part: dict[str, Any]) -> tuple[float, float]:
    return float(part["mean"]), float(part["sd"])
