"""How `check` judges answers with arrays, answers that draw random numbers, and answers that must raise an error."""

import math

import numpy as np
import pytest
from answers import answer

from shared import check
from shared.exercises import EXERCISES
from shared.exercises.exercise import Exercise, Mistake


def entry(signature, reference, cases, **more):
    """Return an exercise that only these tests use."""
    given = {"lesson": "07_numpy", "mistakes": (), "hints": ("", "", ""), "success_message": "You can do it."} | more
    name = signature.split("(")[0]
    return Exercise(name=name, signature=signature, reference=reference, cases=lambda: cases, **given)


@pytest.fixture
def checked(monkeypatch):
    """Return a function that adds an exercise to the bank for this test, and checks an answer to the exercise."""

    def against(exercise, answer):
        monkeypatch.setitem(EXERCISES, exercise.name, exercise)
        answer.__name__ = exercise.name
        return check(answer)

    return against


# Arrays.

Z = np.array([[-1.5, 0.0, 2.0], [0.5, -0.25, 3.0]])
RELU = entry("relu(Z)", lambda Z: np.maximum(Z, 0), [(Z,), (Z[0],), (Z.T,)])
ROW = entry("mean_row(Z)", lambda Z: Z.mean(axis=0, keepdims=True), [(Z,), (Z[:1],)])
COLUMN = entry("mean_column(Z)", lambda Z: Z.mean(axis=1, keepdims=True), [(Z,), (Z.T,)])
LAYER = entry(
    "layer_gradients(X, D, W, lam)",
    lambda X, D, W, lam: (X.T @ D / len(X), D.mean(axis=0, keepdims=True), D @ W.T, lam * W / len(X)),
    [(Z, Z[:, :2] + 1, Z[:, :2], 0.3), (Z.T, Z.T, Z.T - 1, 0.7)],
    parts=("dW", "db", "dX", "penalty"),
)


@pytest.mark.parametrize(
    "answer",
    [
        lambda Z: Z * (Z > 0),
        lambda Z: np.where(Z > 0, Z, 0),
        lambda Z: np.vectorize(lambda z: max(z, 0.0))(Z),
        lambda Z: np.maximum(Z, 0).tolist(),
        lambda Z: tuple(np.maximum(Z, 0)),
        lambda Z: np.float32(np.maximum(Z, 0)),
        lambda Z: np.ma.array(np.maximum(Z, 0)),
    ],
)
def test_the_right_numbers_in_the_right_shape_are_right_in_any_type(checked, answer):
    assert checked(RELU, answer).status == "right"


@pytest.mark.parametrize(
    ("exercise", "answer", "feedback"),
    [
        (ROW, lambda Z: Z[0], "an array of shape (3,), but an array of shape (1, 3) is expected"),
        (
            ROW,
            lambda Z: Z.mean(axis=0),
            "an array of shape (3,), but an array of shape (1, 3) is expected. Use `keepdims=True`",
        ),
        (ROW, lambda Z: Z.mean(axis=0)[:, None], "an array of shape (3, 1), but an array of shape (1, 3) is expected"),
        (ROW, lambda Z: Z.mean(), "one number, but an array of shape (1, 3) is expected"),
        (
            COLUMN,
            lambda Z: Z.mean(axis=1),
            "an array of shape (2,), but an array of shape (2, 1) is expected. Use `keepdims=True`",
        ),
        (
            COLUMN,
            lambda Z: Z.sum(axis=1, keepdims=True)[:, 0],
            "an array of shape (2,), but an array of shape (2, 1) is expected",
        ),
        (COLUMN, lambda Z: Z[0, 0], "one number, but an array of shape (2, 1) is expected"),
        (COLUMN, lambda Z: np.array(0.5), "one number, but an array of shape (2, 1) is expected"),
        (RELU, lambda Z: Z.T, "an array of shape (3, 2), but an array of shape (2, 3) is expected"),
        (RELU, lambda Z: [[0.0], [1.0, 2.0, 3.0]], "a sequence of 2 results, but an array of shape (2, 3) is expected"),
        (RELU, lambda Z: Z.astype(object), "an array of type object, but an array of shape (2, 3) is expected"),
        (RELU, lambda Z: Z + 1j, "an array of type complex128, but an array of shape (2, 3) is expected"),
        (RELU, lambda Z: np.zeros((30_000, 2)), "an array of 60000 numbers, but an array of shape (2, 3) is expected"),
    ],
)
def test_shape_comes_before_numbers(checked, exercise, answer, feedback):
    result = checked(exercise, answer)
    assert (result.status, result.diagnosis) == ("wrong", f"Your code returns {feedback}.")


