"""Nine numbers that students type: the texts that are accepted, and the messages for all other texts."""

import json

import numpy as np
import pytest

from shared import START_A
from shared.lesson.own_numbers import parse_params
from shared.nn.network import Params

TYPED = "0.5 -0.4 0.1 0.9 0.3 -0.2 0.8 -0.6 0.05"
NAMED = START_A._asdict()


@pytest.mark.parametrize(
    "text",
    [
        TYPED,
        TYPED.replace(" ", ", "),
        TYPED.replace(" ", "\n"),
        TYPED.replace(" ", ";"),
        TYPED.replace("-", "−"),
        f"[{TYPED.replace(' ', ', ')}]",
        f"  ({TYPED.replace(' ', ', ')},)",
        str(START_A),
        f"params = {[*START_A]}",
        json.dumps(NAMED),
        json.dumps({name: NAMED[name] for name in reversed(Params._fields)}),
        json.dumps({"params": [*START_A]}).replace('"', ""),
        str(Params(*map(np.float64, START_A))),
        repr(np.array(START_A)),
        "5e-1 -.4 0.1 0.9 0.3 -0.2 0.8 -0.6 .05",
    ],
)
def test_nine_numbers_are_read_as_students_write_them(text):
    assert parse_params(text) == START_A


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Your text has 0 numbers, not nine. Write nine numbers in the order w11, w12, b1"),
        ("1 2 3", "Your text has 3 numbers, not nine."),
        (TYPED.replace(".", ","), "Write a decimal point: 0.5, not 0,5."),
        (TYPED.replace("0.9", "abc"), "“abc” is not a number."),
        (TYPED.replace("0.9", "nan"), "nan is not between"),
        (TYPED.replace("0.9", "1e9"), "1e9 is not between −100 and 100."),
        ("w11=1 " + TYPED.split(" ", 1)[1], "Write each of the nine names once"),
        ("1 w11= w12=2 b1=3 w21=4 w22=5 b2=6 v1=7 v2=8 c=9", "once, directly before its number"),
        ("w11=w12=1 2 b1=3 w21=4 w22=5 b2=6 v1=7 v2=8 c=9", "once, directly before its number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text, said):
    with pytest.raises(ValueError) as raised:
        parse_params(text)
    assert said in str(raised.value)
