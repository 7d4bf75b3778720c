"""Lesson 7's exercises: ReLU, its slope, and the two passes for all rows at once."""

import math

import numpy as np

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.forward_pass import DISTINCT
from shared.nn.mlp import as_arrays, relu, relu_derivative, sigmoid
from shared.nn.network import START_A, XOR

X_XOR, Y_XOR = np.array(XOR)[:, :2], np.array(XOR)[:, 2:]


def forward_batch(X, W1, b1, W2, b2):
    """Hidden activations (m, hidden) and outputs (m, out) of all rows."""
    A1 = sigmoid(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def backward_batch(X, Y, A1, A2, W2):
    """The slopes of mean (A2 − Y)² along W1, b1, W2, b2, in their shapes; one output a row."""
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)


def _array_cases():
    return [
        (np.array([[-1.5, 0.0, 2.5], [0.4, -0.3, 3.0]]),),
        (np.array([[0.7], [-2.0], [0.0], [-0.01], [4.25]]),),
        (np.array([[-3.0, -0.5], [-1.25, -7.0], [-0.1, -2.5]]),),
        (np.array([[0.6, 1.8, 0.2, 12.5]]),),
        (np.array([[-0.8]]),),
        (np.array([[1.7]]),),
    ]


def _layers(n_in, hidden, n_out, seed):
    """W1, b1, W2, b2 with distinct numbers to two decimals, none of them 0."""
    rng = np.random.default_rng(seed)
    shapes = (n_in, hidden), (1, hidden), (hidden, n_out), (1, n_out)
    return [
        rng.permutation(np.arange(7, 7 + 4 * a * b, 4)).reshape(a, b) * rng.choice([-0.05, 0.05], (a, b))
        for a, b in shapes
    ]


def _rows(m, n_in, seed):
    return np.random.default_rng(seed).uniform(-1.5, 1.5, (m, n_in)).round(2)


def _forward_cases():
    return [
        (np.array([[0.3, -0.7], [1.2, 0.4], [-0.5, 0.8]]), *as_arrays(DISTINCT)),
        (X_XOR.copy(), *as_arrays(START_A)),
        (_rows(5, 3, 1), *_layers(3, 4, 2, 2)),
        (_rows(1, 2, 3), *_layers(2, 3, 1, 4)),
        (_rows(2, 4, 5), *_layers(4, 2, 1, 6)),
    ]


def _backward_cases():
    cases = []
    for X, Y, parameters in (
        (np.array([[0.3, -0.7], [1.2, 0.4], [-0.5, 0.8]]), np.array([[1.0], [0.0], [0.4]]), as_arrays(DISTINCT)),
        (X_XOR.copy(), Y_XOR.copy(), as_arrays(START_A)),
        (_rows(5, 3, 1), np.array([[0.2], [1.0], [0.0], [0.7], [0.3]]), _layers(3, 4, 1, 2)),
        (_rows(1, 2, 3), np.array([[1.0]]), _layers(2, 3, 1, 4)),
        (_rows(6, 4, 5), np.array([[0.0], [1.0], [1.0], [0.5], [0.0], [1.0]]), _layers(4, 3, 1, 6)),
    ):
        A1, A2 = (A.round(3) for A in forward_batch(X, *parameters))
        cases.append((X, Y, A1, A2, parameters[2]))
    return cases


def _random_sums(rng):
    return (draw.array(rng, rng.randint(1, 6), 3),)


def _random_forward(rng):
    shapes = (rng.randint(1, 6), 3), (3, 2), (1, 2), (2, 2), (1, 2)
    return tuple(draw.array(rng, *shape) for shape in shapes)


def _random_backward(rng):
    m = rng.randint(1, 6)
    return tuple(draw.array(rng, *shape) for shape in ((m, 3), (m, 1), (m, 4), (m, 1), (4, 1)))


def _in_place(Z):
    Z[Z < 0] = 0
    return Z


def _slope_in_place(Z):
    Z[Z <= 0] = 0
    Z[Z > 0] = 1
    return Z


