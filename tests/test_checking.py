"""The engine behind `check`: four states, hostile and broken answers, the sentence it chooses, the card."""

import _thread
import contextlib
import io
import itertools
import linecache
import math
import random
import re
import signal
import sys
import threading
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from shared import START_A, check
from shared.checking.call import call_on
from shared.checking.values import close
from shared.exercises import EXERCISES
from shared.nn import network


def checked(name, answer):
    """Check an answer under the name of an exercise."""
    answer.__name__ = name
    return check(answer)


def reference(name):
    return lambda *args: EXERCISES[name].reference(*args)


# The four states.


def test_a_stub_of_docstring_and_dots_is_not_attempted():
    def sigmoid(z):
        """σ(z)."""
        ...

    result = check(sigmoid)
    assert (result.status, result.cases, result.diagnosis) == ("not attempted", 1, None)


def test_a_right_answer_is_right_and_has_nothing_to_show():
    result = check(network.neuron)
    assert result.status == "right"
    assert (result.exercise, result.cases) == ("neuron", len(EXERCISES["neuron"].cases()))
    assert (result.diagnosis, result.call, result.got, result.expected) == (None, None, None, None)
    assert EXERCISES["neuron"].success_message in str(result)


def test_an_unknown_wrong_answer_gets_call_got_and_expected_and_no_diagnosis():
    result = checked("squared_error", lambda out, y: (out - y) ** 2 + 0.125)
    assert (result.status, result.diagnosis) == ("wrong", None)
    assert (result.call, result.got, result.expected) == ("squared_error(0.7, 1.0)", "0.215", "0.09")


def test_the_call_can_be_pasted_into_a_cell():
    for name, exercise in EXERCISES.items():
        result = checked(name, lambda *args: "nothing like it")
        assert result.status == "wrong"
        names = {name: exercise.reference, "np": np}
        again, expected = (
            call_on(lambda text=text, names=names: eval(text, names), ()).plain
            for text in (result.call, result.expected)
        )
        assert again is not None
        assert close(again, expected, 1e-4) or "…" in result.expected


def test_a_difference_too_small_for_six_digits_is_shown_with_more():
    result = checked("squared_error", lambda out, y: (out - y) ** 2 * 1.000002)
    assert result.status == "wrong"
    assert result.got != result.expected


def test_a_crash_shows_the_students_own_line_and_the_exception_in_words():
    def neuron(x1, x2, w1, w2, b):
        total = w1 * x1 + w2 * x2 + bias  # noqa: F821
        return network.sigmoid(total)

    result = check(neuron)
    assert result.status == "crashed"
    assert result.line.startswith("total = w1 * x1 + w2 * x2 + bias")
    assert "NameError: name 'bias' is not defined" in result.error
    assert "Traceback" not in str(result)
    assert result.call == "neuron(1.0, 0.0, 0.6, -0.9, 0.4)"


def test_a_very_long_line_of_the_students_own_is_cut():
    result = check(answer("def sigmoid(z):\n    return 1 / 0" + " + 1" * 1000, "sigmoid"))
    assert result.line.startswith("return 1 / 0 + 1")
    assert len(result.line) == 160


def test_a_crash_inside_called_code_still_shows_the_students_own_line():
    def sigmoid(z):
        return 1 / network.forward(z, z, [z])

    result = check(sigmoid)
    assert result.status == "crashed"
    assert result.line == "return 1 / network.forward(z, z, [z])"


def test_the_first_failing_call_decides_between_wrong_and_crashed():
    late = checked("sigmoid", lambda z: network.sigmoid(z) if z > -100 else 1 / 0)
    assert (late.status, late.call) == ("crashed", "sigmoid(-700.0)")
    assert "division by zero" in late.error


def test_an_unknown_name_lists_the_exercises():
    for f in (lambda z: z, 3, None, "sigmoid", len):
        with pytest.raises(ValueError, match="sigmoid, neuron, "):
            check(f)


def test_a_wrong_first_line_is_told_which_one_it_should_be():
    result = checked("sigmoid", lambda: 0.5)
    assert result.status == "crashed"
    assert "def sigmoid(z):" in result.error


# Results of every kind.


@pytest.mark.parametrize("kind", [tuple, list, np.array, network.Params._make, lambda r: [np.float64(x) for x in r]])
def test_any_sequence_of_the_right_numbers_is_right(kind):
    assert checked("gradients", lambda *args: kind(network.gradients(*args))).status == "right"


@pytest.mark.parametrize("kind", [float, np.float64, np.array, Fraction, Decimal])
def test_any_number_of_the_right_size_is_right(kind):
    assert checked("sigmoid", lambda z: kind(network.sigmoid(z))).status == "right"


@pytest.mark.parametrize("kind", [int, bool, float, np.bool_, np.int8])
def test_any_kind_of_zero_and_one_is_right(kind):
    assert checked("step_neuron", lambda *args: kind(EXERCISES["step_neuron"].reference(*args))).status == "right"


@pytest.mark.parametrize(
    "value",
    [
        "0.7",
        b"1",
        {1: 2},
        {0.7},
        1j,
        object(),
        float("nan"),
        math.inf,
        -math.inf,
        10**400,
        [],
        [0.7],
        np.array([0.7]),
        np.array([[0.7]]),
        np.array(["a"]),
        math.sin,
        range(3),
        Exception("returned"),
        len,
        type,
    ],
)
def test_a_result_that_is_not_one_number_is_wrong_with_a_sentence(value):
    result = checked("sigmoid", lambda z: value)
    assert result.status == "wrong"
    assert result.diagnosis
    assert result.got


