"""Predictions: each prediction hides its answer until the student has chosen. A calculation confirms each answer."""

import json
import re
from functools import cache, partial
from html import unescape
from itertools import product
from types import SimpleNamespace

import marimo as mo
import numpy as np
import pytest
from course_files import expect_none, lesson_module, lesson_outputs, lesson_path, untouched_run
from solution_rules import CLAIM_1A

from shared import START_A, START_B, XOR, CountMap
from shared.course import STEMS
from shared.doctor import patients
from shared.experiments import learning_rate, replication, success_map
from shared.experiments.depth import train_depth
from shared.experiments.diagnosis import diagnose_params
from shared.experiments.ensemble import activations, params_of, train_many, train_range
from shared.experiments.settings import Settings, initial_params
from shared.experiments.statistics import format_rate, wilson_interval
from shared.lesson import cache as cache_of_lessons
from shared.lesson import failure_guide
from shared.lesson.cache import cached
from shared.lesson.style import minus_signs
from shared.nn import digits as handwriting
from shared.nn import mlp
from shared.nn.network import forward, gradients, mean_loss, neuron, squared_error, train, update
from shared.widgets.count_map import COVERED

# Other names that are defined in the same cells as the predictions.
ALSO_DEFINED = {
    "05_chain_rule": ("suspects",),
    "08_luck": ("knobs", "reference", "count_map", "grid", "grid_again", "picture"),
    "09_beyond_xor": ("lr", "beta", "run_torch", "xor_losses"),
}


@cache
def untouched(stem):
    """Run a lesson in which nothing is chosen. Return its text, predictions (name → form) and `ALSO_DEFINED` values."""
    outputs, defs = untouched_run(stem)
    beside = {name: defs[name] for name in ALSO_DEFINED.get(stem, ())}
    return text_of(outputs), {name: value for name, value in defs.items() if is_prediction(value)}, beside


def is_prediction(value):
    return isinstance(value, mo.ui.form) and isinstance(value.element, mo.ui.dropdown)


def options(stem, name):
    return list(untouched(stem)[1][name].element.options.values())


def right(stem, name):
    (option,) = (option for option in options(stem, name) if option.right)
    return option


def wrong(stem, name):
    return next(option for option in options(stem, name) if not option.right)


def text_of(outputs):
    html = " ".join(output.text for output in outputs if hasattr(output, "text"))
    return unescape(re.sub(r"<marimo-callout-output data-html='([^']*)'[^>]*>", _inside, html))


def _inside(callout):
    return json.loads(unescape(unescape(callout[1])))