def _quotient(Z):
    with np.errstate(invalid="ignore"):
        return Z / Z


def _forward(hidden=sigmoid, output=sigmoid, first=lambda X, W1, b1, b2: X @ W1 + b1, second=None):
    """A wrong `forward_batch`, right but for what is handed in."""
    second = second or (lambda A1, W2, b1, b2: A1 @ W2 + b2)

    def answer(X, W1, b1, W2, b2):
        A1 = hidden(first(X, W1, b1, b2))
        return A1, output(second(A1, W2, b1, b2))

    return answer


def _passed(rule):
    """A wrong `forward_batch` that runs as it should and returns `rule(A1, A2)`."""
    return lambda *args: rule(*forward_batch(*args))


def _delta(A2, Y):
    return 2 * (A2 - Y) * A2 * (1 - A2) / len(Y)


def _back(delta=_delta, sent=None, slope=lambda A1: A1 * (1 - A1), through=lambda d2, W2: d2 @ W2.T):
    """A wrong `backward_batch`, right but for what is handed in; `sent` is what goes back, if it is not `delta`."""

    def answer(X, Y, A1, A2, W2):
        d2 = delta(A2, Y)
        d1 = through((sent or delta)(A2, Y), W2) * slope(A1)
        return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)

    return answer


def _slope_of_the_output(X, Y, A1, A2, W2):
    d2 = _delta(A2, Y)
    d1 = d2 @ W2.T * A2 * (1 - A2)
    return X.T @ d1, _sums(d1), A1.T @ d2, _sums(d2)


def _assembled(rule):
    """A wrong `backward_batch` with right deltas, put together as `rule(X, A1, d1, d2)`."""

    def answer(X, Y, A1, A2, W2):
        d2 = _delta(A2, Y)
        return rule(X, A1, d2 @ W2.T * A1 * (1 - A1), d2)

    return answer


def _sums(d):
    return d.sum(axis=0, keepdims=True)


def _result(rule):
    """A wrong `backward_batch` that computes the right four and returns `rule(m, dW1, db1, dW2, db2)`."""
    return lambda X, *args: rule(len(X), *backward_batch(X, *args))