def test_nan_inf_shape_and_kind_are_named():
    assert "nan" in checked("sigmoid", lambda z: math.nan).diagnosis
    assert "infinity" in checked("sigmoid", lambda z: math.inf).diagnosis
    assert "text (str), but one number" in checked("sigmoid", lambda z: "0.5").diagnosis
    assert "a generator" in checked("gradients", lambda *args: (g for g in network.gradients(*args))).diagnosis
    assert "8 numbers" in checked("gradients", lambda *args: network.gradients(*args)[:8]).diagnosis
    row = checked("gradients", lambda *args: np.array([network.gradients(*args)]))
    assert "shape (1, 9)" in row.diagnosis
    column = checked("gradients", lambda *args: np.array(network.gradients(*args)).reshape(9, 1))
    assert "shape (9, 1)" in column.diagnosis


def test_a_trailing_comma_is_named_and_a_list_of_one_is_not_taken_for_it():
    comma = checked("squared_error", lambda out, y: ((out - y) ** 2,))
    assert comma.diagnosis == "It returns a tuple of one number: remove the trailing comma."
    brackets = checked("squared_error", lambda out, y: [(out - y) ** 2])
    assert brackets.diagnosis == "It returns a sequence of 1 number, but one number is expected."


def test_a_part_of_the_wrong_kind_is_named():
    def train(data, params, lr, epochs):
        params, losses = EXERCISES["train"].reference(data, params, lr, epochs)
        return params[:7], losses

    assert check(train).diagnosis == "`params` is a sequence of 7 numbers, but a sequence of 9 numbers is expected."


def test_a_sequence_that_holds_itself_is_no_number():
    endless = []
    endless.append(endless)
    assert checked("gradients", lambda *args: endless).status == "wrong"


def test_a_coroutine_is_wrong_and_leaves_no_warning(recwarn):
    async def sigmoid(z):
        return network.sigmoid(z)

    assert check(sigmoid).status == "wrong"
    assert not recwarn.list


# None.


def test_none_in_one_branch_is_wrong_and_said_so():
    def sigmoid(z):
        if z < 0:
            return network.sigmoid(z)

    result = check(sigmoid)
    assert result.status == "wrong"
    assert "ends without `return`" in result.diagnosis


def test_a_forgotten_return_is_wrong_and_said_so():
    def sigmoid(z):
        1 / (1 + math.exp(-z))

    result = check(sigmoid)
    assert result.status == "wrong"
    assert "end it with `return`" in result.diagnosis


def answer(source, name, **names):
    """The function `name` of a student's notebook in which `source` is written; `inspect` can read it."""
    file = f"<student {name} {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names = {"network": network, "__name__": "notebook"} | names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # Python warns of `2(x)` itself
        exec(compile(source, file, "exec"), names)
    return names[name]


GIVES_NONE = "A function it uses returned None: is every function it calls finished?"
STEP = """
def update(params, grads, lr):
    {update}

def train(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(network.mean_loss(data, params))
        params = update(params, network.mean_loss_and_gradients(data, params)[1], lr)
    return params, losses
"""


@pytest.mark.parametrize("body", ["...", "pass", '"""Nine new numbers."""'])
def test_a_stub_that_an_answer_uses_is_named(body):
    result = check(answer(STEP.format(update=body), "train"))
    assert result.diagnosis == "It uses `update`, which still returns None: finish `update` first."


@pytest.mark.parametrize(
    "source",
    [
        "return 2 * (out - y) * sigmoid_derivative(out)",  # crashes
        "return sigmoid_derivative(out)",  # gives None
        "return 1 if sigmoid_derivative(out) else 0",  # gives a number
        "return [sigmoid_derivative(a) for a in (out,)][0]",  # from inside a comprehension
    ],
)
def test_a_stub_is_named_whatever_comes_of_it(source):
    source = f"def sigmoid_derivative(a): ...\ndef output_delta(out, y):\n    {source}"
    assert "`sigmoid_derivative`, which still returns None" in check(answer(source, "output_delta")).diagnosis


def test_a_stub_is_named_through_a_finished_function():
    source = (
        "def sigmoid_derivative(a): ...\ndef output_delta(out, y):\n    return sigmoid_derivative(out) * 2\n"
        "def gradients(x1, x2, y, params):\n    return [output_delta(0.5, y)] * 9"
    )
    assert "`sigmoid_derivative`" in check(answer(source, "gradients")).diagnosis


def test_a_stub_of_the_same_name_as_a_function_of_the_network_is_not_blamed():
    source = "def sigmoid_derivative(a): ...\ndef output_delta(out, y):\n    return network.sigmoid_derivative(out) + 9"
    assert check(answer(source, "output_delta")).diagnosis is None


def test_a_callee_without_return_is_said_to_give_none():
    source = "def slope(a):\n    a * (1 - a)\ndef output_delta(out, y):\n    return {}"
    assert check(answer(source.format("slope(out)"), "output_delta")).diagnosis == GIVES_NONE
    crash = check(answer(source.format("2 * (out - y) * slope(out)"), "output_delta"))
    assert crash.error.startswith(GIVES_NONE + " TypeError: unsupported operand")


