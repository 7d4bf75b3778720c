"""Wrong answers from public questions: each diagnosis names the fault."""

import re
from urllib.parse import urlparse

import numpy as np
import pytest
from notebook_answers import answer_of
from public_answers import PUBLIC, RIGHT

from shared import check
from shared.exercises import EXERCISES


def result_of(name, body):
    others = {e.name: e.reference for e in EXERCISES.values() if e.name != name}
    return check(answer_of(name, body, np=np, **others))


@pytest.mark.parametrize(("name", "body", "says", "address"), PUBLIC, ids=[f"{row[0]}: {row[2]}" for row in PUBLIC])
def test_a_public_wrong_answer_is_named(name, body, says, address):
    result = result_of(name, body)
    assert result.status in ("wrong", "crashed")
    assert re.search(says, result.diagnosis or result.error or "")


@pytest.mark.parametrize(("name", "body", "says", "address"), RIGHT, ids=[f"{row[0]}: {row[2]}" for row in RIGHT])
def test_a_right_answer_by_another_way_is_right_and_told_so(name, body, says, address):
    result = result_of(name, body)
    assert result.status == "right"
    assert re.search(says, result.success_message)


def test_each_public_answer_says_where_it_is_from():
    for *_, address in PUBLIC + RIGHT:
        assert urlparse(address).netloc or address.startswith(("variant: ", "Stack Overflow, "))


def test_a_public_answer_without_its_fault_is_right():
    name, body, _, _ = next(row for row in PUBLIC if "return good" in row[1] and "<= 0.1" in row[1])
    assert result_of(name, body.replace("difference <= 0.1", "abs(difference) <= 0.1")).status == "right"