EXERCISES = (
    Exercise(
        name="relu",
        signature="relu(Z)",
        reference=relu,
        cases=_array_cases,
        random_case=_random_sums,
        mistakes=(
            Mistake(
                lambda Z: max(0, Z),
                "`max` and `if` decide once for the whole array: `np.maximum(0, Z)` decides for every element.",
            ),
            Mistake(lambda Z: np.max(Z), "`np.max` finds the one largest: `np.maximum` compares element by element."),
            Mistake(
                lambda Z: np.max(Z, 0),
                "The 0 is taken for an axis, and columns shrink to their largest: it is `np.maximum`.",
            ),
            Mistake(
                lambda Z: np.max(0, Z), "`np.max` takes Z for an axis: `np.maximum(0, Z)` compares element by element."
            ),
            Mistake(lambda Z: np.maximum(Z), "`np.maximum` compares two things: hand it 0 as well."),
            Mistake(lambda Z: np.minimum(0, Z), "Turned round: what is above 0 stays, what is below becomes 0."),
            Mistake(lambda Z: np.maximum(0, -Z), "A minus too many: what is above 0 stays as it is."),
            Mistake(lambda Z: abs(Z), "Below 0 it gives 0, not the size of the number."),
            Mistake(lambda Z: Z > 0, "That is the slope, 1 or 0: the value is z itself where z is above 0."),
            Mistake(lambda Z: Z[Z > 0], "What is below 0 has gone, and the shape with it: it becomes 0 and stays."),
            Mistake(lambda Z: np.where(Z > 0, Z, 0.01 * Z), "That is the leaky ReLU: here, below 0, it is 0."),
            Mistake(lambda Z: np.clip(Z, 0, 1), "Nothing stops it at 1: above 0, z stays as it is."),
            Mistake(lambda Z: np.maximum(1, Z), "The floor is 0, not 1."),
            Mistake(lambda Z: Z, "Nothing has changed: below 0 it becomes 0."),
            Mistake(lambda Z: np.where(Z > 0, 1, Z), "The other way: z where it is above 0, and 0 elsewhere."),
            Mistake(sigmoid, "That is the sigmoid: ReLU is max(0, z), with no exponential."),
            Mistake(lambda Z: np.log(1 + np.exp(Z)), "That is the softplus, ReLU with a round corner."),
            Mistake(
                lambda Z: np.maximum(0, Z).astype(int), "The fractions are cut off: leave the numbers as they are."
            ),
            Mistake(lambda Z: np.maximum(0, Z).ravel(), "The numbers are right, the shape is lost: keep that of Z."),
            Mistake(_in_place, "The numbers are right, but Z itself is changed: `np.maximum` makes a new array."),
            Mistake(
                lambda Z: [max(0, z) for z in Z],
                "A loop over Z gives whole rows, and `max` cannot compare those: use `np.maximum(0, Z)`.",
            ),
        ),
        hints=(
            "One comparison with 0 for each element. `max` decides once; NumPy has one that decides everywhere.",
            r"$\mathrm{relu}(z) = \max(0, z)$, element by element.",
            "From `[[-1.5, 2.5]]` comes `[[0, 2.5]]`. In Python: `return np.maximum(0, Z)`.",
        ),
        success_message="You have the activation that most networks use: one comparison, no exponential.",
    ),
    Exercise(
        name="relu_derivative",
        signature="relu_derivative(Z)",
        reference=relu_derivative,
        cases=_array_cases,
        random_case=_random_sums,
        mistakes=(
            Mistake(relu, "That is ReLU itself: its slope is 1 above 0 and 0 below."),
            Mistake(lambda Z: Z >= 0, "At exactly 0 this course takes the slope 0: `>`, not `>=`."),
            Mistake(lambda Z: np.heaviside(Z, 0.5), "At exactly 0 this course takes the slope 0, not ½."),
            Mistake(np.sign, "Below 0 the slope is 0, not −1: there ReLU is flat."),
            Mistake(lambda Z: Z <= 0, "Turned round: 1 above 0, and 0 elsewhere."),
            Mistake(lambda Z: Z < 0, "Turned round: 1 where z is above 0, and `<` says below."),
            Mistake(lambda Z: Z != 0, "Below 0 the slope is 0 too: only above 0 it is 1."),
            Mistake(lambda Z: Z > 1, "The corner is at 0, not at 1."),
            Mistake(np.ones_like, "The slope is 1 above 0 only: below, ReLU is flat."),
            Mistake(np.zeros_like, "Above 0 ReLU rises as fast as z: its slope there is 1."),
            Mistake(lambda Z: Z * (1 - Z), "That is the sigmoid's rule: ReLU's slope is 1 or 0."),
            Mistake(
                lambda Z: sigmoid(Z) * (1 - sigmoid(Z)),
                "That is the slope of the sigmoid: ReLU's is 1 above 0, else 0.",
            ),
            Mistake(lambda Z: 1 - np.tanh(Z) ** 2, "That is the slope of tanh: ReLU's is 1 above 0, else 0."),
            Mistake(lambda Z: np.where(Z > 0, 1, 0.01), "That is the leaky ReLU's: here the slope below 0 is 0."),
            Mistake(lambda Z: np.where(Z > 0, 1, Z), "Below 0 the slope is 0, not z."),
            Mistake(
                lambda Z: 1 if Z > 0 else 0,
                "`if` decides once for the whole array: `Z > 0` alone decides for every element.",
            ),
            Mistake(
                lambda Z: float(Z > 0), "`float` and `int` take one number: `(Z > 0).astype(float)` converts them all."
            ),
            Mistake(lambda Z: (Z > 0).any(), "One answer for the whole array: every element has a slope of its own."),
            Mistake(lambda Z: (Z > 0).all(), "That asks whether all are above 0: every element has its own slope."),
            Mistake(lambda Z: (Z > 0).sum(), "That counts the elements above 0: give a 1 or a 0 for each."),
            Mistake(_quotient, "z / z is 1 below 0 too, and no number at 0: compare with 0."),
            Mistake(_slope_in_place, "The numbers are right, but Z itself is changed: `Z > 0` makes a new array."),
        ),
        hints=(
            "Draw ReLU: flat, a corner at 0, then a line that rises by 1 for each 1. What are the two slopes?",
            r"$\mathrm{relu}'(z) = 1$ for $z > 0$, else $0$. At the corner itself there is no slope; 0 is the custom.",
            "`Z > 0` is an array of True and False. As numbers: `return (Z > 0).astype(float)`.",
        ),
        success_message="You have the cheapest slope there is, and the reason why a silent ReLU neuron learns nothing: "
        "it is 0.",
    ),
    Exercise(
        name="forward_batch",
        signature="forward_batch(X, W1, b1, W2, b2)",
        reference=forward_batch,
        cases=_forward_cases,
        random_case=_random_forward,
        parts=("A1", "A2"),
        mistakes=(
            Mistake(
                _forward(first=lambda X, W1, b1, b2: X @ W1, second=lambda A1, W2, b1, b2: A1 @ W2),
                "Both biases are missing: X @ W1 + b1, and A1 @ W2 + b2.",
            ),
            Mistake(_forward(first=lambda X, W1, b1, b2: X @ W1), "The hidden bias b1 is missing: X @ W1 + b1."),
            Mistake(_forward(second=lambda A1, W2, b1, b2: A1 @ W2), "The output's bias b2 is missing: A1 @ W2 + b2."),
            Mistake(
                _forward(first=lambda X, W1, b1, b2: X @ W1 + b2, second=lambda A1, W2, b1, b2: A1 @ W2 + b1),
                "b1 and b2 have changed places: b1 belongs to the hidden layer.",
            ),
            Mistake(_forward(first=lambda X, W1, b1, b2: X @ W1 + b2), "The hidden layer has the bias b1, not b2."),
            Mistake(_forward(second=lambda A1, W2, b1, b2: A1 @ W2 + b1), "The output layer has the bias b2, not b1."),
            Mistake(
                _forward(first=lambda X, W1, b1, b2: X @ (W1 + b1), second=lambda A1, W2, b1, b2: A1 @ (W2 + b2)),
                "The bias is added to the sum, not to each weight: X @ W1 + b1, without brackets.",
            ),
            Mistake(
                _forward(first=lambda X, W1, b1, b2: X @ W1 - b1, second=lambda A1, W2, b1, b2: A1 @ W2 - b2),
                "The biases are added, not subtracted.",
            ),
            Mistake(
                _forward(first=lambda X, W1, b1, b2: X * W1 + b1, second=lambda A1, W2, b1, b2: A1 * W2 + b2),
                "`*` multiplies element by element: the sums of all rows at once are `X @ W1`.",
            ),
            Mistake(
                _forward(first=lambda X, W1, b1, b2: W1 @ X + b1),
                "Rows come first: (m, in) @ (in, out), so `X @ W1`, not `W1 @ X`.",
            ),
            Mistake(
                _forward(first=lambda X, W1, b1, b2: X @ W1.T + b1),
                "W1 is (in, out) already: `X @ W1`, without turning it over.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (sigmoid(X @ W1 + b1), sigmoid(X @ W2 + b2)),
                "The output layer reads the hidden activations: A1 @ W2, not X @ W2.",
            ),
            Mistake(_forward(hidden=lambda Z: Z), "The hidden layer squashes too: A1 = sigmoid(X @ W1 + b1)."),
            Mistake(_forward(output=lambda Z: Z), "The output layer squashes too: A2 = sigmoid(A1 @ W2 + b2)."),
            Mistake(
                _forward(hidden=lambda Z: Z, output=lambda Z: Z),
                "Those are the sums, not yet squashed: sigmoid in both layers.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (X @ W1 + b1, sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)),
                "A2 is right; what stands for A1 is Z1, before the sigmoid.",
            ),
            Mistake(
                _forward(hidden=lambda Z: sigmoid(-Z), output=lambda Z: sigmoid(-Z)),
                "Turned over: the exponent needs −Z, as in lesson 1.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (sigmoid(X @ W1) + b1, sigmoid(sigmoid(X @ W1) + b1 @ W2) + b2),
                "The bias comes before the squash: sigmoid(X @ W1 + b1).",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (A1 := sigmoid(X @ W1) + b1, sigmoid(A1 @ W2) + b2),
                "The biases are added after the squash: they belong inside the sigmoid.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (A1 := sigmoid(X @ W1) + b1, sigmoid(A1 @ W2 + b2)),
                "b1 is added after the squash: it belongs inside the sigmoid, as b2 does.",
            ),
            Mistake(_forward(hidden=relu), "The hidden layer is a sigmoid here, not ReLU."),
            Mistake(_forward(hidden=np.tanh), "The hidden layer is a sigmoid here, not tanh."),
            Mistake(
                _forward(hidden=lambda Z: sigmoid(sigmoid(Z)), output=lambda Z: sigmoid(sigmoid(Z))),
                "Squashed twice: one sigmoid a layer.",
            ),
            Mistake(
                _forward(hidden=lambda Z: 1 / (1 + math.exp(-Z))),
                "`math` takes one number at a time: `np.exp`, or `sigmoid`, takes a whole array.",
            ),
            Mistake(_passed(lambda A1, A2: A2), "A2 is right; return A1 with it: (A1, A2)."),
            Mistake(_passed(lambda A1, A2: A1), "A1 is right; return A2 with it: (A1, A2)."),
            Mistake(_passed(lambda A1, A2: (A2, A1)), "All is right, in another order: (A1, A2)."),
            Mistake(
                _passed(lambda A1, A2: (A1, A2.ravel())),
                "A2 has lost an axis: it is (m, out), as the data is (m, features).",
            ),
            Mistake(_passed(lambda A1, A2: (A1.T, A2.T)), "The results lie on their side: a row of X is a row of A1."),
            Mistake(_passed(lambda A1, A2: (A1[0], A2[0])), "Only the first row comes back: no `[0]`, no loop."),
            Mistake(
                _passed(lambda A1, A2: (A1, A2 > 0.5)), "A2 are the outputs themselves, not yet rounded to yes or no."
            ),
            Mistake(_passed(lambda A1, A2: (A1, A2.mean())), "A2 holds one output for each row, not their mean."),
        ),
        hints=(
            "Write the shapes under the names: X is (m, in), W1 is (in, hidden). Which product gives (m, hidden)?",
            r"$A_1 = \sigma(X W_1 + b_1)$ and $A_2 = \sigma(A_1 W_2 + b_2)$. The row $b_1$ is added to every row.",
            "The hidden layer is `A1 = sigmoid(X @ W1 + b1)`, and the output layer reads it: "
            "`A2 = sigmoid(A1 @ W2 + b2)`. Then `return A1, A2`.",
        ),
        success_message="You can send any number of rows through a layer in one line, whatever its width.",
    ),
    Exercise(
        name="backward_batch",
        signature="backward_batch(X, Y, A1, A2, W2)",
        reference=backward_batch,
        cases=_backward_cases,
        random_case=_random_backward,
        parts=("dW1", "db1", "dW2", "db2"),
        mistakes=(
            Mistake(
                _back(delta=lambda A2, Y: (A2 - Y) / len(Y)),
                "A2 − Y is cross-entropy's delta: for the squared error 2 and σ′ = A2(1 − A2) are missing.",
            ),
            Mistake(
                _back(delta=lambda A2, Y: 2 * (A2 - Y) / len(Y)),
                "The output's slope A2(1 − A2) is missing: on its way back, blame is multiplied by it.",
            ),
            Mistake(_back(delta=lambda A2, Y: _delta(A2, Y) / 2), "Exactly half: the 2 from the square is missing."),
            Mistake(
                _back(delta=lambda A2, Y: _delta(A2, Y) * len(Y)),
                "Those are sums over the rows: divide by `len(X)` for the mean.",
            ),
            Mistake(
                _back(delta=lambda A2, Y: _delta(A2, Y) * len(Y) / 2),
                "The 2 of the square is missing, and the division by `len(X)`: it is the mean of (A2 − Y)².",
            ),
            Mistake(
                _back(delta=lambda A2, Y: _delta(A2, Y) / len(Y)), "Divided by `len(X)` twice: the mean is taken once."
            ),
            Mistake(
                _back(sent=lambda A2, Y: _delta(A2, Y) / len(Y)),
                "dW2 and db2 are right; dW1 and db1 are divided by `len(X)` twice: D2 is divided already.",
            ),
            Mistake(
                _back(delta=lambda A2, Y: _delta(A2, Y) * len(Y) / 4), "Divided by 4, whatever the length: `len(X)`."
            ),
            Mistake(_back(delta=lambda A2, Y: -_delta(A2, Y)), "The sign is turned: A2 − Y, not Y − A2."),
            Mistake(
                _back(sent=lambda A2, Y: 2 * (A2 - Y) / len(Y)),
                "dW2 and db2 are right; what goes back is δ of the output, with its slope, not the error.",
            ),
            Mistake(
                _back(sent=lambda A2, Y: (A2 - Y) / len(Y)),
                "dW2 and db2 are right; the raw error A2 − Y goes back, where δ of the output should.",
            ),
            Mistake(
                _back(delta=lambda A2, Y: 2 * (A2 - Y) ** 2 * A2 * (1 - A2) / len(Y)),
                "One factor (A2 − Y) too many: the slope of the square is 2(A2 − Y).",
            ),
            Mistake(
                _back(delta=lambda A2, Y: 2 * (A2 - Y) * Y * (1 - Y) / len(Y)),
                "The slope is taken at Y: it belongs to where the neuron is, A2(1 − A2).",
            ),
            Mistake(
                _back(delta=lambda A2, Y: 2 * (A2 - Y) * sigmoid(A2) * (1 - sigmoid(A2)) / len(Y)),
                "A2 is squashed already: its slope is A2(1 − A2), without another sigmoid.",
            ),
            Mistake(
                _back(slope=lambda A1: 1),
                "dW2 and db2 are right; the hidden neurons' slope A1(1 − A1) is missing.",
            ),
            Mistake(
                _slope_of_the_output,
                "dW2 and db2 are right; the hidden neurons' slope is A1(1 − A1), not A2(1 − A2).",
            ),
            Mistake(_back(slope=lambda A1: A1), "The hidden slope is A1(1 − A1), not A1."),
            Mistake(_back(slope=lambda A1: 1 - A1), "The hidden slope is A1(1 − A1), not 1 − A1."),
            Mistake(_back(slope=lambda A1: 1 - A1**2), "1 − A1² is the slope of tanh: here it is A1(1 − A1)."),
            Mistake(
                _back(slope=lambda A1: sigmoid(A1) * (1 - sigmoid(A1))),
                "A1 is squashed already: its slope is A1(1 − A1), without another sigmoid.",
            ),
            Mistake(
                _back(through=lambda d2, W2: d2 * np.ones(len(W2))),
                "dW2 and db2 are right; blame travels back through W2: D2 @ W2.T.",
            ),
            Mistake(
                _back(through=lambda d2, W2: d2 @ W2),
                "(m, 1) @ (hidden, 1) does not fit: going back, W2 is turned over, D2 @ W2.T.",
            ),
            Mistake(
                _back(through=lambda d2, W2: d2 * W2),
                "`D2 * W2` lines rows up with neurons: every row needs every weight, D2 @ W2.T.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (d1.T @ X, _sums(d1), d2.T @ A1, _sums(d2))),
                "dW1 and dW2 lie on their side: X.T @ D1 has the shape of W1.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (d1.T @ X, _sums(d1), A1.T @ d2, _sums(d2))),
                "dW1 lies on its side: X.T @ D1 has the shape of W1.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (X @ d1, _sums(d1), A1 @ d2, _sums(d2))),
                "Rows have to meet rows: X.T @ D1, with X turned over.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (X.T * d1, _sums(d1), A1.T * d2, _sums(d2))),
                "`*` multiplies element by element: adding up over the rows is `X.T @ D1`.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (A1.T @ d1, _sums(d1), X.T @ d2, _sums(d2))),
                "X and A1 have changed places: X enters the hidden layer, A1 the output layer.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (X.T @ d1, d1.sum(axis=0), A1.T @ d2, d2.sum(axis=0))),
                "db1 and db2 have lost an axis: `sum(axis=0, keepdims=True)` keeps the shape (1, out).",
            ),
            Mistake(
                _assembled(
                    lambda X, A1, d1, d2: (
                        X.T @ d1,
                        d1.sum(axis=1, keepdims=True),
                        A1.T @ d2,
                        d2.sum(axis=1, keepdims=True),
                    )
                ),
                "The biases are summed along the wrong axis: rows are axis 0, `axis=0`.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (X.T @ d1, d1.sum(), A1.T @ d2, d2.sum())),
                "db1 is one number for all neurons: `sum(axis=0, keepdims=True)` gives one for each.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (X.T @ d1, d1, A1.T @ d2, d2)),
                "db1 and db2 still hold one row for each row of X: add them up, `sum(axis=0, keepdims=True)`.",
            ),
            Mistake(
                _assembled(lambda X, A1, d1, d2: (X.T @ d1, d1[:1], A1.T @ d2, d2[:1])),
                "The biases take the first row's blame only: add up all rows.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW1, db1 / m, dW2, db2 / m)),
                "dW1 and dW2 are right; db1 and db2 are divided by `len(X)` twice: sum them, or divide later.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW1, db1 * m, dW2, db2 * m)),
                "dW1 and dW2 are right; db1 and db2 are sums: divide them by `len(X)` too.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW1 * m, db1, dW2 * m, db2)),
                "db1 and db2 are right; dW1 and dW2 are sums: divide them by `len(X)` too.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW1, 0 * db1, dW2, 0 * db2)),
                "dW1 and dW2 are right; the biases learn too: their slopes are the sums of the deltas.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW2, db2, dW1, db1)),
                "All is right, in another order: dW1, db1, dW2, db2.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW1, dW2, db1, db2)),
                "All is right, in another order: each layer's weights, then its biases.",
            ),
            Mistake(
                _result(lambda m, dW1, db1, dW2, db2: (dW1, dW2)), "The weights are right; return db1 and db2 as well."
            ),
        ),
        hints=(
            "Lesson 5 in capitals: first the delta of the output, (m, 1); then the hidden deltas, (m, hidden); then, "
            "for each layer, what entered it times its delta. Every slope has the shape of what it is the slope of.",
            r"$D_2 = \frac{2}{m}(A_2 - Y) \odot A_2 \odot (1 - A_2)$ and $D_1 = D_2 W_2^T \odot A_1 \odot (1 - A_1)$, "
            r"where $\odot$ multiplies element by element. Then $dW_1 = X^T D_1$, $dW_2 = A_1^T D_2$, and each $db$ is "
            "the sum of its delta over the rows.",
            "Start with `D2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)` and `D1 = D2 @ W2.T * A1 * (1 - A1)`. "
            "For the hidden layer, `dW1 = X.T @ D1` and `db1 = D1.sum(axis=0, keepdims=True)`; for the output, the "
            "same with `A1` and `D2`. Return the four, the hidden layer's first.",
        ),
        success_message="You have written backpropagation for any width and any number of rows, in six lines.",
    ),
)