@pytest.mark.parametrize(
    "update",
    [
        "[p - lr * g for p, g in zip(params, grads)]",  # gives None
        "return [p + lr * g for p, g in zip(params, grads)]",
        "return params - lr * grads",  # crashes
    ],
)
def test_an_answer_is_not_blamed_for_a_function_of_its_lesson_that_is_wrong_itself(update):
    result = check(answer(STEP.format(update=update), "train"))
    assert result.status in ("wrong", "crashed")
    assert result.diagnosis == "It uses `update`, which is not right yet: fix `update` first."


def test_the_innermost_function_that_is_wrong_is_named():
    source = (
        "def sigmoid_derivative(a):\n    return a\n"
        "def output_delta(out, y):\n    return 2 * (out - y) * sigmoid_derivative(out)\n"
        "def gradients(x1, x2, y, params):\n    return [output_delta(0.5, y)] * 9"
    )
    assert "`sigmoid_derivative`, which is not right yet" in check(answer(source, "gradients")).diagnosis


def test_a_function_that_is_right_or_of_another_lesson_is_not_blamed():
    right = "return [p - lr * g for p, g in zip(params, grads)]"
    turned = STEP.format(update=right).replace("return params, losses", "return losses, params")
    assert "in the wrong order" in check(answer(turned, "train")).diagnosis
    of_its_own = (
        "def forward(x):\n    return x\ndef update(params, grads, lr):\n    return [forward(p) for p in params]"
    )
    assert "forward" not in str(check(answer(of_its_own, "update")))


def retries(body, **changes):
    """What a `train_with_retries` is told whose loop holds `body`; `converged` is the student's, in another cell."""
    parts = {"rule": "<=", "test": "converged(losses)", "error": "raise RuntimeError('none')"} | changes
    rule = f"return math.isfinite(losses[-1]) and losses[-1] {parts['rule']} threshold"
    converged = answer(f"def converged(losses, threshold=0.001):\n    {rule}", "converged", math=math)
    source = f"""
def train_with_retries(data, rng, lr, epochs, attempts):
    for attempt in range(1, attempts + 1):
        start = [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]
        {body}
        if {parts["test"]}:
            return params, losses, attempt
    {parts["error"]}"""
    return check(answer(source, "train_with_retries", converged=converged, np=np))


GENERATOR = "states = network.train(data, start, lr, epochs); "
LISTED = "states = list(network.train(data, start, lr, epochs)); "
LOSSES = "losses = [state.loss for state in states]; "
YIELDS = "`network.train` yields states, unlike your `train`: write `states = list(network.train(…))`. "
ONCE = "A generator can be used only once: store its values with `list(network.train(…))`. "
WHOLE = "`converged` takes the whole list: `converged(losses)`. "


def test_the_retries_of_these_tests_are_right_where_nothing_is_changed():
    assert retries(LISTED + LOSSES + "params = states[-1].params").status == "right"
    once = GENERATOR + "both = [(state.params, state.loss) for state in states]; params = both[-1][0]; "
    assert retries(once + "losses = [loss for _, loss in both]").status == "right"


@pytest.mark.parametrize(
    ("body", "changes", "words"),
    [
        ("params, losses = network.train(data, start, lr, epochs)", {}, YIELDS),
        ("run = network.train(data, start, lr, epochs); params, losses = run", {}, YIELDS),
        ("run = network.train(data, start, lr, epochs)\n        params, losses = run", {}, YIELDS),
        (GENERATOR + LOSSES + "params = states[-1].params", {}, YIELDS),
        (GENERATOR + "params = states.params", {}, YIELDS),
        (GENERATOR, {"test": "converged(states)"}, YIELDS),
        (GENERATOR + "params = [s.params for s in states][-1]; " + LOSSES, {}, ONCE),
        (GENERATOR + LOSSES + "params = list(states)[-1].params", {}, ONCE),
        (GENERATOR + LOSSES + "*_, last = states", {}, ONCE),
        (
            LISTED + "params = states[-1].params; losses = (state.loss for state in states)",
            {},
            "A generator has no index and no length: store its values with `list(…)`. ",
        ),
        (LISTED + LOSSES, {"test": "converged(losses[-1])"}, WHOLE),
        (LISTED + LOSSES, {"test": "converged(np.array(losses)[-1])"}, WHOLE),
        (LISTED, {"test": "converged(states)"}, "A state is not a number: take the loss of each, `[state.loss for"),
        (LISTED + LOSSES + "params = states[epochs + 1].params", {}, "An index is out of range. "),
        (GENERATOR + "states = list(states); " + LOSSES + "states[epochs + 1]", {}, "An index is out of range"),
    ],
)
def test_what_goes_wrong_with_the_states_of_a_run_is_put_into_words(body, changes, words):
    result = retries(body, **changes)
    assert (result.status, result.diagnosis) == ("crashed", None)
    assert result.error.startswith(words)


@pytest.mark.parametrize("rule", [">", ">=", "+"])
def test_retries_are_not_blamed_for_a_wrong_converged(rule):
    result = retries(LISTED + LOSSES + "params = states[-1].params", rule=rule)
    assert result.diagnosis == "It uses `converged`, which is not right yet: fix `converged` first."