def test_numbers_that_broadcasting_would_call_equal_are_not_right(checked):
    ones = entry("ones(Z)", lambda Z: np.ones((4, 1)), [(Z,)])
    for same in (1.0, np.ones(4), np.ones((1, 4)), np.ones((4, 4)), np.ones((4, 1, 1))):
        assert checked(ones, lambda Z, same=same: same).status == "wrong"
    assert checked(ones, lambda Z: np.ones((4, 1))).status == "right"


def off(k, change):
    """Return an answer that computes the layer's gradients, then applies `change` to part `k` of the result."""

    def answer(*args):
        parts = list(LAYER.reference(*args))
        parts[k] = change(parts[k])
        return tuple(parts)

    return answer


def test_the_first_array_that_differs_and_those_that_are_right_are_named(checked):
    result = checked(LAYER, off(1, lambda db: db + 0.5))
    assert (result.status, result.diagnosis) == ("wrong", None)
    assert result.parts == "dW, dX and penalty are right. The first difference is `db`."


def test_an_array_of_the_wrong_shape_among_several_is_named(checked):
    result = checked(LAYER, off(1, np.ravel))
    assert result.diagnosis == "`db` is an array of shape (2,), but an array of shape (1, 2) is expected."
    all_flat = checked(LAYER, lambda *args: tuple(map(np.ravel, LAYER.reference(*args))))
    assert all_flat.diagnosis == "`dW` is an array of shape (6,), but an array of shape (3, 2) is expected."


def test_a_missing_array_among_several_is_named(checked):
    result = checked(LAYER, lambda *args: LAYER.reference(*args)[:3])
    assert result.diagnosis == "Your code returns a sequence of 3 results, but a sequence of 4 results is expected."


def test_a_factor_is_recognised_in_arrays_even_the_number_of_rows(checked):
    assert "sign" in checked(RELU, lambda Z: -np.maximum(Z, 0)).diagnosis
    total = checked(LAYER, lambda *args: tuple(len(args[0]) * part for part in LAYER.reference(*args)))
    assert total.diagnosis == "Every result is `len(X)` times too big: divide by `len(X)`."


def test_call_and_results_of_arrays_can_be_pasted_into_a_cell(checked):
    result = checked(LAYER, off(2, lambda dX: dX + 1e-4))
    names = {"np": np, "layer_gradients": LAYER.reference}
    again, got, expected = (eval(text, dict(names)) for text in (result.call, result.got, result.expected))
    for a, b, c in zip(again, expected, got, strict=True):
        assert a.shape == b.shape == c.shape
        assert np.allclose(a, b, rtol=1e-4)
    assert not np.array_equal(got[2], expected[2])
    row = checked(ROW, lambda Z: Z.mean(axis=0))
    assert (row.got, row.expected) == ("np.array([-0.5, -0.125, 2.5])", "np.array([[-0.5, -0.125, 2.5]])")


def test_a_large_array_is_shortened(checked):
    large = entry("large(Z)", lambda Z: np.ones((100, 50)), [(Z,)])
    result = checked(large, lambda Z: np.zeros((100, 50)))
    assert result.got == "np.array([[0, 0, 0, …], [0, 0, 0, …], [0, 0, 0, …], …])"


def test_right_numbers_in_the_wrong_shape_are_shown_with_few_digits(checked):
    thirds = entry("thirds(Z)", lambda Z: np.full((1, 2), 1 / 3), [(Z,)])
    result = checked(thirds, lambda Z: np.full(2, np.nextafter(1 / 3, 1)))  # rounded like a sum in another order
    assert (result.got, result.expected) == ("np.array([0.333333, 0.333333])", "np.array([[0.333333, 0.333333]])")