def words_of(html):
    """Return the text of HTML without tags and line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", unescape(html))).strip()


@cache
def all_wrong(stem):
    """Return the text of a lesson in which each prediction has a wrong choice."""
    _, forms, beside = untouched(stem)
    stubs = {name: SimpleNamespace(value=wrong(stem, name), element=form.element) for name, form in forms.items()}
    if "count_map" in beside:  # a new map: lesson 8 writes into its map, and the other tests need the untouched map
        beside = beside | {"count_map": CountMap()}
    return text_of(lesson_outputs(lesson_path(stem), stubs | beside))


def shifts_and_keeps_its_direction():
    """True if the line where the output is ½ moves without turning: two of its points move by the same step."""
    w1, w2, b, more = 1.5, 1.0, -0.5, 0.7
    step = -more / (w1 * w1 + w2 * w2)
    points = [(x1, -(w1 * x1 + b) / w2) for x1 in (-1.0, 2.0)]
    return all(
        abs(neuron(x1, x2, w1, w2, b) - 0.5) < 1e-12 < abs(neuron(x1, x2, w1, w2, b + more) - 0.5)
        and abs(neuron(x1 + step * w1, x2 + step * w2, w1, w2, b + more) - 0.5) < 1e-12
        for x1, x2 in points
    )


def stays_and_gets_steeper():
    once, twice = (1.5, 1.0, -0.5), (3.0, 2.0, -1.0)
    on_the_line = [(x1, 0.5 - 1.5 * x1) for x1 in (-1.0, 0.0, 2.0)]
    beside_it = [(x1, x2 + 0.3) for x1, x2 in on_the_line]
    return all(abs(neuron(*point, *twice) - 0.5) < 1e-12 for point in on_the_line) and all(
        abs(neuron(*point, *twice) - 0.5) > abs(neuron(*point, *once) - 0.5) for point in beside_it
    )


def tables_without_a_line():
    """Try w1, w2 and b from −3 to 3, in steps of ½. Return the tables (four targets) that no line gets right."""
    steps = [k / 2 for k in range(-6, 7)]
    drawn = {tuple(w1 * x1 + w2 * x2 + b > 0 for x1, x2, _ in XOR) for w1 in steps for w2 in steps for b in steps}
    return sorted(set(product((False, True), repeat=4)) - drawn)


def outputs_without_output_weights():
    return {forward(x1, x2, START_A._replace(v1=0.0, v2=0.0))[2] for x1, x2, _ in XOR}


def trained_network_is_right():
    trained = list(train(XOR, START_A, 2.0, 4001))[-1].params
    return all((forward(x1, x2, trained)[2] > 0.5) == (y > 0.5) for x1, x2, y in XOR)


def loss_after_a_slow_run():
    return list(train(XOR, START_A, 0.2, 4001))[-1].loss


def change_by_one_row():
    after = update(START_B, gradients(0, 0, 0, START_B), 0.05)
    return mean_loss(XOR, after) - mean_loss(XOR, START_B)


def losses_of_text_3():
    return [
        replication.text_3_loss(*state)
        for state in replication.gradient_descent(replication.text_3_init(), replication.text_3_gradients, 0.5, 5000)
    ]


def delta_of_text_3():
    """The third text's backward pass computes the gradient of a loss. Return the name of this loss."""
    start = [array + 0.001 for array in replication.text_3_init()]
    for loss in (mlp.squared_error, mlp.cross_entropy):
        slopes = mlp.MLP(start, mlp.relu, loss).gradients(replication.X, replication.Y)
        if all(map(np.allclose, slopes, replication.text_3_gradients(*start))):
            return loss.__name__


def predictions_of_text_4():
    *_, last = replication.gradient_descent(replication.text_4_init(), replication.text_4_gradients, 0.1, 1000)
    return (replication.text_4_forward(*last)[1].ravel() > 0.5).astype(int).tolist()


@cache
def success(**changes):
    """Train lesson 8's networks with other random draws. Return the share that learns XOR, and the `Ensemble`."""
    sweep = train_many(400, success_map.BASELINE._replace(seed=1, **changes))
    return (sweep.outcome == "converged").mean(), sweep


def median_epochs(**changes):
    """Return the median number of epochs of the networks in `success` that learn XOR."""
    sweep = success(**changes)[1]
    return np.median(sweep.epochs[sweep.outcome == "converged"])


def rows_that_merge():
    """Return the share of failed networks that give almost the same output for two rows with different targets."""
    _, sweep = success()
    runs = sweep.final[sweep.outcome != "converged"].tolist()
    outs = [[forward(x1, x2, params)[2] for x1, x2, _ in XOR] for params in runs]
    return np.mean([min(abs(one - zero) for one in out[1:3] for zero in out[::3]) < 0.1 for out in outs])


def epochs_to_a_hundredth(beta):
    losses = mlp.MLP(mlp.as_arrays(START_A)).train(mlp.XOR_X, mlp.XOR_Y, 2.0, 900, beta)
    return [loss <= 0.01 for loss in losses].index(True)


@cache
def digits_read(split):
    """Train a network as in the lesson. Return the network, and its share of right answers on the held-out digits.

    `split` is a function that returns the training digits and the held-out digits.
    """
    rows, others = split()
    net, _ = lesson_module(lesson_path("09_beyond_xor")).train_digits(rows)
    return net, handwriting.count_correct(net, others) / len(others.X)


def lesson_split():
    return handwriting.split(handwriting.load())


def new_hands_split():
    everything = handwriting.load()
    return tuple(handwriting.Digits(*(part[rows] for part in everything)) for rows in (slice(-449), slice(-449, None)))


def lost_on_new_hands():
    return digits_read(lesson_split)[1] - digits_read(new_hands_split)[1]