@pytest.mark.parametrize("error", ["raise", "raise RuntimeError", "raise Exception('')", "assert False"])
def test_an_error_without_words_of_the_students_own_is_not_enough(error):
    result = retries(LISTED + LOSSES + "params = states[-1].params", error=error)
    assert result.status == "crashed"
    assert result.diagnosis == 'The error for this call needs a message: `raise RuntimeError("…")`.'


def test_an_error_that_is_caught_and_raised_again_keeps_its_words():
    again = "try:\n        raise RuntimeError('none')\n    except RuntimeError:\n        raise"
    assert retries(LISTED + LOSSES + "params = states[-1].params", error=again).status == "right"


def test_a_scale_that_is_added_is_not_called_an_argument_of_normal():
    def diagnosis(body):
        source = f"def xavier_init(rng, n_in, n_out):\n    return {body}"
        return check(answer(source, "xavier_init", math=math)).diagnosis

    added = "You add √(1 / n_in) to the draws, which changes their mean. Multiply them by it."
    assert diagnosis("rng.standard_normal((n_in, n_out)) + math.sqrt(1 / n_in)") == added
    assert "first argument of `normal`" in diagnosis("rng.normal(math.sqrt(1 / n_in), size=(n_in, n_out))")


def test_a_forgotten_return_in_one_branch_is_not_blamed_on_others():
    source = "def sigmoid(z):\n    if z > 1000:\n        return 1.0\n    z + 1"
    assert "end it with `return`" in check(answer(source, "sigmoid")).diagnosis


# What Python's messages mean.


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("sigmoid_derivative(a)", "return a(1 - a)", "A `*` is missing before the `(`."),
        ("output_delta(out, y)", "return 2(out - y)", "A `*` is missing before the `(`."),
        (
            "mean_squared_error(outs, ys)",
            "sum = 0; return sum(outs)",
            "`sum` is your own variable here, not Python's function: rename the variable.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "return sum((o - y) ** 2 for o, y in (outs, ys))",
            "There are more values than names to unpack them into. For pairs use `zip(outs, ys)`.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "return sum((o - y) ** 2 for o, y in outs)",
            "One number cannot be unpacked into several names. For pairs use `zip(outs, ys)`.",
        ),
        (
            "forward(x1, x2, params)",
            "w11, w12 = params; return w11, w12, 0",
            "There are more values than names to unpack them into. ValueError",
        ),
        ("mean_squared_error(outs, ys)", "return abs(outs / 2)", "You cannot calculate with a whole list: use a loop."),
        ("forward(x1, x2, params)", "return params - params", "Lists cannot be subtracted: loop over the pairs."),
        (
            "update(params, grads, lr)",
            "for i in range(9): params[i] -= lr * grads[i]",
            "`params` cannot be changed: build a new list.",
        ),
        (
            "update(params, grads, lr)",
            "params.w11 -= lr * grads.w11",
            "`params` cannot be changed: build a new list.",
        ),
        (
            "train(data, params, lr, epochs)",
            "g = network.gradients(*data[0], params); g = [0] * 9 + g",
            "`+` joins lists: add number by number, with `zip`.",
        ),
        (
            "train(data, params, lr, epochs)",
            "g = [0] * 9; g += network.gradients(*data[0], params); return network.update(params, g, lr)",
            "`+=` makes a list longer. Add number by number, with `zip`.",
        ),
        (
            "train(data, params, lr, epochs)",
            "losses = []; losses = losses.append(1); losses.append(2)",
            "`append` returns None: write it without `=` in front.",
        ),
        ("sigmoid(z)", "return 1 / (1 + exp(-z))", "`exp` is part of `math`: write `math.exp`."),
        ("cross_entropy(out, y)", "return -log(out)", "`log` is part of `math`: write `math.log`."),
        (
            "sigmoid(z)",
            "return 1 / (1 + math.exp(-z))",
            "`math` is not imported here: make `import math` the function's first line.",
        ),
        ("neuron(x1, x2, w1, w2, b)", "return w1x1 + w2x2 + b", "Write the product with `*`: `w1 * x1`."),
        ("gradients(x1, x2, y, params)", "d_h1 = y; return d_h1x2", "Write the product with `*`: `d_h1 * x2`."),
        ("neuron(x1, x2, w1, w2, b)", "return w1 * x1 + bias", "A name is used before it has a value."),
        (
            "rows_right(table, w1, w2, b)",
            "for x1, x2, y in table:\n        count += 1",
            "Set `count = 0` before the loop.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "for out in outs:\n        total = total + out",
            "Set `total = 0` before the loop.",
        ),
        (
            "train(data, params, lr, epochs)",
            "for _ in range(epochs):\n        losses += [1]",
            "A name is used before it has a value. UnboundLocalError",
        ),
        (
            "mean_squared_error(outs, ys)",
            "sum = sum(outs)",
            "`sum` is your own variable here, not Python's function: rename the variable.",
        ),
        (
            "rows_right(table, w1, w2, b)",
            "for x1, x2 in table: pass",
            "Each row has three numbers: `for x1, x2, y in table`.",
        ),
    ],
)
def test_common_exceptions_are_put_into_words(head, body, words):
    result = check(answer(f"def {head}:\n    {body}", head.split("(")[0]))
    assert result.status == "crashed"
    assert result.error.startswith(words)