def test_an_array_that_is_changed_is_reported_by_its_name(checked):
    def in_place(Z):
        Z[Z < 0] = 0
        return Z

    result = checked(RELU, in_place)
    assert (result.status, result.diagnosis) == ("wrong", "The call changes its argument `Z`: work on a copy.")


@pytest.mark.parametrize(("value", "word"), [(math.nan, "nan"), (math.inf, "infinity")])
def test_one_bad_number_in_an_array_is_named(checked, value, word):
    assert word in checked(RELU, lambda Z: np.where(Z == 3, value, np.maximum(Z, 0))).diagnosis


def test_two_arrays_of_one_shape_are_not_called_one_array(checked):
    pair = entry("both(w, v)", lambda w, v: (w + v, w - v), [(Z, Z + 1), (Z.T, Z.T - 2)], parts=("sum", "difference"))
    one = checked(pair, lambda w, v: w + v)
    assert one.diagnosis == "Your code returns an array of shape (2, 3), but a sequence of 2 results is expected."
    short = checked(pair, lambda w, v: (w + v,))
    assert short.diagnosis == "Your code returns a sequence of 1 result, but a sequence of 2 results is expected."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda Z: math.exp(Z), "`math` functions take one number"),
        (lambda Z: Z if Z > 0 else 0, "This line needs one True or False"),
        (
            lambda Z: max(Z[0], Z[1]),
            "Python's `max` cannot compare rows or arrays: use `np.max(…)`, perhaps with an axis.",
        ),
        (
            lambda Z: np.max(Z, Z),
            "`np.max(a, b)` takes `b` as the axis. To compare two arrays, write `np.maximum(a, b)`.",
        ),
        (lambda Z: Z.clamp(min=0), "An array has no `.clamp`: write `np.clip(…)`."),
        (lambda Z: Z.exp(), "An array has no `.exp`: write `np.exp(…)`."),
        (lambda Z: Z.max(axis=1, keepdim=True), "NumPy's name is `keepdims`."),
        (lambda Z: Z.max(dim=1), "NumPy's name is `axis`."),
        (lambda Z: float(Z), "`float(…)` takes one number, but your value is an array: leave `float` out."),
        (lambda Z: Z[0].sum(axis=1), "The array has fewer dimensions than your code uses"),
        (lambda Z: Z[0, 0, 0], "The array has fewer dimensions than your code uses"),
        (lambda Z: Z[1.5], "An index must be a whole number"),
        (eval("lambda Z: np.maximum(Z, 0)", {}), "`np` is not imported here"),
    ],
)
def test_numpys_errors_are_explained(checked, answer, words):
    result = checked(RELU, answer)
    assert result.status == "crashed"
    assert result.error.startswith(words)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda Z: Z @ Z, "`Z` and `Z` have the same shape, (2, 3): multiply element by element"),
        (lambda Z: np.dot(Z, Z), "`Z` and `Z` have the same shape, (2, 3): multiply element by element"),
        (lambda Z: Z + Z.T, "`Z` has the shape (2, 3), but `Z.T` has the shape (3, 2). They do not fit in `Z + Z.T`"),
    ],
)
def test_operands_that_do_not_fit_are_named_with_their_shapes(checked, answer, words):
    assert checked(RELU, answer).diagnosis.startswith(words)


@pytest.mark.parametrize(
    ("product", "words"),
    [
        ("np.dot(d2, W2) * A1 * (1 - A1)", "Transpose the second array: `d2 @ W2.T`."),
        ("np.matmul(W2, d2) * A1 * (1 - A1)", "Swap the factors and transpose one factor: `d2 @ W2.T`."),
        ("d2 @ (W2.T * A1 * (1 - A1))", "They do not fit in `d2 @ (W2.T * A1 * (1 - A1))`."),
        ("d2 @ (A1 * (1 - A1)) * W2.T", "They do not fit in `d2 @ (A1 * (1 - A1))`."),
        ("d2 @ (W2 * A1 * (1 - A1))", "They do not fit in `W2 * A1`."),
    ],
)
def test_a_transpose_is_advised_only_if_it_makes_the_answer_right(product, words):
    source = f"""def backward_batch(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = {product}
    return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)
"""
    assert check(answer(source, "backward_batch", np=np)).diagnosis.endswith(words)