def change_at_the_corner():
    start = mlp.random_parameters([64, 64, 10], np.random.default_rng(0), mlp.he_init)
    return abs(digits_read(lesson_split)[0].parameters[0][0] - start[0][0]).max()


def diagnosed(name, cause):
    """True if the doctor finds this cause for the patient, and the patient learns after this cause is fixed.

    `test_patients.py` computes these stored results again.
    """
    return patients.report(name).cause == cause and patients.results(name)["fixed"]["learned"]


LEARNERS = ["raw error sent back", "output derivative missing"]  # lesson 5's wrong backward passes that learn XOR

# (lesson, prediction, right option, measurement that must confirm the option)
ANSWERS = [
    ("01_neuron", "bias_guess", "It shifts and keeps its direction", shifts_and_keeps_its_direction),
    (
        "01_neuron",
        "weight_guess",
        "It stays, and the change from blue to orange gets steeper",
        stays_and_gets_steeper,
    ),
    (
        "02_xor",
        "best_guess",
        "For XOR and one other table",
        lambda: tables_without_a_line() == [(False, True, True, False), (True, False, False, True)],
    ),
    (
        "02_xor",
        "rule_guess",
        "It cycles through the same few lines forever",
        lambda: "the same numbers as after epoch 2" in all_wrong("02_xor"),
    ),
    (
        "03_forward_pass",
        "zeros_guess",
        "All equal, a little above ½",
        lambda: len(outs := outputs_without_output_weights()) == 1 and 0.5 < max(outs) < 0.52,
    ),
    (
        "03_forward_pass",
        "fold_guess",
        "The hidden layer moves the four points so that one line is enough",
        trained_network_is_right,
    ),
    ("04_loss", "mean_guess", "0", lambda: sum((0.5, 0.5, -0.5, -0.5)) == 0),
    (
        "04_loss",
        "confident_guess",
        "About 2 % larger",
        lambda: round(squared_error(0.0001, 1) / squared_error(0.01, 1), 2) == 1.02,
    ),
    ("05_chain_rule", "sign_guess", "Negative", lambda: gradients(*XOR[1], START_A).v1 < 0),
    (
        "05_chain_rule",
        "zero_guess",
        "Those of w11 and w21",
        lambda: [name for name, g in gradients(*XOR[1], START_A)._asdict().items() if g == 0] == ["w11", "w21"],
    ),
    (
        "05_chain_rule",
        "learners_guess",
        "two",
        lambda: learners() == LEARNERS,
    ),
    (
        "06_trainer",
        "rate_guess",
        "Still above 0.2: it has hardly changed",
        lambda: 0.2 < loss_after_a_slow_run() < 0.25,
    ),
    ("06_trainer", "step_guess", "It rises a little", lambda: 0 < change_by_one_row() < 0.001),
    (
        "07_numpy",
        "shape_guess",
        "(5, 4)",
        lambda: (np.zeros((5, 3)) @ np.zeros((3, 4)) + np.zeros((1, 4))).shape == (5, 4),
    ),
    ("07_numpy", "text_3_guess", "It does not learn at all", lambda: max(losses_of_text_3()) < 0.12501),
    ("07_numpy", "suspect_guess", "The delta of the output", lambda: delta_of_text_3() == "cross_entropy"),
    ("07_numpy", "text_4_guess", "0, 1, 1, 1", lambda: predictions_of_text_4() == [0, 1, 1, 1]),
    ("08_luck", "rate_guess", "About 65", lambda: 0.6 < success()[0] < 0.72),
    ("08_luck", "failure_guess", "Two rows get the same output", lambda: rows_that_merge() > 0.9),
    ("08_luck", "fast_guess", "Almost none", lambda: success(lr=100.0)[0] < 0.05),
    ("08_luck", "depth_guess", "At most two", lambda: cached(train_depth, mlp.sigmoid, 4).learned.sum() <= 2),
    (
        "08_luck",
        "loss_guess",
        "About the same number learn, but faster",
        lambda: (
            abs(success(loss="cross_entropy")[0] - success()[0]) < 0.08
            and median_epochs(loss="cross_entropy") < 0.5 * median_epochs()
        ),
    ),
    (
        "09_beyond_xor",
        "momentum_guess",
        "It hardly changes",
        lambda: 1 < epochs_to_a_hundredth(0.9) / epochs_to_a_hundredth(0) < 1.1,
    ),
    (
        "09_beyond_xor",
        "shift_guess",
        "Nothing",
        lambda: np.allclose(*(mlp.softmax(np.array([[1.0, -2.0, 0.5]]) + shift) for shift in (0, 100))),
    ),
    ("09_beyond_xor", "writers_guess", "Several percentage points lower", lambda: 0.03 < lost_on_new_hands() < 0.08),
    ("09_beyond_xor", "corner_guess", "They keep their initial values", lambda: change_at_the_corner() == 0),
    *[
        ("10_debug", f"cause_{k}", answer, partial(diagnosed, name, cause))
        for k, (name, cause, answer) in enumerate(
            [
                (
                    "squashed_twice",
                    "derivative-of-activation",
                    "σ′ is computed from the activation as if it were the sum z. Use a(1 − a)",
                ),
                (
                    "raw_error_back",
                    "weight-missing",
                    "The hidden delta is made from the raw error. Use weight × output delta",
                ),
                (
                    "constant_sum",
                    "dead-relu",
                    "Both ReLU units are dead from the start. Use other initial weights",
                ),
                ("flat_cost", "too-few-epochs", "The training is too short. Use more epochs"),
                ("one_pair_first", "loop-order", "Each row is trained to the end before the next one. Swap the loops"),
                ("bias_matrix", "bias-per-row", "Each row has a bias of its own. Sum the delta over the rows"),
            ],
            1,
        )
    ],
]


