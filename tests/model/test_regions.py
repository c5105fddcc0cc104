"""Which regions lie in which others."""

import pytest

from stackaudit.model.regions import countries_of, lies_in, lies_under, region_name
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH


def test_countries_are_those_that_can_be_listed():
    assert countries_of(["us", "emea"]) == {"us"}
    assert countries_of(["eea"]) - countries_of(["eu"]) == {"is", "li", "no"}


@pytest.mark.parametrize(
    ("region", "others", "all_of_it", "somebody"),
    [
        ("de", ["eu"], TRUE, TRUE),
        ("eu", ["eea"], TRUE, TRUE),
        ("de", ["worldwide"], TRUE, TRUE),
        ("emea", ["us", "emea"], TRUE, TRUE),
        ("us", ["eu", "gb"], FALSE, FALSE),
        # A part of it lies there: not all of it, and whoever it is may be in that part.
        ("eea", ["eu"], FALSE, UNKNOWN_TRUTH),
        ("eu", ["de"], FALSE, UNKNOWN_TRUTH),
        ("emea", ["eu"], UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        ("us", ["latam"], UNKNOWN_TRUTH, UNKNOWN_TRUTH),
        ("worldwide", ["us"], UNKNOWN_TRUTH, UNKNOWN_TRUTH),
    ],
)
def test_what_lies_in_a_region(region, others, all_of_it, somebody):
    assert lies_in(region, others) == all_of_it
    assert lies_under(region, iter(others)) == somebody


@pytest.mark.parametrize(
    ("region", "name"), [("ca", "Canada"), ("eea", "the EEA"), ("de", "DE"), ("worldwide", "WORLDWIDE")]
)
def test_a_region_is_called_by_its_name_where_its_code_could_mislead(region, name):
    assert region_name(region) == name
