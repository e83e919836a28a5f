import pytest

from detente.errors import NotFoundError
from detente.ontology import PLOVER_TYPES, cameo, cameo_table


def test_all_sixteen_plover_types_occur():
    assert {row.event for row in cameo_table().values()} - {None} == set(PLOVER_TYPES)
    assert len(PLOVER_TYPES) == 16


def test_goldstein_values_lie_in_range_and_follow_the_published_scale():
    assert all(-10 <= row.goldstein <= 10 for row in cameo_table().values())
    # CAMEO.SCALE 0.5b
    golden = {"057": 8.0, "163": -8.0, "190": -10.0, "042": 1.9, "112": -2.0, "1053": -5.0, "0874": 10.0}
    assert {code: cameo(code).goldstein for code in golden} == golden


def test_deeds_of_conflict_are_negative_and_of_cooperation_positive():
    for row in cameo_table().values():
        if row.quad == "material_conflict":
            assert row.goldstein < 0
        if row.quad == "material_coop":
            assert row.goldstein > 0


def test_statements_are_no_events():
    assert all((row.event is None) == (row.root == "01") for row in cameo_table().values())


def test_unknown_code_offers_codes_of_its_root():
    with pytest.raises(NotFoundError) as caught:
        cameo("1699")
    assert "163" in caught.value.near