@pytest.mark.parametrize(("stem", "name", "answer", "measured"), ANSWERS, ids=lambda value: str(value)[:20])
def test_the_answer_to_a_prediction_is_what_is_measured(stem, name, answer, measured):
    assert right(stem, name).text == answer
    assert measured()


@pytest.mark.parametrize("stem", STEMS)
def test_the_answer_to_each_prediction_is_measured_here(stem):
    measured = [name for lesson, name, *_ in ANSWERS if lesson == stem]
    assert len(measured) == len({*measured}) and {*measured} <= {*untouched(stem)[1]}
    expect_none(
        f'add ("{stem}", "{name}", "{right(stem, name).text}", CALCULATION) to ANSWERS in tests/test_predictions.py'
        for name in untouched(stem)[1]
        if name not in measured
    )


@pytest.mark.parametrize("stem", STEMS)
def test_answers_stay_hidden_until_predictions_are_made(stem):
    words = words_of(untouched(stem)[0])
    assert "You predicted it" not in words and "The answer is" not in words
    for name in untouched(stem)[1]:
        for option in options(stem, name):
            assert words_of(mo.md(minus_signs(option.why)).text) not in words, option


@pytest.mark.parametrize("stem", STEMS)
def test_a_wrong_choice_gets_its_own_sentence_and_the_right_answer(stem):
    words = words_of(all_wrong(stem))
    for name in untouched(stem)[1]:
        chosen, expected = wrong(stem, name), right(stem, name)
        assert f"You chose “{chosen.text}”. {words_of(mo.md(minus_signs(chosen.why)).text)}" in words
        assert f"The answer is: {expected.text}. {words_of(mo.md(minus_signs(expected.why)).text)}" in words


@pytest.mark.parametrize("stem", STEMS)
def test_each_option_has_a_sentence_of_its_own(stem):
    for name in untouched(stem)[1]:
        assert complaints_about_sentences(options(stem, name)) == []


def complaints_about_sentences(given):
    """Return each sentence that is too short, equals another sentence, or does not end like a sentence."""
    sentences = [words_of(mo.md(option.why).text) for option in given]
    return [
        f"{option.text}: {sentence!r}"
        for option, sentence in zip(given, sentences, strict=True)
        if len(sentence.split()) < 4 or sentences.count(sentence) > 1 or sentence[-1] not in ".)"
    ]


def test_an_option_without_a_sentence_of_its_own_would_be_noticed():
    first, *others = options("01_neuron", "bias_guess")
    for why in ("", "No.", others[0].why, "It does not turn, because"):
        assert len(complaints_about_sentences([first._replace(why=why), *others])) >= 1