def test_an_explained_crash_is_not_explained_twice():
    result = check(answer("def mean_squared_error(outs, ys):\n    return sum((outs - ys) ** 2)", "mean_squared_error"))
    assert result.diagnosis == "Python cannot subtract lists. Loop over the pairs with `zip(outs, ys)`."
    assert result.error.startswith("TypeError: unsupported operand")


# Arguments and random generators.


def test_a_changed_argument_is_reported_by_its_name():
    def mean_squared_error(outs, ys):
        total = 0
        while isinstance(outs, list) and outs:
            total += 1
            outs.pop()
        return EXERCISES["mean_squared_error"].reference([0.2, 0.9, 0.6, 0.3], [0, 1, 1, 0])

    result = check(mean_squared_error)
    assert result.status == "wrong"
    assert result.diagnosis == "The call changes its argument `outs`: work on a copy."


def test_right_numbers_with_a_changed_argument_are_not_right():
    def update(params, grads, lr):
        numbers = network.update(params, grads, lr)
        if isinstance(params, list):
            params[:] = numbers
        return numbers

    result = check(update)
    assert (result.status, result.diagnosis) == ("wrong", "The call changes its argument `params`: work on a copy.")


def test_the_probes_themselves_never_change():
    def update(params, grads, lr):
        if isinstance(params, list):
            params.clear()
        return network.START_A

    first = check(update)
    assert check(update) == first


def test_right_numbers_are_not_shown_as_different_where_a_changed_argument_is_the_fault():
    def numerical_gradient(loss, params, i, eps=1e-5):
        slope = network.numerical_gradient(loss, params, i, eps) * (1 + 1e-9)
        if isinstance(params, list):
            params[i] += 1
        return slope

    result = check(numerical_gradient)
    assert result.diagnosis == "The call changes its argument `params`: work on a copy."
    assert "expected" not in str(result)
    assert ">expected<" not in result._repr_html_()


def numpy_draw():
    np.random.rand(2)  # noqa: NPY002 - what an answer should not do


def numpy_seed():
    np.random.seed(0)  # noqa: NPY002 - what an answer should not do


def test_numbers_that_are_right_are_not_shown_as_different():
    def sigmoid(z):
        random.random()
        return network.sigmoid(z)

    result = check(sigmoid)
    assert "expected" not in str(result)
    assert ">expected<" not in result._repr_html_()


@pytest.mark.parametrize("draw", [random.random, random.seed, numpy_draw, numpy_seed])
def test_drawing_from_a_global_generator_is_reported(draw):
    def sigmoid(z):
        draw()
        return network.sigmoid(z)

    result = check(sigmoid)
    assert result.status == "wrong"
    assert "global random generator" in result.diagnosis


def test_a_generator_of_its_own_is_nobodys_business():
    def sigmoid(z):
        np.random.default_rng(0).random()
        random.Random(0).random()
        return network.sigmoid(z)

    assert check(sigmoid).status == "right"


def test_another_threads_draws_are_not_blamed_on_the_student():
    def sigmoid(z):
        if z == 0.7 and not seen:
            seen.append(z)
            other = threading.Thread(target=random.random)
            other.start()
            other.join()
        return network.sigmoid(z)

    seen = []
    assert check(sigmoid).status == "right"


# Hostile answers.


def spoil(args):
    """Change every argument that can be changed."""
    for arg in args:
        if isinstance(arg, list):
            arg.reverse()
        if isinstance(arg, np.ndarray):
            arg += 1


def deepest():
    return deepest()


HOSTILE = {
    "raises": lambda due, args, k: 1 / 0,
    "gives None": lambda due, args, k: None,
    "gives None in one branch": lambda due, args, k: None if k else due,
    "nan": lambda due, args, k: math.nan,
    "inf": lambda due, args, k: math.inf,
    "text": lambda due, args, k: str(due),
    "a generator": lambda due, args, k: (x for x in np.ravel(due)),
    "a dictionary": lambda due, args, k: {"answer": due},
    "one dimension more": lambda due, args, k: [due],
    "one dimension more, as an array": lambda due, args, k: np.array(due, dtype=object)[None],
    "nothing at all": lambda due, args, k: [],
    "a changed argument": lambda due, args, k: spoil(args) or math.nan,
    "the global generator": lambda due, args, k: random.random() and math.nan,
    "recursion without end": lambda due, args, k: deepest(),
    "a list that holds itself": lambda due, args, k: holds_itself(),
    "exit": lambda due, args, k: sys.exit(),
    "a class": lambda due, args, k: int,
    "itself": lambda due, args, k: HOSTILE,
}


def holds_itself():
    endless = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_hostile_answer_to_any_exercise_is_right_or_gets_away(kind):
    for name, exercise in EXERCISES.items():

        def answer(*args, exercise=exercise, calls=itertools.count()):  # noqa: B008 - one count for each exercise
            try:
                due = exercise.reference(*args)
            except Exception:  # , but an error is expected
                due = 0.0
            return HOSTILE[kind](due, args, next(calls))

        result = checked(name, answer)
        assert result.status in ("wrong", "crashed"), name
        assert result.call and result.expected, name
        assert len(str(result)) < 3000, name
        assert result._repr_html_().startswith('<div role="group"'), name


def test_an_answer_that_asks_python_to_stop_is_a_crash():
    for stop in (sys.exit, exit, lambda: (_ for _ in ()).throw(GeneratorExit)):
        result = checked("sigmoid", lambda z, stop=stop: stop())
        assert result.status == "crashed"


