"""Steps of prep follow each other; who counts a later one first is told which is behind."""

from dataclasses import replace

from powderapp.prep import operations as prep


def test_a_step_that_is_behind_the_next_one_is_named(prep_person, works):
    wanted = works.line(24, "Gate leaf", works.black)
    (line,) = works.job(replace(wanted, steps=((works.blast.id, 1), (works.bake.id, 1)))).lines
    first, last = line.steps
    prep.count_done(works.db, first, 12, by=works.by)
    assert "is behind" not in prep_person.get("/floor/prep").text
    last.done_qty = 20
    works.db.flush()
    assert "Blast is behind: 12 of 24" in prep_person.get("/floor/prep").text
