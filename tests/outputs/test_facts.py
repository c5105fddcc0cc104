"""Facts as they stand in JSON: the same text as their plain data gives."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from stackaudit.errors import Place
from stackaudit.finding import Evidence, Origin
from stackaudit.outputs.compact import compact
from stackaudit.outputs.facts import evidence_data, evidence_text

PLACES = st.builds(Place, st.text(), *[st.integers(1, 1000)] * 4)
SAID = st.none() | st.text()


@example(Evidence("tools", "none"))
@given(st.builds(Evidence, st.text(), st.text(), st.sampled_from(Origin), st.none() | PLACES, SAID, SAID))
def test_a_fact_that_is_put_together_reads_as_its_data(one):
    assert evidence_text(one) == compact(evidence_data(one))