def test_no_diagnosis_of_lesson_8_is_shown_before_its_question_is_answered():
    assert "Diagnosis of run" not in words_of(untouched("08_luck")[0])
    text = words_of(all_wrong("08_luck"))
    assert "Diagnosis of run" in text
    assert "Diagnosis of run" not in text.split("What failure looks like")[0]


def test_failures_of_lesson_8_do_not_show_what_cross_entropy_changes():
    text = words_of(all_wrong("08_luck"))
    assert text.count("four times as many epochs") > 0
    assert "cross-entropy" not in text.split("What failure looks like")[1].split("One cell, one run")[0]


def test_the_two_rates_of_lesson_8_are_about_the_same():
    runs = [
        cached(train_many, 1000, success_map.BASELINE._replace(loss=loss))
        for loss in ("squared_error", "cross_entropy")
    ]
    low, high = sorted(wilson_interval(success_map.count_converged(sweep), 1000) for sweep in runs)
    assert high[0] < low[1]


def learners():
    """Return the wrong backward passes of lesson 5 that end with four right rows."""
    broken = lesson_module(lesson_path("05_chain_rule")).broken_gradients
    learned = []
    for bug in (
        "raw error sent back",
        "sign flipped",
        "v1 and v2 swapped",
        "h instead of h(1−h)",
        "hidden biases forgotten",
        "output derivative missing",
    ):
        params = START_A
        for _ in range(2000):
            grads = [broken(bug, *row, params) for row in XOR]
            params = update(params, [sum(column) / 4 for column in zip(*grads)], 2.0)
        if mean_loss(XOR, params) < 0.01:
            learned.append(bug)
    return learned


def test_the_broken_passes_that_learn_are_named():
    text = all_wrong("05_chain_rule").split("The answer is: two.")[1]
    assert all(bug in text for bug in LEARNERS)


def test_the_largest_derivative_is_the_output_bias():
    derivatives = gradients(*XOR[1], START_A)
    assert max(map(abs, derivatives)) == abs(derivatives.c)
    words = f"c has the largest derivative: {minus_signs(f'{derivatives.c:+.4f}')}"
    assert words in words_of(all_wrong("05_chain_rule"))


def test_the_perceptron_comes_back_to_the_same_line():
    text = all_wrong("02_xor")
    assert "In epoch 3 the rule makes 4 mistakes" in text and "the same numbers as after epoch 2" in text


def test_lesson_6_shows_the_thirteen_published_lines():
    assert CLAIM_1A.strip() in untouched("06_trainer")[0]


def test_lesson_6_draws_the_rows_right_before_each_update_like_the_loss():
    states = list(train(XOR, START_A, lr=2.0, epochs=2000))[:2000]
    right = [sum((forward(x1, x2, state.params)[2] > 0.5) == y for x1, x2, y in XOR) for state in states]
    captions = [output.caption for output in lesson_outputs(lesson_path("06_trainer")) if hasattr(output, "caption")]
    words = f"The number of right rows goes from {right[0]} to {right[-1]}; all four are right in {right.count(4)} of"
    assert any(words in caption for caption in captions)


def test_lesson_8_covers_the_row_it_asks_about():
    text, _, beside = untouched("08_luck")
    assert "A cell with ? shows its number after you answer its question" in beside["count_map"].caption
    shown = beside["count_map"].table
    assert all((min(counts) == COVERED) == (row == "± 2") for row, counts in zip(shown["rows"], shown["counts"]))
    measured = format_rate(662, 1000)  # of the map's shown cell
    assert measured in all_wrong("08_luck")
    assert measured not in text.split("Try again, and say when to stop")[0]


def map_of_lesson_8(knobs, **guesses):
    """Run the two cells of lesson 8 that fill the map, and return the map's table."""
    lesson = lesson_module(lesson_path("08_luck"))
    _, measured = lesson.measure.run(knobs=knobs)
    count_map = CountMap()
    lesson.fill_map.run(**measured, **guesses, count_map=count_map)
    return count_map.table