@pytest.mark.parametrize("say", [lambda: None, lambda: print("again")])
def test_a_loop_without_end_can_be_interrupted_and_leaves_nothing_behind(say, capsys):
    def sigmoid(z):
        while True:
            with contextlib.suppress(Exception):
                say()

    streams = sys.stdout, sys.stderr
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever runs the tests may ignore it
    timer = threading.Timer(0.1, _thread.interrupt_main)  # what the notebook's stop button and Ctrl+C do
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            check(sigmoid)
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
    assert (sys.stdout, sys.stderr) == streams
    assert capsys.readouterr().out == ""
    assert check(network.sigmoid).status == "right"


def test_recursion_without_end_is_a_crash():
    def sigmoid(z):
        return sigmoid(z)

    result = check(sigmoid)
    assert result.status == "crashed"
    assert "calls itself endlessly" in result.error
    assert result.line == "return sigmoid(z)"


@pytest.mark.parametrize("zeros", [lambda: [0] * 10_000_000, lambda: np.zeros(100_000_000)])
def test_many_million_zeros_are_told_in_few_words(zeros):
    zeros = zeros()
    result = checked("gradients", lambda *args: zeros)
    assert result.status == "wrong"
    assert "numbers, but a sequence of 9 numbers is expected" in result.diagnosis
    assert len(str(result)) < 1000
    assert len(result._repr_html_()) < 5000


def test_only_the_first_numbers_of_a_result_are_read_however_many_there_are():
    class Counted(list):
        def __iter__(self):
            for item in super().__iter__():
                read.append(item)
                yield item

    read, zeros = [], Counted([0] * 100_000)
    result = checked("gradients", lambda *args: zeros)
    assert result.status == "wrong"
    assert len(read) <= result.cases * 20_001


def test_an_exception_that_cannot_be_printed_is_still_a_crash():
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    def sigmoid(z):
        raise Mute

    assert "Mute" in check(sigmoid).error


def test_a_result_that_cannot_be_printed_is_still_wrong():
    class Mute:
        def __repr__(self):
            raise ValueError

    result = checked("sigmoid", lambda z: Mute())
    assert result.status == "wrong"
    assert "Mute" in str(result)


def test_a_number_that_raises_when_it_is_read_is_a_crash():
    class Trap:
        def __float__(self):
            raise RuntimeError("trap")

    assert checked("sigmoid", lambda z: Trap()).status == "crashed"


def test_a_long_message_is_cut():
    def sigmoid(z):
        raise ValueError("word " * 100_000)

    assert len(str(check(sigmoid))) < 500


def test_a_list_kept_between_calls_is_not_right():
    def train(data, params, lr, epochs, losses=[]):  # noqa: B006
        params, new = EXERCISES["train"].reference(data, params, lr, epochs)
        losses.extend(new)
        return params, losses

    assert check(train).status == "wrong"


def to_stderr(text):
    print(text, file=sys.stderr)


@pytest.mark.parametrize(
    "say",
    [
        print,
        lambda k: sys.stdout.write(f"{k}\n"),
        lambda k: sys.stdout.writelines([f"{k}\n"]),
        lambda k: sys.stdout.buffer.write(b"noise\n"),
        lambda k: print("\ud800", k, flush=True),
        to_stderr,
        lambda k: sys.stderr.write(f"{k}\n"),
        lambda k: warnings.warn(str(k), stacklevel=1),
    ],
)
def test_ten_thousand_lines_are_swallowed_however_they_are_written(say, capsys):
    def sigmoid(z):
        for k in range(1000):
            say(k)
        return network.sigmoid(z)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, *_: print(message, file=sys.stderr)
        result = check(sigmoid)
    assert (result.status, result.cases) == ("right", 10)  # calls, of a thousand lines each
    assert capsys.readouterr() == ("", "")
    print("and after the check printing works again")
    print("on both streams", file=sys.stderr)
    assert all(capsys.readouterr())


def test_a_print_of_the_students_own_is_left_alone():
    told = []
    names = {"print": told.append, "network": network}
    exec("def sigmoid(z):\n    print(z)\n    return network.sigmoid(z)", names)
    assert check(names["sigmoid"]).status == "right"
    assert names["print"] == told.append


def test_other_threads_write_on_while_an_answer_is_silenced(capsys):
    def sigmoid(z):
        print("noise")
        if not written.is_set():
            asked.set()
            written.wait(10)
        print("noise")
        return network.sigmoid(z)

    def other_session():
        asked.wait(10)
        print("another student's line")
        written.set()

    asked, written = threading.Event(), threading.Event()
    other = threading.Thread(target=other_session)
    other.start()
    assert check(sigmoid).status == "right"
    other.join()
    assert capsys.readouterr().out == "another student's line\n"


