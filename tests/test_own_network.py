"""A student's own rows and network: accepted input, messages for bad input, and files that keep every digit."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import START_A
from shared.lesson.boundary import boundary
from shared.nn import mlp
from shared.nn.network import Params
from shared.nn.own_rows import (
    EXAMPLE,
    Rows,
    count_right,
    overlapping_example,
    parse_rows,
    split_rows,
    train_on_rows,
)
from shared.nn.saved import LONGEST, from_json, to_json

numbers = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=9, max_size=9)


@pytest.mark.parametrize(
    "text",
    [
        "1, 2.5, 0\n-3, 4, 1",
        "x1, x2, target\n\n1, 2.5, 0\n# a remark\n-3, 4, 1\n",
        "1\t2.5\t0\n-3\t4\t1",
        "1 2.5 0\r\n-3 4 1.0",
        "1;2,5;0\n-3;4;1",  # exported from a spreadsheet with decimal commas
    ],
)
def test_rows_are_read_as_they_are_typed_or_pasted(text):
    rows = parse_rows(text)
    assert rows.X.tolist() == [[1, 2.5], [-3, 4]] and rows.Y.tolist() == [[0], [1]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1, 2, 0\n1, 2", "Line 2 has 2 instead of 3 values"),
        ("1, 2, 0\n\n1, 2, 3, 1", "Line 3 has 4 instead of 3 values"),
        ("1, 2, 0\n1, two, 1", "Line 2: x2 must be a number, got 'two'"),
        ("1, nan, 0", "Line 1: x2 must be a number, got 'nan'"),
        ("a, b, c\nd, e, f", "Line 2: x1 must be a number, got 'd'"),
        ("1, 2, 0\n1, 2, 2", "Line 2: the target must be 0 or 1, got 2"),
        ("1e9, 2, 0", "Line 1: inputs must be between −1,000,000 and 1,000,000"),
        ("1, 2, 0\n" * 201, "Line 201 is row 201: at most 200 rows"),
        ("1, 2, 0\n3, 4, 0", "At least one row must have the target 0, and at least one row must have the target 1"),
        ("", "At least one row must have the target 0"),
        ("1" * 30_000, "at most 20,000"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, words):
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        parse_rows(text)


def test_a_network_takes_rows_in_their_own_unit_after_training():
    rows = parse_rows(EXAMPLE)
    in_metres, _ = train_on_rows(rows, [8])
    in_millimetres, _ = train_on_rows(Rows(rows.X * 1000 + 5000, rows.Y), [8])
    assert count_right(in_metres, rows) == len(rows.X)
    np.testing.assert_allclose(in_metres(rows.X), in_millimetres(rows.X * 1000 + 5000), atol=1e-6)


def test_equal_inputs_and_a_run_that_explodes_are_handled():
    net, _ = train_on_rows(parse_rows("1, 2, 0\n1, 3, 1"), [2])
    assert np.isfinite(net(np.array([[1.0, 2.0]]))).all()
    with pytest.raises(ValueError, match="smaller learning rate"):
        train_on_rows(parse_rows(EXAMPLE), [8, 8], lr=1e200, activation=mlp.relu, loss=mlp.cross_entropy)


def test_every_fourth_row_of_each_target_is_held_out():
    rows = parse_rows(overlapping_example())
    training, held_out = split_rows(rows)
    assert (len(training.X), len(held_out.X), held_out.Y.sum()) == (46, 14, 7)
    for target in (0, 1):
        of_target = rows.X[rows.Y[:, 0] == target]
        assert held_out.X[held_out.Y[:, 0] == target].tolist() == of_target[3::4].tolist()


def test_the_picture_says_how_many_rows_are_right_and_if_there_is_a_line():
    rows = parse_rows(EXAMPLE)
    assert (
        "13 of 13 rows are on the correct side. The line is where"
        in boundary(train_on_rows(rows, [3])[0], rows).caption
    )
    always = mlp.MLP([np.zeros((2, 1)), np.ones((1, 1))])
    assert "5 of 13 rows are on the correct side. No point here has the output ½" in boundary(always, rows).caption


@given(numbers)
def test_nine_numbers_come_back_exactly(params):
    assert from_json(to_json(params)) == Params(*params)


@pytest.mark.parametrize("widths", [[2, 2, 1], [2, 3, 4, 1], [64, 64, 10]])
@pytest.mark.parametrize("activation", list(mlp.DERIVATIVES))
def test_a_network_comes_back_exactly(widths, activation):
    loss = mlp.categorical_cross_entropy if widths[-1] > 1 else mlp.cross_entropy
    parameters = [p + 0.1 for p in mlp.random_parameters(widths, np.random.default_rng(0))]  # no bias is 0
    net = mlp.MLP(parameters, activation, loss)
    again = from_json(to_json(net))
    assert all(np.array_equal(a, b) for a, b in zip(net.parameters, again.parameters, strict=True))
    assert (again.activation, again.loss) == (net.activation, net.loss)


NINE = START_A._asdict()
LAYERS = {"activation": "tanh", "loss": "squared_error", "layers": [{"weights": [[1.0], [2.0]], "biases": [0.5]}]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("{", "not a JSON file in line 1"),
        ("[" * 100_000, "not a JSON file"),
        ("[1, 2]", "must hold an object"),
        ("x" * (LONGEST + 1), "characters"),
        ({}, "The file lacks w11, w12, b1, w21, w22, b2, v1, v2, c."),
        (NINE | {"d": 1}, "unknown names: d."),
        (NINE | {"c": "1"}, "c must be a finite number, got '1'"),
        (NINE | {"c": float("nan")}, "c must be a finite number, got nan"),
        (NINE | {"c": 10**400}, "c must be a finite number"),
        (LAYERS | {"activation": "step"}, "activation must be one of sigmoid, tanh, relu, got 'step'"),
        (LAYERS | {"activation": []}, "activation must be one of"),
        (LAYERS | {"layers": []}, "at least one layer"),
        (LAYERS | {"layers": [{}]}, 'Layer 1 must have "weights" and "biases"'),
        (LAYERS | {"layers": [{"weights": [[1], [2, 3]], "biases": [0]}]}, "Layer 1 must hold numbers only"),
        (LAYERS | {"layers": [{"weights": [[1]], "biases": ["b"]}]}, "Layer 1 must hold numbers only"),
        (LAYERS | {"layers": [{"weights": [["0.5"]], "biases": [0]}]}, "Layer 1 must hold numbers only"),
        (LAYERS | {"layers": [{"weights": [[0.5], [1]], "biases": [True]}]}, "Layer 1 must hold numbers only"),
        (LAYERS | {"layers": [{"weights": json.loads("[" * 900 + "]" * 900), "biases": [0]}]}, "Layer 1 must hold"),
        (LAYERS | {"layers": [{"weights": [[1, 2]], "biases": [0]}]}, "The layers do not fit together"),
        (LAYERS | {"layers": [{"weights": [[float("inf")]], "biases": [0]}]}, "The layers do not fit together"),
        (LAYERS | {"layers": [{"weights": 1, "biases": 0}]}, "The layers do not fit together"),
    ],
)
def test_a_file_that_holds_no_network_is_refused_in_words(data, words):
    with pytest.raises(ValueError) as caught:
        from_json(data if isinstance(data, str) else json.dumps(data))
    assert words in str(caught.value)


def test_a_constant_input_does_not_spoil_the_trained_network():
    rows = parse_rows("\n".join(f"1.9, {k}, {int(k > 3)}" for k in range(8)))
    net, losses = train_on_rows(rows, [3], epochs=300)
    assert np.abs(net.parameters[0]).max() < 1e3
    assert net.mean_loss(rows.X, rows.Y) == pytest.approx(losses[-1], rel=1e-6)