@pytest.mark.parametrize(
    ("chosen", "columns"),
    [
        ({"across": "learning rate"}, ["lr 100"]),
        ({"across": "loss"}, ["cross-entropy"]),
        ({"loss": "cross_entropy"}, ["2 hidden", "3 hidden", "4 hidden", "8 hidden"]),
        ({"across": "activation", "learning rate": 100.0}, ["sigmoid", "tanh", "ReLU"]),
    ],
    ids=str,
)
def test_the_map_of_lesson_8_covers_the_answers_to_later_questions(chosen, columns):
    _, forms, beside = untouched("08_luck")
    knobs = SimpleNamespace(value=beside["knobs"].value | chosen)
    asked = {name: forms[name] for name in ("fast_guess", "loss_guess", "rate_guess")}
    shown = map_of_lesson_8(knobs, **asked)
    by_column = dict(zip(shown["columns"], zip(*shown["counts"])))
    assert [column for column, counts in by_column.items() if {*counts} == {COVERED}] == columns
    answered = {name: SimpleNamespace(value=right("08_luck", name)) for name in asked}
    assert not any(COVERED in counts for counts in map_of_lesson_8(knobs, **answered)["counts"])


@pytest.mark.parametrize(
    ("pressed", "answered", "place"),
    [
        ([], False, "± 5, 2 hidden, lr 2, sigmoid, squared error"),
        ([], True, "± 2, 2 hidden, lr 2, sigmoid, squared error"),
        (["He", "8 hidden"], True, "He, 8 hidden, lr 2, sigmoid, squared error"),
        (["He", "lr 100"], False, "± 5, 2 hidden, lr 2, sigmoid, squared error"),  # a cell of another map
    ],
)
def test_a_pressed_cell_of_the_map_is_the_one_that_is_explained(pressed, answered, place):
    lesson, knobs = lesson_module(lesson_path("08_luck")), untouched("08_luck")[2]["knobs"]
    guess = SimpleNamespace(value=right("08_luck", "rate_guess") if answered else None)
    _, measured = lesson.measure.run(knobs=knobs)
    given = {"knobs": knobs, "grid": SimpleNamespace(value={"pressed": pressed}), "rate_guess": guess}
    above, defined = lesson.pressed.run(**measured, **given)
    below, _ = lesson.runs.run(**defined, grid_again=mo.md(""))
    assert f"The chosen cell is {place}." in words_of(text_of([above]))
    assert f"Here are the 100 networks of the cell {place}." in words_of(text_of([below]))


def test_the_run_that_lesson_8_explains_has_two_merged_rows():
    text = words_of(all_wrong("08_luck"))
    assert "Two rows have almost the same output, 0.50, but not the same target" in text
    assert "the loss is (¼ + ¼) / 4 = 1/8" in text and "ended at a mean squared error of 0.12" in all_wrong("08_luck")


def test_rows_that_share_an_output_share_a_point_in_the_hidden_layer():
    _, sweep = success()
    hidden, outs = activations(success_map.BASELINE, sweep.final[sweep.outcome != "converged"].astype(float))
    gaps = np.abs(outs[:, [1, 1, 2, 2]] - outs[:, [0, 3, 0, 3]])
    closest, merged = gaps.argmin(axis=1), gaps.min(axis=1) < 0.1
    of_one, of_zero = (np.array(rows)[closest][merged] for rows in ([1, 1, 2, 2], [0, 3, 0, 3]))
    points = hidden[merged]
    each = np.arange(len(points))
    assert len(points) > 100
    assert np.abs(points[each, of_one] - points[each, of_zero]).max() < 0.05


def test_the_question_on_deep_networks_is_not_answered_around_it():
    text = words_of(untouched("08_luck")[0])
    vanishing = next(row for row in failure_guide.ROWS if row.name == "vanishing")
    assert "One row is still hidden" in text and vanishing.symptom not in text and "Vanishing" not in text
    assert vanishing.symptom in words_of(all_wrong("08_luck"))


def test_lesson_8_does_not_train_again_what_is_shipped():
    all_wrong("08_luck")
    assert [function.__name__ for function, *_ in cache_of_lessons._results if "counts" in function.__module__] == []