def test_checks_in_many_threads_are_all_silent_and_leave_the_streams_alone(capsys):
    def sigmoid(z):
        print("noise")
        started.wait(10)  # all eight are inside their first call at once
        return network.sigmoid(z)

    streams, results, started = (sys.stdout, sys.stderr), [], threading.Barrier(8)
    threads = [threading.Thread(target=lambda: results.append(check(sigmoid).status)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["right"] * 8
    assert (sys.stdout, sys.stderr) == streams
    assert capsys.readouterr().out == ""


def test_a_stream_that_another_session_swaps_meanwhile_heals(capsys):
    def sigmoid(z):
        if not swaps:
            swaps.append(contextlib.redirect_stdout(io.StringIO()))
            swaps[0].__enter__()  # begins during one check and ends after it
        return network.sigmoid(z)

    stdout, swaps = sys.stdout, []
    assert check(sigmoid).status == "right"
    swaps[0].__exit__(None, None, None)
    print("heard")
    assert check(sigmoid).status == "right"
    assert sys.stdout is stdout
    assert capsys.readouterr().out == "heard\n"


def test_numpy_answers_warn_of_nothing(recwarn):
    def sigmoid(z):
        return 1 / (1 + np.exp(-np.float64(z)))

    assert check(sigmoid).status == "right"
    assert not recwarn.list


# What is recognised.


@pytest.mark.parametrize(
    ("factor", "word"),
    [(-1, "sign"), (2, "twice"), (0.5, "half")],
)
def test_a_constant_factor_is_named(factor, word):
    result = checked("forward", lambda *args: [factor * x for x in network.forward(*args)])
    assert result.status == "wrong"
    assert word in result.diagnosis


def test_a_factor_of_the_length_is_named_by_its_argument():
    count = reference("rows_right")
    assert "`len(table)` times too big" in checked("rows_right", lambda t, *w: count(t, *w) * len(t)).diagnosis


def test_a_factor_on_some_probes_only_is_not_a_factor():
    result = checked("squared_error", lambda out, y: (out - y) ** 2 * (2 if out > 0.3 else 1))
    assert (result.status, result.diagnosis) == ("wrong", None)


def test_a_known_mistakes_own_sentence_wins_over_the_factor():
    assert checked("squared_error", lambda out, y: (out - y) ** 2 / 2).diagnosis.endswith(
        "This loss has no factor ½: remove it."
    )


TRAIN = """
def train(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        {start}
        losses += [network.mean_loss(data, params)]
        for row in data:
            {add}
        {last}
    return params, losses
"""


COUNT = """count = 0
    for x1, x2, y in table:
        if step_neuron(x1, x2, w1, w2, b) == y:
            {add}
    return count"""
FORWARD = """w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1 = network.neuron({}, b1)
    h2 = network.neuron({}, b2)
    return h1, h2, network.neuron(h1, h2, v1, v2, c)"""
WIRED = """either = step_neuron(x1, x2, 1, 1, -0.5)
    not_both = step_neuron(x1, x2, {nand})
    return step_neuron(either, not_both, {last})"""
ZERO = "sum of exactly 0 gives 0"


def test_the_students_code_decides_between_two_mistakes_with_the_same_numbers():
    def diagnosis(**lines):
        return check(answer(TRAIN.format(**lines), "train", update=update)).diagnosis

    def update(params, grads, lr):
        return [p - lr * g for p, g in zip(params, grads)]

    start, add = "grads = [0] * 9", "grads = [a + b for a, b in zip(grads, network.gradients(*row, params))]"
    last = "params = update(params, [g / len(data) for g in grads], lr)"
    grown = "`+=` makes a list longer. Add number by number, with `zip`."
    assert diagnosis(start=start, add=add, last=last) is None
    assert diagnosis(start=start, add="grads += network.gradients(*row, params)", last=last) == grown
    assert "Keep the result of `update`" in diagnosis(start=start, add=add, last=last.split(" = ")[1])
    empty = diagnosis(start="grads = []", add="grads += network.gradients(*row, params)", last=last)
    assert empty.startswith("Only the first row's gradients are used")


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("sigmoid(z)", "return 1/1+math.exp(-z)", "Python divides before it adds"),
        ("sigmoid(z)", "return 1 + math.exp(-z)", "This is only the denominator, 1 + e⁻ᶻ"),
        ("sigmoid(z)", "return 1/1+math.exp(z)", "This is 1 + eᶻ. Change the exponent to −z"),
        (
            "neuron(x1, x2, w1, w2, b)",
            "return 1/(1+math.exp(-w1*x1+w2*x2+b))",
            "The minus must apply to the whole sum: `-(",
        ),
        (
            "neuron(x1, x2, w1, w2, b)",
            "return 1/(1+math.exp(-(w1*x1+w2*x2)+b))",
            "The minus must apply to the whole sum, b",
        ),
        ("neuron(x1, x2, w1, w2, b)", "return network.sigmoid(w1*x1 - w2*x2 - b)", "Two terms have a minus"),
        ("rows_right(table, w1, w2, b)", COUNT.format(add="count =+ 1"), "`=+ 1` sets the count to 1. Write `+= 1`."),
        ("rows_right(table, w1, w2, b)", COUNT.format(add="count = 1"), "The count never goes above 1"),
        (
            "forward(x1, x2, params)",
            FORWARD.format("w11, x1, w12, x2", "w21, x1, w22, x2"),
            "Inputs come first: `neuron(x1",
        ),
        (
            "forward(x1, x2, params)",
            FORWARD.format("x1, x2, w11, w12", "x1, x2, w11, w12"),
            "h2 uses the weights of hidden neuron 1",
        ),
        ("xor_by_hand(x1, x2)", WIRED.format(nand="-1, -1, 1.5", last="1, 1, -2"), ZERO),
        ("xor_by_hand(x1, x2)", WIRED.format(nand="-1, -1, 1.5", last="-1, -1, 1"), ZERO),
        ("xor_by_hand(x1, x2)", WIRED.format(nand="-1, -1, 1", last="1, 1, -1"), ZERO),
    ],
)
def test_slips_of_the_pen_are_named(head, body, words):
    f = answer(f"def {head}:\n    {body}", head.split("(")[0], math=math, step_neuron=reference("step_neuron"))
    result = check(f)
    assert result.status == "wrong"
    assert words in result.diagnosis


