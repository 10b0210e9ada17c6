"""What people decided, as links between the entities that a dataset has."""

from __future__ import annotations

from transforms.entities.curation import Curation, read_decisions
from transforms.entities.links import curated, waiting
from transforms.names import entity_id_of

HEADER = "action\ttype\tname\tvalue\n"
KNOWN = {
    entity_id_of("person", "Ordal"): {
        "entity_id": entity_id_of("person", "Ordal"),
        "canonical_name": "Ordal",
        "entity_type": "person",
    }
}


def test_what_a_decision_makes_of_an_entity_can_be_merged_at_once() -> None:
    lines = HEADER + "type\tperson\tOrdal\torg\nmerge\torg\tOrdal\tOrdal Shipping\n"
    curation = Curation(read_decisions(lines, "decisions.tsv"))
    assert waiting(curation, KNOWN, {}) == []
    ends = [link.right.name for link in curated(curation, KNOWN, {}) if link.right]
    assert ends == ["Ordal", "Ordal Shipping"]


def test_a_decision_about_an_entity_that_is_not_there_waits() -> None:
    curation = Curation(read_decisions(HEADER + "merge\torg\tMerk\tOrdal\n", "decisions.tsv"))
    assert len(waiting(curation, KNOWN, {})) == 1
    assert curated(curation, KNOWN, {}) == []