def exploding(**changes):
    """Return the settings of the networks in lesson 8's section on exploding gradients."""
    start = success_map.BASELINE._replace(activation="relu", loss="cross_entropy", width=8, weights=5.0, lr=30.0)
    return start._replace(epochs=1000, **changes)


def test_the_diverging_run_of_lesson_8_is_lost_in_three_updates():
    k = int(re.search(r"Run (\d+) fails within three updates", words_of(untouched("08_luck")[0]))[1])
    numbers = np.array([numbers for numbers, _ in params_of(exploding(), k)], float)
    first, second, third = np.abs(np.diff(numbers, axis=0)).max(axis=1)[:3]
    largest = np.abs(numbers).max(axis=1)
    assert first < second < third
    assert largest[3:].min() > 0.99 * largest[-1] > 100
    assert (activations(exploding(), numbers[-1])[0] <= 0).all(), "all hidden neurons have output 0 for all four rows"


def test_a_lower_rate_is_the_first_cure_and_clipping_the_second():
    ends = [train_range(exploding(**change), 0, 100) for change in ({}, {"lr": 0.3}, {"clip": 0.05})]
    diverged = [int((end.outcome == "diverged").sum()) for end in ends]
    learned = [success_map.count_converged(end) for end in ends]
    assert diverged[0] > 80 and diverged[1:] == [0, 0]
    assert learned[0] < 10 and learned[1] > learned[2] > 50


def test_three_rates_of_one_network_show_what_their_names_say():
    start = initial_params(Settings(), 13, 1)[0]
    names = [diagnose_params(Settings(lr=lr, epochs=2000), start).diagnosis for lr in (10.0, 50.0, 100.0)]
    assert names == ["converged", "oscillation", "overshoot"]


def test_a_larger_rate_helps_on_a_plateau_as_much_as_more_epochs():
    low, high = sorted(
        wilson_interval(success_map.count_converged(train_range(Settings(weights=0.3, **changes), 0, 200)), 200)
        for changes in ({"epochs": 1000, "lr": 8.0}, {"epochs": 4000})
    )
    assert high[0] < low[1] and low[0] > 0.5


def test_the_range_test_finds_a_rate_that_learns():
    rates = np.geomspace(0.01, 1000, 200).tolist()
    start = initial_params(Settings(), 2, 1)[0].tolist()
    losses = learning_rate.range_test(start, rates)
    lowest = int(np.argmin(losses))
    assert losses[lowest] < losses[0] / 2 and max(losses[lowest:]) > losses[0]
    assert success(lr=rates[lowest] / 10)[0] > 0.6


def test_what_lesson_8_says_of_rescues_holds_in_other_draws():
    failed = success()[1].outcome != "converged"

    def rescued(**changes):
        return (success(**changes)[1].outcome[failed] == "converged").mean()

    assert abs(rescued(weights=0.5) - success(weights=0.5)[0]) < 0.1, "failed runs then learn as often as all runs"
    assert success(weights=0.5)[0] > success()[0] + 0.1, "a better choice for all"
    assert 0.3 < rescued(jitter=1.0) < success()[0] - 0.1, "fewer networks learn than with new initial weights"
    assert 0.1 < rescued(lr=10.0) < 0.3
    assert rescued(epochs=16000) < 0.1 and rescued(loss="cross_entropy") < 0.1


@pytest.mark.parametrize(("he", "words"), [(False, "only about 0.01"), (True, "the weights are large enough, but")])
def test_lesson_7_says_why_a_repaired_run_still_fails(he, words):
    scales = replication.he_scales(3) if he else (0.01, 0.01)
    _, outs = replication.text_3_train_seeds(replication.text_3_repaired, 3, scales)
    rows_right = ((outs > 0.5) == (mlp.XOR_Y[:, 0] > 0.5).reshape(outs[0].shape)).reshape(len(outs), -1).sum(axis=1)
    failed = next(seed for seed, rows in enumerate(rows_right) if rows < 4)
    repairs = SimpleNamespace(value={"delta": True, "he": he, "width": 3, "seed": failed})
    guess = SimpleNamespace(value=right("07_numpy", "suspect_guess"))
    output, _ = lesson_module(lesson_path("07_numpy")).repaired.run(repairs=repairs, suspect_guess=guess)
    text = text_of([output])
    assert words in text