# Answers that draw random numbers.


def he(rng, n_in, n_out):
    return rng.normal(0, math.sqrt(2 / n_in), (n_in, n_out))


def he_validator(args, result):
    _, n_in, n_out = args
    off = np.var(result) * n_in / 2 - 1
    return None if abs(off) < 8 / math.sqrt(n_in * n_out) else "The variance is not 2/n_in."


def he_probes():
    return [(np.random.default_rng(0), 2, 3), *[(np.random.default_rng(seed), 150, 100) for seed in (1, 2)]]


HE = entry(
    "he_init(rng, n_in, n_out)",
    he,
    he_probes(),
    validator=he_validator,
    mistakes=(Mistake(lambda rng, n_in, n_out: rng.normal(0, 2 / n_in, (n_in, n_out)), "The root is missing."),),
)


def number_by_number(rng, n_in, n_out):
    return [[rng.normal() * (2 / n_in) ** 0.5 for _ in range(n_out)] for _ in range(n_in)]


@pytest.mark.parametrize(
    "answer",
    [
        he,
        number_by_number,
        lambda rng, n_in, n_out: rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in),
        lambda rng, n_in, n_out: -rng.standard_normal((n_out, n_in)).T * np.sqrt(2 / n_in),
        lambda rng, n_in, n_out: rng.normal(size=n_in * n_out, scale=(2 / n_in) ** 0.5).reshape(n_in, n_out, order="F"),
    ],
)
def test_right_draws_are_right_however_they_are_drawn(checked, answer):
    assert checked(HE, answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "feedback"),
    [
        (lambda rng, n_in, n_out: rng.normal(0, 2 / n_in, (n_in, n_out)), "The root is missing."),
        (lambda rng, n_in, n_out: rng.normal(0, 1, (n_out, n_in)).T, "The variance is not 2/n_in."),
        (
            lambda rng, n_in, n_out: he(rng, n_in, n_out).T,
            "Your code returns an array of shape (3, 2), but an array of shape (2, 3) is expected.",
        ),
        (
            lambda rng, n_in, n_out: he(np.random.default_rng(5), n_in, n_out),
            "Your code draws no random numbers from the argument `rng`. Draw all random numbers from `rng`.",
        ),
        (
            lambda rng, n_in, n_out: he(np.random.default_rng(), n_in, n_out),
            "Your code draws no random numbers from the argument `rng`. Draw all random numbers from `rng`.",
        ),
        (
            lambda rng, n_in, n_out: rng.normal() * 0 + he(np.random.default_rng(5), n_in, n_out),
            "Your code gives the same numbers for two seeds. Draw all numbers from the given generator.",
        ),
        (
            lambda rng, n_in, n_out: np.random.normal(0, (2 / n_in) ** 0.5, (n_in, n_out)),  # noqa: NPY002
            "Your code draws from the global random generator: draw from `rng` instead.",
        ),
    ],
)
def test_wrong_draws_are_named(checked, answer, feedback):
    result = checked(HE, answer)
    assert (result.status, result.diagnosis) == ("wrong", feedback)


def test_a_call_with_a_generator_can_be_pasted_and_shows_one_draw(checked):
    result = checked(HE, lambda rng, n_in, n_out: rng.normal(0, 1, (n_out, n_in)).T)
    assert result.call.startswith("he_init(np.random.default_rng(1), 150, 100)")
    assert result.expected.endswith("# or another draw")
    small = checked(HE, lambda rng, n_in, n_out: np.zeros(2))
    assert small.call == "he_init(np.random.default_rng(0), 2, 3)"
    expected = eval(small.call, {"np": np, "he_init": he})
    assert np.allclose(eval(small.expected, {"np": np}), expected, rtol=1e-5)


def test_every_call_gets_a_fresh_generator(checked):
    cases = [(np.random.default_rng(0), 2, 3)] * 3
    seen = []

    def answer(rng, n_in, n_out):
        seen.append(rng.bit_generator.state)
        return he(rng, n_in, n_out)

    assert checked(HE._replace(cases=lambda: cases), answer).status == "right"
    assert seen == [np.random.default_rng(0).bit_generator.state] * len(seen)