@pytest.mark.parametrize(
    "body",
    [
        "return x1 != x2",
        "return x1 ^ x2",
        "return (x1 or x2) and not (x1 and x2)",
        "if x1 == 1 and x2 == 0:\n        return 1\n    return int(x1 == 0 and x2 == 1)",
    ],
)
def test_xor_without_neurons_is_right_and_told_that_the_wiring_is_the_point(body):
    result = check(answer(f"def xor_by_hand(x1, x2):\n    {body}", "xor_by_hand"))
    assert result.status == "right"
    assert result.success_message.startswith("The results are right, but without step neurons")


@pytest.mark.parametrize(
    "body",
    [
        WIRED.format(nand="-1, -1, 1.5", last="1, 1, -1.5"),
        "return both(either(x1, x2), not_both(x1, x2))  # x1 or x2, and not both",
        "a = x1 + x2 - 0.5 > 0; b = -x1 - x2 + 1.5 > 0; return a + b - 1.5 > 0",
    ],
)
def test_xor_of_neurons_in_any_shape_is_praised_for_its_wiring(body):
    step = reference("step_neuron")
    names = {"step_neuron": step, "either": lambda a, b: step(a, b, 1, 1, -0.5)}
    names |= {"not_both": lambda a, b: step(a, b, -1, -1, 1.5), "both": lambda a, b: step(a, b, 1, 1, -1.5)}
    result = check(answer(f"def xor_by_hand(x1, x2):\n    {body}", "xor_by_hand", **names))
    assert result.success_message == EXERCISES["xor_by_hand"].success_message


def test_code_that_cannot_be_read_is_praised():
    assert (
        checked("xor_by_hand", eval("lambda x1, x2: x1 != x2")).success_message
        == EXERCISES["xor_by_hand"].success_message
    )


def test_parts_say_which_are_right_and_which_differs_first():
    def off(k):
        def answer(*args):
            slopes = list(network.gradients(*args))
            slopes[k] += 0.01
            return slopes

        return checked("gradients", answer)

    assert off(6).parts == (
        "w11, w12, b1, w21, w22, b2, v2 and c are right. The first difference is `v1`: -0.123373 instead of -0.133373."
    )
    assert off(6).diagnosis is None
    tail = checked("gradients", lambda *args: [*network.gradients(*args)[:6], 0.1, 0.2, 0.3])
    assert tail.parts == "w11 to b2 are right. The first difference is `v1`: 0.1 instead of -0.133373."
    assert (
        checked("gradients", lambda *args: [0.5] * 9).parts
        == "The first difference is `w11`: 0.5 instead of -0.0118601."
    )
    out = checked("forward", lambda *args: (*network.forward(*args)[:2], 0.3))
    assert out.parts == "h1 and h2 are right. The first difference is `out`: 0.3 instead of 0.541309."


def test_a_crash_on_every_probe_is_not_taken_for_a_known_mistake():
    result = checked("squared_error", lambda out, y: [][0])
    assert (result.status, result.diagnosis) == ("crashed", None)


# How it shows itself.


def shown():
    yield checked("sigmoid", lambda z: None)
    yield checked("sigmoid", lambda z: 1 / 0)
    yield checked("sigmoid", lambda z: "<script>alert('&')</script>")
    yield check(network.sigmoid)


def test_the_line_is_one_line_and_names_exercise_and_state():
    for result, status in zip(shown(), ("not attempted", "crashed", "wrong", "right"), strict=True):
        assert str(result).startswith(f"sigmoid: {status}. ")
        assert "\n" not in str(result)
        assert repr(result) == str(result)


def test_an_unknown_mistakes_card_says_what_to_do_with_the_call():
    card = checked("sigmoid", lambda z: 0.123)._repr_html_()
    for words in ("compute it by hand", "sigmoid(0.7)", "returned", "0.123", "expected", "0.668188"):
        assert words in card


def test_a_crashs_card_shows_the_students_own_line_under_that_name():
    def sigmoid(z):
        return 1 / (z - z)

    card = check(sigmoid)._repr_html_()
    assert card.index("your line") < card.index("return 1 / (z - z)") < card.index(">call<")


def test_the_card_says_the_state_in_words_and_escapes_what_is_not_ours():
    for result, status in zip(shown(), ("Not attempted", "Crashed", "Wrong", "Right"), strict=True):
        card = result._repr_html_()
        assert f">{status}</strong>" in card
        assert "<script" not in card
        assert not re.search(r"https?:|url\(|<img|<link", card)


def test_no_card_fixes_the_colour_of_text_on_the_page():
    for result in shown():
        card = result._repr_html_()
        without_icon = re.sub(r"<span aria-hidden.*?</span>", "", card)
        assert not re.search(r"background: (?!none)|[^-]color: (?!inherit)", without_icon)


def test_a_result_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        check(network.sigmoid).status = "right"


def test_starting_point_a_is_one_of_the_probes_of_forward():
    assert any(args[2] == START_A for args in EXERCISES["forward"].cases())
