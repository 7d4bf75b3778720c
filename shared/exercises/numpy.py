"""Lesson 7's exercises: ReLU, its derivative, and the forward and backward pass of all rows at once."""

import math

import numpy as np

from shared.exercises import draw
from shared.exercises.array_faults import explain_backward, explain_forward
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.forward_pass import DISTINCT
from shared.exercises.variants import variant
from shared.nn.mlp import as_arrays, relu, relu_derivative, sigmoid
from shared.nn.network import START_A, XOR

X_XOR, Y_XOR = np.array(XOR)[:, :2], np.array(XOR)[:, 2:]


def forward_batch(X, W1, b1, W2, b2):
    """Return `(A1, A2)`: hidden activations of shape (m, hidden), and outputs of shape (m, out)."""
    A1 = sigmoid(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def backward_batch(X, Y, A1, A2, W2):
    """Return the gradients for W1, b1, W2 and b2. The loss is the mean of (A2 − Y)², and each row has one output.

    Each gradient has the shape of its parameter.
    """
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
    """Return W1, b1, W2 and b2. The numbers of each array are distinct, are not 0, and have two decimals."""
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


def _derivative_in_place(Z):
    Z[Z <= 0] = 0
    Z[Z > 0] = 1
    return Z


def _quotient(Z):
    with np.errstate(invalid="ignore"):
        return Z / Z


def _forward(X, W1, b1, W2, b2, *, layer=lambda A, W, b: A @ W + b, hidden=sigmoid, output=sigmoid):
    """Compute `forward_batch`. `variant` can replace the steps `layer`, `hidden` and `output`."""
    A1 = hidden(layer(X, W1, b1))
    return A1, output(layer(A1, W2, b2))


def _delta(A2, Y):
    return 2 * (A2 - Y) * A2 * (1 - A2) / len(Y)


def _sums(d):
    return d.sum(axis=0, keepdims=True)


def _backward(
    X,
    Y,
    A1,
    A2,
    W2,
    *,
    delta=_delta,
    sent=None,
    through=lambda d2, W2: d2 @ W2.T,
    derivative=lambda A1, A2: A1 * (1 - A1),
    weights=lambda A, d: A.T @ d,
    biases=_sums,
):
    """Compute `backward_batch`. `variant` can replace each step, such as `delta`.

    D1 is computed from `delta(A2, Y)`. If `sent` is not None, D1 is computed from `sent(A2, Y)` instead.
    """
    d2 = delta(A2, Y)
    d1 = through((sent or delta)(A2, Y), W2) * derivative(A1, A2)
    return weights(X, d1), biases(d1), weights(A1, d2), biases(d2)


def _inputs_swapped(X, Y, A1, A2, W2):
    d2 = _delta(A2, Y)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return A1.T @ d1, _sums(d1), X.T @ d2, _sums(d2)


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
                "`max` and `if` need one number, not an array. Use `np.maximum(0, Z)`, which compares each element.",
            ),
            Mistake(
                lambda Z: np.max(Z),
                "`np.max` returns only the largest number. Use `np.maximum(0, Z)`, which compares each element with 0.",
            ),
            Mistake(lambda Z: np.max(Z, 0), "In `np.max(Z, 0)`, the 0 is the axis. Use `np.maximum(0, Z)`."),
            Mistake(lambda Z: np.max(0, Z), "In `np.max(0, Z)`, Z is the axis. Use `np.maximum(0, Z)`."),
            Mistake(np.maximum, "`np.maximum` needs two arguments. Write `np.maximum(0, Z)`."),
            Mistake(
                lambda Z: np.minimum(0, Z),
                "You keep the numbers below 0. Use `np.maximum` to keep the numbers above 0.",
            ),
            Mistake(lambda Z: np.maximum(0, -Z), "The sign is flipped. Use Z, not −Z."),
            Mistake(lambda Z: abs(Z), "This is the absolute value. Numbers below 0 must become 0."),
            Mistake(lambda Z: Z > 0, "This is the derivative, 1 or 0. Where z is above 0, return z itself."),
            Mistake(
                lambda Z: Z[Z > 0],
                "You remove the elements below 0. Replace them by 0, so that the shape stays the same.",
            ),
            Mistake(
                lambda Z: np.where(Z > 0, Z, 0.01 * Z), "This is the leaky ReLU. Numbers below 0 must become exactly 0."
            ),
            Mistake(lambda Z: np.clip(Z, 0, 1), "You cut numbers above 1 to 1. Keep every number above 0 as it is."),
            Mistake(lambda Z: np.maximum(1, Z), "Your lower limit is 1. It must be 0."),
            Mistake(lambda Z: Z, "You return Z unchanged. Replace numbers below 0 by 0."),
            Mistake(
                lambda Z: np.where(Z > 0, 1, Z),
                "You return 1 where z is above 0, else z. Return z where z is above 0, else 0.",
            ),
            Mistake(sigmoid, "This is the sigmoid. ReLU is max(0, z), without an exponential."),
            Mistake(lambda Z: np.log(1 + np.exp(Z)), "This is softplus, a smooth form of ReLU. Return max(0, z)."),
            Mistake(
                lambda Z: np.maximum(0, Z).astype(int), "The decimals are cut off. Do not convert the numbers to `int`."
            ),
            Mistake(
                lambda Z: np.maximum(0, Z).ravel(),
                "The numbers are right, but the shape is wrong. Return an array with the shape of Z.",
            ),
            Mistake(
                _in_place,
                "The numbers are right, but you change Z itself. Use `np.maximum(0, Z)`: it makes a new array.",
            ),
            Mistake(
                lambda Z: [max(0, z) for z in Z],
                "The loop goes over rows, and `max` cannot compare a row with 0. Use `np.maximum(0, Z)`.",
            ),
        ),
        hints=(
            "Compare each element with 0. `max` cannot compare an array with 0. NumPy has a function that "
            "compares every element.",
            r"$\mathrm{relu}(z) = \max(0, z)$, element by element.",
            "`[[-1.5, 2.5]]` becomes `[[0, 2.5]]`. In Python: `return np.maximum(0, Z)`.",
        ),
        success_message=(
            "You have an activation function that many networks use. It needs one comparison and no exponential."
        ),
    ),
    Exercise(
        name="relu_derivative",
        signature="relu_derivative(Z)",
        reference=relu_derivative,
        cases=_array_cases,
        random_case=_random_sums,
        mistakes=(
            Mistake(relu, "This is ReLU itself. Return its derivative: 1 where z is above 0, else 0."),
            Mistake(lambda Z: Z >= 0, "Where z is exactly 0, return 0. Use `>` instead of `>=`."),
            Mistake(lambda Z: np.heaviside(Z, 0.5), "Where z is exactly 0, return 0, not ½."),
            Mistake(
                lambda Z: np.where(Z > 0),
                "`np.where(Z > 0)` alone returns indices. Write `np.where(Z > 0, 1, 0)`, or `Z > 0`.",
            ),
            Mistake(np.sign, "Where z is below 0, return 0, not −1."),
            Mistake(lambda Z: np.where(Z > 0, 1, -1), "Where z is 0 or below, return 0, not −1."),
            Mistake(lambda Z: Z <= 0, "The two cases are swapped. Return 1 where z is above 0, else 0."),
            Mistake(lambda Z: Z < 0, "`<` is the wrong comparison. Return 1 where z is above 0: `Z > 0`."),
            Mistake(
                lambda Z: Z != 0, "Where z is below 0, the derivative is 0, too. Return 1 only where z is above 0."
            ),
            Mistake(lambda Z: Z > 1, "You compare with 1. Compare with 0."),
            Mistake(
                lambda Z: np.full(Z.shape, (Z > 0).all()),
                "You ask if all elements are above 0. `Z > 0` compares each element with 0.",
            ),
            Mistake(
                lambda Z: np.full(Z.shape, (Z > 0).any()),
                "You ask if any element is above 0. `Z > 0` compares each element with 0.",
            ),
            Mistake(
                lambda Z: np.clip(Z, 0, 1),
                "Between 0 and 1 you return z itself. The derivative is 1 everywhere above 0.",
            ),
            Mistake(
                np.ones_like,
                "You always return 1. Where z is below 0, the derivative is 0.",
                (r"\bif\b", "One `if` decides for the whole array. `Z > 0` compares each element with 0."),
            ),
            Mistake(
                np.zeros_like,
                "You always return 0. Where z is above 0, the derivative is 1.",
                (r"\bif\b", "One `if` decides for the whole array. `Z > 0` gives an answer for each element."),
            ),
            Mistake(
                lambda Z: Z * (1 - Z),
                "This formula is for the sigmoid. The derivative of ReLU is 1 where z is above 0, else 0.",
            ),
            Mistake(
                lambda Z: relu(Z) * (1 - relu(Z)),
                "a(1 − a) is the derivative of the sigmoid. The derivative of ReLU is 1 where z is above 0, else 0.",
            ),
            Mistake(
                lambda Z: np.gradient(relu(Z)),
                "`np.gradient` computes differences of neighbors along each axis. Return 1 where z is above 0, else 0.",
            ),
            Mistake(
                lambda Z: relu(Z) / Z,
                "Where z is exactly 0, you compute 0 / 0, which is nan. Test whether z is above 0: `Z > 0`.",
            ),
            Mistake(
                lambda Z: np.gradient(relu(Z), axis=0),
                "`np.gradient` subtracts neighbors in the array. Return 1 where z is above 0, else 0.",
            ),
            Mistake(
                lambda Z: np.where(Z < 0, 0.01, 1),
                "0.01 belongs to the leaky ReLU. Return 1 where z is above 0, else 0: use `Z > 0`.",
            ),
            Mistake(
                lambda Z: sigmoid(Z) * (1 - sigmoid(Z)),
                "This is the derivative of the sigmoid. The derivative of ReLU is 1 where z is above 0, else 0.",
            ),
            Mistake(
                lambda Z: 1 - np.tanh(Z) ** 2,
                "This is the derivative of tanh. The derivative of ReLU is 1 where z is above 0, else 0.",
            ),
            Mistake(
                lambda Z: np.where(Z > 0, 1, 0.01),
                "This is the derivative of the leaky ReLU. Return 0, not 0.01, where z is 0 or below.",
            ),
            Mistake(lambda Z: np.where(Z > 0, 1, Z), "Where z is below 0, you return z. Return 0."),
            Mistake(
                lambda Z: 1 if Z > 0 else 0,
                "`if` needs one True or False, not an array. `Z > 0` compares each element.",
            ),
            Mistake(
                lambda Z: float(Z > 0),
                "`float` and `int` only convert one number. For an array write `(Z > 0).astype(float)`.",
            ),
            Mistake(
                lambda Z: (Z > 0).any(), "You return one answer for the whole array. Return a number for each element."
            ),
            Mistake(lambda Z: (Z > 0).all(), "You ask if all elements are above 0. Return a number for each element."),
            Mistake(lambda Z: (Z > 0).sum(), "You count the elements above 0. Return 1 or 0 for each element."),
            Mistake(
                _quotient, "z / z is also 1 for numbers below 0, and z / z fails for z = 0. Compare z with 0 instead."
            ),
            Mistake(
                _derivative_in_place,
                "The numbers are right, but you change Z itself. Begin with `Z > 0`: it makes a new array.",
            ),
        ),
        hints=(
            "Draw ReLU. ReLU is flat left of 0. Right of 0, ReLU is a line that rises by 1 for each step of 1. What "
            "are the slopes of the two parts?",
            r"$\mathrm{relu}'(z) = 1$ for $z > 0$, else $0$. At exactly 0 there is no derivative, so we use 0.",
            "`Z > 0` is an array of True and False. To get numbers: `return (Z > 0).astype(float)`.",
        ),
        success_message=(
            "You have the simplest derivative of all: 1 or 0. Where the derivative is 0, a ReLU neuron does not learn."
        ),
    ),
    Exercise(
        name="forward_batch",
        signature="forward_batch(X, W1, b1, W2, b2)",
        reference=forward_batch,
        cases=_forward_cases,
        random_case=_random_forward,
        parts=("A1", "A2"),
        explain=explain_forward,
        mistakes=(
            Mistake(
                variant(forward_batch, b1=0.0, b2=0.0), "Both biases are missing. Write X @ W1 + b1 and A1 @ W2 + b2."
            ),
            Mistake(variant(forward_batch, b1=0.0), "The hidden bias is missing. Write X @ W1 + b1."),
            Mistake(variant(forward_batch, b2=0.0), "The output bias is missing. Write A1 @ W2 + b2."),
            Mistake(
                variant(forward_batch, b1="b2", b2="b1"),
                "You swap b1 and b2. Use b1 in the hidden layer and b2 in the output layer.",
            ),
            Mistake(variant(forward_batch, b1="b2"), "In the hidden layer you use b2. Use b1."),
            Mistake(variant(forward_batch, b2="b1"), "In the output layer you use b1. Use b2."),
            Mistake(
                variant(_forward, layer=lambda A, W, b: A @ (W + b)),
                "You add the bias to the weights. Add the bias to the sum: X @ W1 + b1, without brackets.",
            ),
            Mistake(variant(_forward, layer=lambda A, W, b: A @ W - b), "You subtract the biases. Add them."),
            Mistake(
                variant(_forward, layer=lambda A, W, b: A * W + b),
                "`*` multiplies element by element. Use `@` for the weighted sums: `X @ W1`.",
            ),
            Mistake(
                variant(_forward, layer=lambda A, W, b: W @ A + b),
                "The order is wrong. The shapes (rows, in) and (in, hidden) fit, so write `X @ W1`.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: forward_batch(X[-1:], W1, b1, W2, b2),
                "Your loop replaces A1 and A2, so only the last row is left. Use `X @ W1 + b1`, without a loop.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: tuple(A[:, np.newaxis] for A in forward_batch(X, W1, b1, W2, b2)),
                "In your loop, `x @ W1 + b1` has one axis too many: (1, hidden). Use no loop: `X @ W1 + b1`.",
            ),
            Mistake(
                variant(_forward, layer=lambda A, W, b: W @ A.T + b),
                "W1 has the shape (in, hidden). Write `X @ W1`, without `.T`. Then each row of X gives one row of A1.",
            ),
            Mistake(
                variant(forward_batch, W1=lambda W1: W1.T),
                "W1 already has the shape (in, hidden). Write `X @ W1`, without `.T`.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (sigmoid(X @ W1 + b1), sigmoid(X @ W2 + b2)),
                "Your output layer uses X. Use the hidden activations instead: A1 @ W2.",
            ),
            Mistake(
                variant(_forward, hidden=lambda Z: Z),
                "The sigmoid is missing in the hidden layer. Write A1 = sigmoid(X @ W1 + b1).",
            ),
            Mistake(
                variant(_forward, output=lambda Z: Z),
                "The sigmoid is missing in the output layer. Write A2 = sigmoid(A1 @ W2 + b2).",
            ),
            Mistake(
                variant(_forward, hidden=lambda Z: Z, output=lambda Z: Z),
                "The sigmoid is missing in both layers. Apply the sigmoid to each sum.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (X @ W1 + b1, sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)),
                "A2 is right. Your A1 is only the sum: apply the sigmoid to this sum.",
            ),
            Mistake(
                variant(_forward, hidden=lambda Z: sigmoid(-Z), output=lambda Z: sigmoid(-Z)),
                "The sign in the exponent is wrong. The exponent must be −Z, as in lesson 1.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (sigmoid(X @ W1) + b1, sigmoid(sigmoid(X @ W1) + b1 @ W2) + b2),
                "You add the bias after the sigmoid. Add the bias before the sigmoid: sigmoid(X @ W1 + b1).",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (A1 := sigmoid(X @ W1) + b1, sigmoid(A1 @ W2) + b2),
                "You add both biases after the sigmoid. Add both biases before the sigmoid, inside the brackets.",
            ),
            Mistake(
                lambda X, W1, b1, W2, b2: (A1 := sigmoid(X @ W1) + b1, sigmoid(A1 @ W2 + b2)),
                "You add b1 after the sigmoid. Add b1 before the sigmoid, as you do with b2.",
            ),
            Mistake(variant(_forward, hidden=relu), "Your hidden layer uses ReLU. Use the sigmoid here."),
            Mistake(variant(_forward, hidden=np.tanh), "Your hidden layer uses tanh. Use the sigmoid here."),
            Mistake(
                variant(_forward, hidden=lambda Z: sigmoid(sigmoid(Z)), output=lambda Z: sigmoid(sigmoid(Z))),
                "You apply the sigmoid twice in each layer. Apply it once.",
            ),
            Mistake(
                variant(_forward, hidden=lambda Z: 1 / (1 + math.exp(-Z))),
                "`math` functions take one number. For an array use `np.exp` or `sigmoid`.",
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: A2), "A2 is right, but A1 is missing. Return (A1, A2)."
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: A1), "A1 is right, but A2 is missing. Return (A1, A2)."
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: (A2, A1)),
                "Both arrays are right, but in the wrong order. Return (A1, A2).",
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: (A1, A2.ravel())),
                "A2 has lost an axis. Its shape must be (rows, outputs).",
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: (A1.T, A2.T)),
                "The results are transposed. Row k of A1 must belong to row k of X.",
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: (A1[0], A2[0])),
                "You return only the first row. Return all rows, without `[0]`.",
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: (A1, A2 > 0.5)),
                "You return True or False for A2. Return the outputs themselves.",
            ),
            Mistake(
                variant(forward_batch, result=lambda A1, A2: (A1, A2.mean())),
                "You return the mean of the outputs. Return one output for each row.",
            ),
        ),
        hints=(
            "Write the shapes under the names: X is (rows, in), W1 is (in, hidden). Which product has the shape "
            "(rows, hidden)?",
            r"$A_1 = \sigma(X W_1 + b_1)$ and $A_2 = \sigma(A_1 W_2 + b_2)$. NumPy adds $b_1$ to every row.",
            "The hidden layer is `A1 = sigmoid(X @ W1 + b1)`. The output layer uses `A1`: `A2 = sigmoid(A1 @ W2 "
            "+ b2)`. Then `return A1, A2`.",
        ),
        success_message=("You can compute a layer of any width for all rows, in one line."),
    ),
    Exercise(
        name="backward_batch",
        signature="backward_batch(X, Y, A1, A2, W2)",
        reference=backward_batch,
        cases=_backward_cases,
        random_case=_random_backward,
        parts=("dW1", "db1", "dW2", "db2"),
        explain=explain_backward,
        mistakes=(
            Mistake(
                variant(_backward, delta=lambda A2, Y: (A2 - Y) / len(Y)),
                "This is the delta for cross-entropy. For the squared error, multiply by 2 and by A2(1 − A2).",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: 2 * (A2 - Y) / len(Y)),
                "In the output delta the factor A2(1 − A2) is missing. Multiply by this factor.",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: _delta(A2, Y) / 2),
                "Your results are half of the right results. The factor 2 from the square is missing.",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: _delta(A2, Y) * len(Y)),
                "You return sums over the rows. Divide by `len(X)` to get the means.",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: _delta(A2, Y) * len(Y) / 2),
                "The factor 2 and the division by `len(X)` are missing. The loss is the mean of (A2 − Y)².",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: _delta(A2, Y) / len(Y)),
                "You divide by `len(X)` twice. Divide once.",
            ),
            Mistake(
                variant(_backward, sent=lambda A2, Y: _delta(A2, Y) / len(Y)),
                "dW2 and db2 are right. You divide dW1 and db1 by `len(X)` again: D2 is already divided.",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: _delta(A2, Y) * len(Y) / 4),
                "You always divide by 4. Divide by `len(X)`.",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: -_delta(A2, Y)), "The sign is flipped. Use A2 − Y, not Y − A2."
            ),
            Mistake(
                variant(_backward, sent=lambda A2, Y: 2 * (A2 - Y) / len(Y)),
                "dW2 and db2 are right. You compute D1 from ∂L/∂A2. Compute D1 from D2.",
            ),
            Mistake(
                variant(_backward, sent=lambda A2, Y: (A2 - Y) / len(Y)),
                "dW2 and db2 are right. You compute D1 from the error A2 − Y. Compute D1 from D2.",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: 2 * (A2 - Y) ** 2 * A2 * (1 - A2) / len(Y)),
                "You use the factor A2 − Y twice. The derivative of the square is 2(A2 − Y).",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: 2 * (A2 - Y) * Y * (1 - Y) / len(Y)),
                "You use Y in the derivative of the sigmoid. Use A2: A2(1 − A2).",
            ),
            Mistake(
                variant(_backward, delta=lambda A2, Y: 2 * (A2 - Y) * sigmoid(A2) * (1 - sigmoid(A2)) / len(Y)),
                "You apply the sigmoid to A2 again. The derivative of the sigmoid is A2(1 − A2).",
            ),
            Mistake(
                variant(_backward, derivative=lambda A1, A2: 1),
                "dW2 and db2 are right. In D1 the factor A1(1 − A1) is missing.",
            ),
            Mistake(
                variant(_backward, derivative=lambda A1, A2: A2 * (1 - A2)),
                "dW2 and db2 are right. In D1 you use A2(1 − A2). Use A1(1 − A1).",
            ),
            Mistake(
                variant(_backward, derivative=lambda A1, A2: A1), "In D1 you multiply by A1. Multiply by A1(1 − A1)."
            ),
            Mistake(
                variant(_backward, derivative=lambda A1, A2: 1 - A1),
                "In D1 you multiply by 1 − A1. Multiply by A1(1 − A1).",
            ),
            Mistake(
                variant(_backward, derivative=lambda A1, A2: 1 - A1**2),
                "1 − A1² is the derivative of tanh. For the sigmoid use A1(1 − A1).",
            ),
            Mistake(
                variant(_backward, derivative=lambda A1, A2: sigmoid(A1) * (1 - sigmoid(A1))),
                "You apply the sigmoid to A1 again. The derivative of the sigmoid is A1(1 − A1).",
            ),
            Mistake(
                variant(_backward, through=lambda d2, W2: d2 * np.ones(len(W2))),
                "dW2 and db2 are right. In D1 the weights are missing: write D2 @ W2.T.",
            ),
            Mistake(
                variant(_backward, through=lambda d2, W2: d2 @ W2),
                "The shapes (rows, 1) and (hidden, 1) do not fit. Transpose W2: D2 @ W2.T.",
            ),
            Mistake(
                variant(_backward, through=lambda d2, W2: d2 * W2),
                "`D2 * W2` multiplies element by element. Use the matrix product D2 @ W2.T.",
            ),
            Mistake(
                variant(_backward, weights=lambda A, d: d.T @ A),
                "dW1 and dW2 are transposed. Write X.T @ D1 and A1.T @ D2.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2: (dW1.T, db1, dW2, db2)),
                "dW1 is transposed. Write X.T @ D1, which has the shape of W1.",
            ),
            Mistake(
                variant(_backward, weights=lambda A, d: A @ d),
                "The shapes do not fit. Transpose the first matrix: X.T @ D1 and A1.T @ D2.",
            ),
            Mistake(
                variant(_backward, weights=lambda A, d: A.T * d),
                "`*` multiplies element by element. Use `@`, which adds over the rows: X.T @ D1.",
            ),
            Mistake(_inputs_swapped, "X and A1 are swapped. Use X.T @ D1 and A1.T @ D2."),
            Mistake(
                variant(_backward, biases=lambda d: d.sum(axis=0)),
                "db1 and db2 have lost an axis. Use `sum(axis=0, keepdims=True)`.",
            ),
            Mistake(
                variant(_backward, biases=lambda d: d.sum(axis=1, keepdims=True)),
                "You sum the deltas over the wrong axis. Sum over the rows: `axis=0`.",
            ),
            Mistake(
                variant(_backward, biases=np.sum),
                "You return one number for all biases. `sum(axis=0, keepdims=True)` gives one number for each neuron.",
            ),
            Mistake(
                variant(_backward, biases=lambda d: d),
                "db1 and db2 have a row for each row of X. Sum over the rows: `sum(axis=0, keepdims=True)`.",
            ),
            Mistake(
                variant(_backward, biases=lambda d: d[:1]),
                "You compute db1 and db2 from the first row only. Sum over all rows.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2, X: (dW1, db1 / len(X), dW2, db2 / len(X))),
                "dW1 and dW2 are right. You divide db1 and db2 by `len(X)` twice: use `sum` instead of `mean`.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2, X: (dW1, db1 * len(X), dW2, db2 * len(X))),
                "dW1 and dW2 are right. You do not divide db1 and db2 by `len(X)`. Divide db1 and db2, too.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2, X: (dW1 * len(X), db1, dW2 * len(X), db2)),
                "db1 and db2 are right. You do not divide dW1 and dW2 by `len(X)`. Divide dW1 and dW2, too.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2: (dW1, 0 * db1, dW2, 0 * db2)),
                "dW1 and dW2 are right, but db1 and db2 are 0. Sum the deltas over the rows.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2: (dW2, db2, dW1, db1)),
                "The four arrays are right, but the layers are swapped. Return dW1, db1, dW2, db2.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2: (dW1, dW2, db1, db2)),
                "The four arrays are right, but in the wrong order. Return dW1, db1, dW2, db2.",
            ),
            Mistake(
                variant(backward_batch, result=lambda dW1, db1, dW2, db2: (dW1, dW2)),
                "dW1 and dW2 are right, but db1 and db2 are missing. Return all four arrays.",
            ),
        ),
        hints=(
            "This is lesson 5 with matrices. First compute the output deltas. Their shape is (rows, 1). Then compute "
            "the hidden deltas. Their shape is (rows, hidden). Then multiply the inputs of each layer by the deltas "
            "of this layer. Every gradient has the shape of its parameter.",
            r"$D_2 = \frac{2}{m}(A_2 - Y) \odot A_2 \odot (1 - A_2)$ and $D_1 = D_2 W_2^T \odot A_1 \odot (1 - "
            r"A_1)$. Here $m$ is the number of rows, and $\odot$ multiplies element by element. Then $dW_1 = X^T "
            r"D_1$, $dW_2 = A_1^T D_2$, and each $db$ is the sum of the deltas over the rows.",
            "Start with `D2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)` and `D1 = D2 @ W2.T * A1 * (1 - A1)`. For "
            "the hidden layer, `dW1 = X.T @ D1` and `db1 = D1.sum(axis=0, keepdims=True)`. For the output layer, "
            "use `A1` and `D2` in the same way. Return the four gradients in the order dW1, db1, dW2, db2.",
        ),
        success_message="You have written backpropagation for any width and any number of rows, in six lines.",
    ),
)