def test_only_the_validator_rejects_a_wrong_draw(checked):
    def wrong(rng, n_in, n_out):
        return rng.normal(0, 1, (n_out, n_in)).T

    assert checked(HE, wrong).status == "wrong"
    assert checked(HE._replace(validator=lambda args, result: None), wrong).status == "right"


# Answers that must raise an error.


class NoLuck(Exception):
    pass


def retries(rng, goal, attempts):
    for k in range(attempts):
        value = rng.random()
        if value > goal:
            return value, k + 1
    raise RuntimeError(f"none of {attempts} attempts reached {goal}")


def retries_validator(args, result):
    return None if result[0] > args[1] and 1 <= result[1] <= args[2] else "Not what was asked for."


RETRIES = entry(
    "retries(rng, goal, attempts)",
    retries,
    [(np.random.default_rng(0), 0.5, 20), (np.random.default_rng(1), 0.7, 50), (np.random.default_rng(2), 2.0, 3)],
    validator=retries_validator,
    parts=("value", "attempts_used"),
    mistakes=(Mistake(lambda rng, goal, attempts: (rng.random(), 1), "Only one attempt is made."),),
)


def retrying(give_up, draw=lambda rng: rng.random()):
    def answer(rng, goal, attempts):
        for k in range(attempts):
            value = draw(rng)
            if value > goal:
                return value, k + 1
        return give_up()

    return answer


def raising(error):
    def give_up():
        raise error

    return give_up


@pytest.mark.parametrize(
    "error", [RuntimeError("no luck"), ValueError("none of them"), AssertionError("not one"), NoLuck("sorry")]
)
@pytest.mark.parametrize(
    "draw", [lambda rng: rng.random(), lambda rng: rng.uniform(0, 2) / 2, lambda rng: max(rng.random(2))]
)
def test_an_expected_error_of_any_kind_is_right_if_it_has_a_message(checked, error, draw):
    assert checked(RETRIES, retrying(raising(error), draw)).status == "right"


def test_an_expected_error_of_the_students_own_class_needs_no_message(checked):
    assert checked(RETRIES, retrying(raising(NoLuck()))).status == "right"


def test_a_missing_error_is_named(checked):
    feedback = "This call must raise an error, but your code raises no error. Raise an error that says what failed."
    for nothing in (lambda: None, lambda: (0.0, 3), lambda: RuntimeError("returned"), lambda: print("failed")):
        result = checked(RETRIES, retrying(nothing))
        assert (result.status, result.diagnosis) == ("wrong", feedback)
        assert result.call == "retries(np.random.default_rng(2), 2.0, 3)"
        assert result.expected == "an error, such as RuntimeError('none of 3 attempts reached 2.0')"


@pytest.mark.parametrize("accident", [lambda: 1 / 0, lambda: [][1], lambda: undefined, raising(RuntimeError), exit])  # noqa: F821
def test_an_accident_or_an_error_without_a_message_is_a_crash(checked, accident):
    result = checked(RETRIES, retrying(accident))
    assert result.status == "crashed"
    assert "an error, such as RuntimeError" in str(result)


def test_an_error_where_none_is_expected_is_a_crash(checked):
    result = checked(RETRIES, lambda *args: raising(RuntimeError("no luck"))())
    assert (result.status, result.call) == ("crashed", "retries(np.random.default_rng(0), 0.5, 20)")


def test_known_mistakes_are_recognised_where_an_error_is_expected(checked):
    assert checked(RETRIES, lambda rng, goal, attempts: (rng.random(), 1)).diagnosis == "Only one attempt is made."
    wrong = retrying(raising(NoLuck("sorry")))
    with_error = Mistake(lambda *args: -wrong(*args)[0], "Reversed.")
    result = checked(RETRIES._replace(mistakes=(with_error,)), lambda *args: -retries(*args)[0])
    assert result.diagnosis == "Reversed."


def test_an_accidental_error_of_the_reference_is_not_an_expected_one(checked):
    broken = entry("relu(Z)", lambda Z: Z @ Z, [(Z,)])
    with pytest.raises(ValueError, match="matmul"):
        checked(broken, lambda Z: Z)
