"""Two kinds of right answers: plain ones, which the tests mutate, and ones that are written in another way.

An exercise may have no such answers. Without a plain answer, the tests mutate the source of the reference.
"""

# ruff: noqa: RUF059
import ast
import inspect
import math
import statistics
import textwrap
from pathlib import Path

import numpy as np

from shared import Params
from shared.exercises import EXERCISES
from shared.nn import network
from shared.nn.mlp import sigmoid as sigmoids
from shared.nn.network import forward, gradients, hidden_delta, output_delta, sigmoid, squared_error, update

step_neuron, converged = (EXERCISES[name].reference for name in ("step_neuron", "converged"))


class Plain:
    """Plain answers with one step in each line, for exercises whose reference is written in another way."""

    def sigmoid(z):
        return 1 / (1 + math.exp(-z))

    def neuron(x1, x2, w1, w2, b):
        z = w1 * x1 + w2 * x2 + b
        return sigmoid(z)

    def rows_right(table, w1, w2, b):
        right = 0
        for x1, x2, y in table:
            if step_neuron(x1, x2, w1, w2, b) == y:
                right += 1
        return right

    def forward(x1, x2, params):
        w11, w12, b1, w21, w22, b2, v1, v2, c = params
        h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
        h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
        out = sigmoid(v1 * h1 + v2 * h2 + c)
        return h1, h2, out

    def mean_squared_error(outs, ys):
        total = 0
        for out, y in zip(outs, ys):
            total += (out - y) ** 2
        return total / len(outs)

    def cross_entropy(out, y):
        return -(y * math.log(out) + (1 - y) * math.log(1 - out))

    def output_delta(out, y):
        return 2 * (out - y) * out * (1 - out)

    def gradients(x1, x2, y, params):
        h1, h2, out = forward(x1, x2, params)
        v1 = params[6]
        v2 = params[7]
        d_out = 2 * (out - y) * out * (1 - out)
        d_h1 = d_out * v1 * h1 * (1 - h1)
        d_h2 = d_out * v2 * h2 * (1 - h2)
        return (d_h1 * x1, d_h1 * x2, d_h1, d_h2 * x1, d_h2 * x2, d_h2, d_out * h1, d_out * h2, d_out)

    def numerical_gradient(loss, params, i, eps=1e-5):
        up = list(params)
        down = list(params)
        up[i] += eps
        down[i] -= eps
        return (loss(up) - loss(down)) / (2 * eps)

    def update(params, grads, lr):
        new = []
        for p, g in zip(params, grads):
            new.append(p - lr * g)
        return new

    def train(data, params, lr, epochs):
        losses = []
        for _ in range(epochs):
            total = 0
            sums = [0] * 9
            for x1, x2, y in data:
                h1, h2, out = forward(x1, x2, params)
                total += (out - y) ** 2
                sums = [s + g for s, g in zip(sums, gradients(x1, x2, y, params))]
            losses.append(total / len(data))
            params = update(params, [s / len(data) for s in sums], lr)
        return params, losses

    def relu_derivative(Z):
        return np.where(Z > 0, 1, 0)

    def forward_batch(X, W1, b1, W2, b2):
        A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
        A2 = 1 / (1 + np.exp(-(A1 @ W2 + b2)))
        return A1, A2

    def backward_batch(X, Y, A1, A2, W2):
        m = len(X)
        d2 = 2 * (A2 - Y) * A2 * (1 - A2) / m
        d1 = d2 @ W2.T * A1 * (1 - A1)
        dW1 = X.T @ d1
        db1 = np.sum(d1, axis=0, keepdims=True)
        dW2 = A1.T @ d2
        db2 = np.sum(d2, axis=0, keepdims=True)
        return dW1, db1, dW2, db2

    def converged(losses, threshold=0.001):
        last = losses[-1]
        return math.isfinite(last) and last <= threshold

    def train_with_retries(data, rng, lr, epochs, attempts):
        for attempt in range(1, attempts + 1):
            start = [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]
            states = list(network.train(data, start, lr, epochs))
            losses = [state.loss for state in states]
            if converged(losses):
                return states[-1].params, losses, attempt
        raise RuntimeError("none of the attempts converged")

    def momentum_update(w, velocity, grad, lr, beta):
        velocity = beta * velocity + (1 - beta) * grad
        w = w - lr * velocity
        return w, velocity

    def softmax(Z):
        top = Z.max(axis=1, keepdims=True)
        e = np.exp(Z - top)
        return e / e.sum(axis=1, keepdims=True)

    def categorical_cross_entropy(P, Y):
        logs = np.log(np.maximum(P, 1e-15))
        return -np.sum(Y * logs) / len(P)


PLAIN = {name: answer for name, answer in vars(Plain).items() if name in EXERCISES}


def plain_source(name):
    """Return the source of the plain answer to the exercise `name`. If none exists, return the reference's source."""
    function = PLAIN.get(name, EXERCISES[name].reference)
    if function.__name__ == "<lambda>":
        found = _lambda_of(function)
        tree = ast.parse(f"def {name}({ast.unparse(found.args)}): return {ast.unparse(found.body)}")
    else:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        tree.body[0].name, tree.body[0].returns = name, None
        for argument in tree.body[0].args.args:
            argument.annotation = None
    return ast.unparse(tree)


def _lambda_of(function):
    """Return the syntax tree of a lambda. The lambda's line and code tell where to find the lambda in its file."""
    nodes = ast.walk(ast.parse(Path(inspect.getsourcefile(function)).read_text("utf-8")))
    line = function.__code__.co_firstlineno
    for node in (node for node in nodes if isinstance(node, ast.Lambda) and node.lineno == line):
        if eval(compile(ast.Expression(node), "", "eval")).__code__.co_code == function.__code__.co_code:
            return node
    raise LookupError(f"{inspect.getsourcefile(function)} holds no such lambda")


def rewritten(source):
    """Return the same function with other names of arguments, and with the factors of every product swapped."""
    tree = ast.parse(source)
    names = {argument.arg: f"{argument.arg}_" for argument in tree.body[0].args.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            node.left, node.right = node.right, node.left
    return ast.unparse(tree)


class Different:
    """Right answers written in another way. A number after the exercise's name makes names unique."""

    def sigmoid_1(z):
        return (1 + math.tanh(z / 2)) / 2

    def sigmoid_2(z):
        if z >= 0:
            return 1 / (1 + math.exp(-z))
        return math.exp(z) / (1 + math.exp(z))

    def sigmoid_3(z):
        return float(1 / (1 + np.exp(-z)))

    def sigmoid_4(z):
        return (1 + math.e**-z) ** -1

    def sigmoid_5(z):
        return 1 - 1 / (1 + math.exp(z))

    def sigmoid_6(z):
        return np.exp(-np.logaddexp(0, -z))

    def sigmoid_7(z):
        return math.pow(1.0 + math.exp(-1 * z), -1)

    def neuron_1(x1, x2, w1, w2, b):
        return float(sigmoid(np.dot([x1, x2], [w1, w2]) + b))

    def neuron_2(x1, x2, w1, w2, b):
        return 1 / (1 + math.exp(-b - x2 * w2 - x1 * w1))

    def neuron_3(x1, x2, w1, w2, b):
        total = b
        for x, w in ((x1, w1), (x2, w2)):
            total += x * w
        return sigmoid(total)

    def neuron_4(a, b, c, d, e):
        return sigmoid(sum(p * q for p, q in zip((a, b, 1), (c, d, e))))

    def step_neuron_1(x1, x2, w1, w2, b):
        return int(w1 * x1 + w2 * x2 + b > 0)

    def step_neuron_2(x1, x2, w1, w2, b):
        return w1 * x1 + w2 * x2 + b > 0

    def step_neuron_3(x1, x2, w1, w2, b):
        if w1 * x1 + w2 * x2 + b <= 0:
            return 0
        return 1

    def step_neuron_4(x1, x2, w1, w2, b):
        return float(np.heaviside(w1 * x1 + w2 * x2 + b, 0))

    def step_neuron_5(x1, x2, w1, w2, b):
        return 1 if sigmoid(w1 * x1 + w2 * x2 + b) > 0.5 else 0

    def rows_right_1(table, w1, w2, b):
        return sum(step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table)

    def rows_right_2(table, w1, w2, b):
        return len([row for row in table if step_neuron(row[0], row[1], w1, w2, b) == row[2]])

    def rows_right_3(table, w1, w2, b):
        return len(table) - sum(abs(step_neuron(x1, x2, w1, w2, b) - y) for x1, x2, y in table)

    def rows_right_4(table, w1, w2, b):
        rows = np.array(table, float)
        return np.sum((rows[:, :2] @ np.array([w1, w2]) + b > 0) == (rows[:, 2] == 1))

    def rows_right_5(table, w1, w2, b):
        k = count = 0
        while k < len(table):
            if (w1 * table[k][0] + w2 * table[k][1] + b > 0) == bool(table[k][2]):
                count = count + 1
            k = k + 1
        return count

    def xor_by_hand_1(x1, x2):
        return step_neuron(step_neuron(x1, x2, 1, -1, -0.5), step_neuron(x1, x2, -1, 1, -0.5), 1, 1, -0.5)

    def xor_by_hand_2(x1, x2):
        both = step_neuron(x1, x2, 1, 1, -1.5)
        return step_neuron(step_neuron(x1, x2, 1, 1, -0.5), both, 1, -2, -0.5)

    def xor_by_hand_3(x1, x2):
        return x1 != x2

    def xor_by_hand_4(x1, x2):
        return 1 if x1 + x2 == 1 else 0

    def forward_1(x1, x2, params):
        h = [network.neuron(x1, x2, *params[k : k + 3]) for k in (0, 3)]
        return [*h, network.neuron(*h, *params[6:])]

    def forward_2(x1, x2, params):
        p = np.array(params)
        h = 1 / (1 + np.exp(-(p[[[0, 1], [3, 4]]] @ [x1, x2] + p[[2, 5]])))
        return np.append(h, 1 / (1 + np.exp(-(p[6:8] @ h + p[8]))))

    def forward_3(x1, x2, params):
        h1 = sigmoid(params[0] * x1 + params[1] * x2 + params[2])
        h2 = sigmoid(params[3] * x1 + params[4] * x2 + params[5])
        return (h1, h2, sigmoid(params[6] * h1 + params[7] * h2 + params[8]))

    def forward_4(x1, x2, params):
        h1 = sigmoid(params.w11 * x1 + params.w12 * x2 + params.b1)
        h2 = sigmoid(params.w21 * x1 + params.w22 * x2 + params.b2)
        return h1, h2, sigmoid(params.v1 * h1 + params.v2 * h2 + params.c)

    def squared_error_1(out, y):
        return (y - out) * (y - out)

    def squared_error_2(out, y):
        return abs(out - y) ** 2

    def squared_error_3(out, y):
        return out**2 - 2 * out * y + y**2

    def squared_error_4(out, y):
        return np.square(np.float64(out) - y)

    def squared_error_5(out, y):
        return math.pow(out - y, 2)

    def mean_squared_error_1(outs, ys):
        return sum((out - y) ** 2 for out, y in zip(outs, ys)) / len(ys)

    def mean_squared_error_2(outs, ys):
        return np.mean((np.array(outs) - np.array(ys)) ** 2)

    def mean_squared_error_3(outs, ys):
        return sum((outs[k] - ys[k]) ** 2 / len(outs) for k in range(len(outs)))

    def mean_squared_error_4(outs, ys):
        errors = [squared_error(*pair) for pair in zip(outs, ys)]
        return math.fsum(errors) / len(errors)

    def mean_squared_error_5(outs, ys):
        mean = 0.0
        for k, (out, y) in enumerate(zip(outs, ys), 1):
            mean += ((out - y) ** 2 - mean) / k
        return mean

    def cross_entropy_1(out, y):
        return -math.log(out) if y == 1 else -math.log(1 - out)

    def cross_entropy_2(out, y):
        return -y * math.log(out) - (1 - y) * math.log(1 - out)

    def cross_entropy_3(out, y):
        return -(y * np.log(out) + (1 - y) * np.log1p(-out))

    def cross_entropy_4(out, y):
        return math.log(1 / (out if y else 1 - out))

    def cross_entropy_5(out, y):
        return -math.log(1 - abs(y - out))

    def cross_entropy_6(out, y):
        out = min(max(out, 1e-12), 1 - 1e-12)
        return y * -math.log(out) + (1 - y) * -math.log(1 - out)

    def sigmoid_derivative_1(a):
        return a - a**2

    def sigmoid_derivative_2(a):
        return 0.25 - (a - 0.5) ** 2

    def sigmoid_derivative_3(a):
        z = math.log(a / (1 - a))
        return math.exp(-z) / (1 + math.exp(-z)) ** 2

    def output_delta_1(out, y):
        slope = out * (1 - out)
        error = out - y
        return 2 * error * slope

    def output_delta_2(out, y):
        return -2 * (y - out) * network.sigmoid_derivative(out)

    def output_delta_3(out, y):
        return np.prod([2, out - y, out, 1 - out])

    def hidden_delta_1(d_out, v, h):
        return d_out * v * network.sigmoid_derivative(h)

    def hidden_delta_2(d_out, v, h):
        blame = v * d_out
        return blame * h - blame * h**2

    def hidden_delta_3(d_out, v, h):
        return (h - h * h) * d_out * v

    def gradients_1(x1, x2, y, params):
        h1, h2, out = forward(x1, x2, params)
        d = output_delta(out, y)
        d1, d2 = hidden_delta(d, params.v1, h1), hidden_delta(d, params.v2, h2)
        return [delta * entered for delta in (d1, d2) for entered in (x1, x2, 1)] + [d * h1, d * h2, d]

    def gradients_2(x1, x2, y, params):
        p = np.array(params)
        x = np.array([x1, x2, 1.0])
        h = 1 / (1 + np.exp(-p[:6].reshape(2, 3) @ x))
        out = 1 / (1 + np.exp(-(p[6:8] @ h + p[8])))
        d = 2 * (out - y) * out * (1 - out)
        return np.concatenate([np.outer(d * p[6:8] * h * (1 - h), x).ravel(), d * h, [d]])

    def gradients_3(x1, x2, y, params):
        return Params(*gradients(x1, x2, y, params))

    def gradients_4(x1, x2, y, params):
        h1, h2, out = forward(x1, x2, params)
        grads = [0] * 9
        grads[8] = 2 * (out - y) * out * (1 - out)
        grads[7], grads[6] = grads[8] * h2, grads[8] * h1
        for first, v, h in ((0, params[6], h1), (3, params[7], h2)):
            grads[first + 2] = grads[8] * v * h * (1 - h)
            grads[first], grads[first + 1] = grads[first + 2] * x1, grads[first + 2] * x2
        return grads

    def numerical_gradient_1(loss, params, i, eps=1e-5):
        def nudged(by):
            return [p + by if k == i else p for k, p in enumerate(params)]

        return (loss(nudged(eps)) - loss(nudged(-eps))) / eps / 2

    def numerical_gradient_2(loss, params, i, eps=1e-5):
        step = np.zeros(9)
        step[i] = eps
        return (loss(np.array(params) + step) - loss(np.array(params) - step)) / (2 * eps)

    def numerical_gradient_3(loss, params, i, eps=1e-5):
        p = list(params)
        p[i] = p[i] + eps
        above = loss(tuple(p))
        p[i] = p[i] - 2 * eps
        below = loss(tuple(p))
        return 0.5 * (above - below) / eps

    def update_1(params, grads, lr):
        return [p - lr * g for p, g in zip(params, grads)]

    def update_2(params, grads, lr):
        return np.array(params) - lr * np.array(grads)

    def update_3(params, grads, lr):
        return Params(*(p + -lr * g for p, g in zip(params, grads)))

    def update_4(params, grads, lr):
        new = list(params)
        for k in range(len(new)):
            new[k] -= lr * grads[k]
        return tuple(new)

    def train_1(data, params, lr, epochs):
        losses = []
        for _ in range(epochs):
            loss, grads = network.mean_loss_and_gradients(data, params)
            losses.append(loss)
            params = update(params, grads, lr)
        return params, losses

    def train_2(data, params, lr, epochs):
        p, losses = np.array(params), np.zeros(epochs)
        for k in range(epochs):
            losses[k] = np.mean([(forward(x1, x2, p)[2] - y) ** 2 for x1, x2, y in data])
            p = p - lr * np.mean([gradients(*row, p) for row in data], axis=0)
        return p, losses

    def train_3(data, params, lr, epochs):
        params, losses = list(params), []
        while len(losses) < epochs:
            total, losses = [0.0] * 9, [*losses, 0.0]
            for x1, x2, y in data:
                losses[-1] += squared_error(forward(x1, x2, params)[2], y) / len(data)
                for k, g in enumerate(gradients(x1, x2, y, params)):
                    total[k] += g
            for k in range(9):
                params[k] -= lr * total[k] / len(data)
        return [params, losses]

    def train_4(data, params, lr, epochs):
        if epochs == 0:
            return params, []
        loss = sum(squared_error(forward(*row[:2], params)[2], row[2]) for row in data) / len(data)
        slopes = [sum(column) / len(data) for column in zip(*(gradients(*row, params) for row in data))]
        params, losses = Different.train_4(data, update(params, slopes, lr), lr, epochs - 1)
        return params, [loss, *losses]

    def relu_1(Z):
        return np.where(Z > 0, Z, 0)

    def relu_2(Z):
        return Z * (Z > 0)

    def relu_3(Z):
        return (Z + abs(Z)) / 2

    def relu_4(Z):
        return Z.clip(min=0)

    def relu_5(Z):
        A = Z.copy()
        A[A < 0] = 0
        return A

    def relu_6(Z):
        return [[max(0, z) for z in row] for row in Z]

    def relu_derivative_1(Z):
        return (Z > 0).astype(float)

    def relu_derivative_2(Z):
        return Z > 0

    def relu_derivative_3(Z):
        return np.heaviside(Z, 0)

    def relu_derivative_4(Z):
        return np.sign(np.maximum(0, Z))

    def relu_derivative_5(Z):
        slope = np.zeros_like(Z)
        slope[Z > 0] = 1
        return slope

    def relu_derivative_6(Z):
        return [[1 if z > 0 else 0 for z in row] for row in Z]

    def forward_batch_1(X, W1, b1, W2, b2):
        A1 = sigmoids(X @ W1 + b1)
        return [A1, sigmoids(A1 @ W2 + b2)]

    def forward_batch_2(X, W1, b1, W2, b2):
        A = [X]
        for W, b in ((W1, b1), (W2, b2)):
            A.append((1 + np.tanh((np.dot(A[-1], W) + b) / 2)) / 2)
        return tuple(A[1:])

    def forward_batch_3(X, W1, b1, W2, b2):
        ones = np.ones((len(X), 1))
        A1 = sigmoids(np.hstack([X, ones]) @ np.vstack([W1, b1]))
        return A1, sigmoids(np.hstack([A1, ones]) @ np.vstack([W2, b2]))

    def forward_batch_4(X, W1, b1, W2, b2):
        A1 = np.array([[sigmoid(x @ W1[:, j] + b1[0, j]) for j in range(W1.shape[1])] for x in X])
        A2 = [[sigmoid(a @ W2[:, k] + b2[0, k]) for k in range(W2.shape[1])] for a in A1]
        return A1, A2

    def forward_batch_5(X, W1, b1, W2, b2):
        A1 = sigmoids(np.einsum("mi,ij->mj", X, W1) + b1)
        return A1, sigmoids((W2.T @ A1.T + b2.T).T)

    def backward_batch_1(X, Y, A1, A2, W2):
        d2 = 2 * (A2 - Y) * A2 * (1 - A2)
        d1 = d2 * W2.T * A1 * (1 - A1)
        return (
            X.T @ d1 / len(X),
            d1.mean(axis=0, keepdims=True),
            A1.T @ d2 / len(X),
            d2.mean(axis=0, keepdims=True),
        )

    def backward_batch_2(X, Y, A1, A2, W2):
        d2 = (A2 - Y) * (A2 - A2**2) * 2 / X.shape[0]
        d1 = np.outer(d2, W2) * (A1 - A1**2)
        ones = np.ones((1, len(X)))
        return [np.dot(X.T, d1), ones @ d1, np.dot(A1.T, d2), ones @ d2]

    def backward_batch_3(X, Y, A1, A2, W2):
        grads = [np.zeros((X.shape[1], A1.shape[1])), np.zeros((1, A1.shape[1])), np.zeros(W2.shape), np.zeros((1, 1))]
        for x, y, a1, a2 in zip(X, Y, A1, A2):
            d2 = output_delta(a2[0], y[0]) / len(X)
            d1 = np.array([hidden_delta(d2, v, h) for v, h in zip(W2[:, 0], a1)])
            for grad, one in zip(grads, (np.outer(x, d1), d1, d2 * a1[:, None], d2)):
                grad += one
        return tuple(grads)

    def backward_batch_4(X, Y, A1, A2, W2):
        error = -(Y - A2)
        d2 = error * A2 * (1 - A2) * 2 / np.size(Y)
        d1 = (W2 @ d2.T).T * A1 * (1 - A1)
        return (d1.T @ X).T, d1.sum(0).reshape(1, -1), (d2.T @ A1).T, d2.sum(0)[None, :]

    def sigmoid_8(z):
        return 1 / (1 + math.exp(-max(-500, min(500, z))))

    def sigmoid_9(z):
        try:
            return 1 / (1 + math.exp(-z))
        except OverflowError:
            return 0

    def sigmoid_10(z):
        return float(1 / (1 + np.exp(-np.clip(z, -60, 60))))

    def sigmoid_12(z):
        return np.array([1 / (1 + np.exp(-np.array(z, dtype=np.float64)))])[0]

    def neuron_5(x1, x2, w1, w2, b):
        return sigmoid(sum(w * x for w, x in zip((w1, w2), (x1, x2))) + b)

    def neuron_6(x1, x2, w1, w2, b):
        return sigmoid(np.dot([w1, w2], [x1, x2]) + b)

    def step_neuron_6(x1, x2, w1, w2, b):
        return np.heaviside(w1 * x1 + w2 * x2 + b, 0)

    def step_neuron_7(x1, x2, w1, w2, b):
        return w1 * x1 + w2 * x2 > -b

    def step_neuron_8(x1, x2, w1, w2, b):
        return bool(w1 * x1 + w2 * x2 + b > 0) + 0.0

    def rows_right_6(table, w1, w2, b):
        return sum(1 for x1, x2, y in table if (w1 * x1 + w2 * x2 + b > 0) == bool(y))

    def rows_right_8(table, w1, w2, b):
        t = np.array(table)
        return np.sum((t[:, :2] @ [w1, w2] + b > 0) == t[:, 2])

    def xor_by_hand_5(x1, x2):
        return step_neuron(x1, x2, 1, -1, 0) + step_neuron(x1, x2, -1, 1, 0)

    def xor_by_hand_7(x1, x2):
        return step_neuron(x1 + x2, step_neuron(x1, x2, 1, 1, -1.5), 1, -2, -0.5)

    def forward_5(x1, x2, params):
        p = np.array(params)
        W = p[:6].reshape(2, 3)
        h = 1 / (1 + np.exp(-(W[:, :2] @ [x1, x2] + W[:, 2])))
        return [*h, 1 / (1 + np.exp(-(p[6:8] @ h + p[8])))]

    def squared_error_6(out, y):
        return np.square(out - y)

    def squared_error_7(out, y):
        return out * out - 2 * out * y + y * y

    def squared_error_9(out, y):
        return pow(y - out, 2)

    def mean_squared_error_6(outs, ys):
        return statistics.fmean((o - y) ** 2 for o, y in zip(outs, ys))

    def mean_squared_error_8(outs, ys):
        return math.dist(outs, ys) ** 2 / len(outs)

    def mean_squared_error_9(outs, ys):
        return np.var(np.subtract(outs, ys)) + np.mean(np.subtract(outs, ys)) ** 2

    def cross_entropy_7(out, y):
        return -math.log(out if y else 1 - out)

    def cross_entropy_8(out, y):
        out = min(max(out, 1e-12), 1 - 1e-12)
        return -(y * math.log(out) + (1 - y) * math.log1p(-out))

    def cross_entropy_10(out, y):
        return -math.log(out**y * (1 - out) ** (1 - y))

    def sigmoid_derivative_4(a):
        return a - a * a

    def sigmoid_derivative_6(a):
        return a * 1 - a**2

    def output_delta_4(out, y):
        return -2 * (y - out) * (out - out**2)

    def output_delta_5(out, y):
        e = out - y
        return (e + e) * network.sigmoid_derivative(out)

    def hidden_delta_4(d_out, v, h):
        return d_out * (v * h - v * h * h)

    def gradients_5(x1, x2, y, params):
        h1, h2, out = forward(x1, x2, params)
        d = output_delta(out, y)
        a, b = hidden_delta(d, params[6], h1), hidden_delta(d, params[7], h2)
        return np.concatenate([np.outer([a, b], [x1, x2, 1]).ravel(), d * np.array([h1, h2, 1])])

    def numerical_gradient_4(loss, params, i, eps=1e-5):
        old = list(params)
        old[i] = params[i] + eps
        a = loss(old)
        old[i] = params[i] - eps
        b = loss(old)
        return (a - b) / eps / 2

    def numerical_gradient_5(loss, params, i, eps=1e-5):
        return (
            loss([p + eps * (k == i) for k, p in enumerate(params)])
            - loss(tuple(p - eps * (k == i) for k, p in enumerate(params)))
        ) / (2 * eps)

    def update_6(params, grads, lr):
        new = []
        for i in range(len(params)):
            new += [params[i] - grads[i] * lr]
        return tuple(new)

    def train_5(data, params, lr, epochs):
        p = np.array(params)
        losses = np.zeros(epochs)
        for k in range(epochs):
            losses[k] = np.mean([(forward(a, b, p)[2] - y) ** 2 for a, b, y in data])
            p = p - lr * np.mean([gradients(*r, p) for r in data], axis=0)
        return p, losses

    def train_6(data, params, lr, epochs):
        if epochs == 0:
            return params, []
        losses = [network.mean_loss(data, params)]
        g = [sum(c) / len(data) for c in zip(*[gradients(*r, params) for r in data])]
        p, more = EXERCISES["train"].reference(data, update(params, g, lr), lr, epochs - 1)
        return p, losses + list(more)

    def train_7(data, params, lr, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(network.mean_loss(data, params))
            n = list(params)
            for r in data:
                for k, g in enumerate(gradients(*r, params)):
                    n[k] -= lr * g / len(data)
            params = n
        return [params, losses]

    def xavier_init_1(rng, n_in, n_out):
        return rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)

    def xavier_init_2(rng, n_in, n_out):
        return [[rng.normal(scale=n_in**-0.5) for _ in range(n_out)] for _ in range(n_in)]

    def xavier_init_3(rng, n_in, n_out):
        return math.sqrt(1 / n_in) * rng.normal(size=(n_out, n_in)).T

    def xavier_init_4(rng, n_in, n_out):
        return rng.normal(0, (1 / n_in) ** 0.5, n_in * n_out).reshape(n_in, n_out)

    def he_init_1(rng, n_in, n_out):
        return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)

    def he_init_2(rng, n_in, n_out):
        return np.array([rng.normal(0, math.sqrt(2 / n_in), n_in) for _ in range(n_out)]).T

    def he_init_3(rng, n_in, n_out):
        return math.sqrt(2) * EXERCISES["xavier_init"].reference(rng, n_in, n_out)

    def he_init_4(rng, n_in, n_out):
        one, other = rng.random((n_in, n_out)), rng.random((n_in, n_out))  # Box and Muller's formula
        return np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * other) * (2 / n_in) ** 0.5

    def converged_1(losses, threshold=0.001):
        return losses[-1] <= threshold

    def converged_2(losses, threshold=0.001):
        return not (math.isnan(losses[-1]) or losses[-1] > threshold)

    def converged_3(losses, threshold=0.001):
        *_, last = losses
        if np.isfinite(last):
            return 1 if threshold >= last else 0
        return 0

    def converged_4(losses, threshold=0.001):
        return np.less_equal(losses, threshold)[-1]

    def train_with_retries_1(data, rng, lr, epochs, attempts):
        used = 0
        while used < attempts:
            used += 1
            start = np.concatenate([rng.uniform(-2, 2, 6), rng.uniform(-0.5, 0.5, 3)])[[0, 1, 6, 2, 3, 7, 4, 5, 8]]
            *_, last = states = list(network.train(data, start, lr, epochs))
            if last.loss <= 0.001:
                return list(last.params), np.array([state.loss for state in states]), used
        assert used < attempts, f"no success in {attempts} attempts"

    def train_with_retries_2(data, rng, lr, epochs, attempts):
        def attempt(number):
            if number > attempts:
                raise Exception("Tried, and tried again, in vain.")
            params = Params(*(rng.random(9) * 2 - 1) * (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5))
            losses = [network.mean_loss(data, params)]
            for _ in range(epochs):
                params = update(params, network.mean_loss_and_gradients(data, params)[1], lr)
                losses.append(network.mean_loss(data, params))
            return (params, losses, number) if converged(losses) else attempt(number + 1)

        return attempt(1)

    def train_with_retries_3(data, rng, lr, epochs, attempts):
        class NoLuck(Exception):
            pass

        widths = np.array([2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5])
        for attempt, start in enumerate(rng.uniform(-widths, widths, (attempts, 9)), 1):
            states = [*network.train(data, start, lr, epochs)]
            if converged([states[-1].loss]):
                return states[-1].params, tuple(state.loss for state in states), attempt
        raise NoLuck

    def momentum_update_1(w, velocity, grad, lr, beta):
        v = velocity + (1 - beta) * (grad - velocity)
        return w + -lr * v, v

    def momentum_update_2(w, velocity, grad, lr, beta):
        new = np.add(np.multiply(beta, velocity), np.multiply(1 - beta, grad))
        return [np.subtract(w, lr * new), new]

    def momentum_update_3(w, velocity, grad, lr, beta):
        w, velocity = np.array(w, float), np.array(velocity, float)
        velocity *= beta
        velocity += (1 - beta) * grad
        w -= lr * velocity
        return w, velocity

    def momentum_update_4(w, velocity, grad, lr, beta):
        return w - lr * (beta * velocity + grad - beta * grad), grad - beta * (grad - velocity)

    def softmax_1(Z):
        e = np.exp(Z - np.max(Z, axis=1).reshape(-1, 1))
        return (e.T / np.sum(e, axis=1)).T

    def softmax_2(Z):
        return np.array([np.exp(row - max(row)) / sum(np.exp(row - max(row))) for row in Z])

    def softmax_3(Z):
        return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))

    def softmax_4(Z):
        shares = []
        for row in Z.tolist():
            powers = [math.exp(z - max(row)) for z in row]
            shares.append([power / sum(powers) for power in powers])
        return shares

    def softmax_5(Z):
        return 1 / np.exp(np.clip(Z[:, None, :] - Z[:, :, None], None, 700)).sum(axis=2)

    def categorical_cross_entropy_1(P, Y):
        return -np.mean(np.sum(Y * np.log(P + 1e-12), axis=1))

    def categorical_cross_entropy_2(P, Y):
        return -np.log(np.clip(P[Y == 1], 1e-9, 1)).mean()

    def categorical_cross_entropy_3(P, Y):
        right = P[np.arange(len(P)), Y.argmax(axis=1)]
        return np.mean(-np.log(np.where(right > 0, right, 1e-300)))

    def categorical_cross_entropy_4(P, Y):
        total = 0
        for p, y in zip(P, Y):
            total -= math.log(max(sum(p * y), 1e-7))
        return total / len(P)

    def categorical_cross_entropy_5(P, Y):
        return (Y * np.log(1 / np.clip(P, np.finfo(float).tiny, None))).sum(axis=1).mean()

    def l2_gradient_1(W, lam, m):
        return W * lam / m

    def l2_gradient_2(W, lam, m):
        return 2 * (lam / (2 * m)) * W

    def l2_gradient_3(W, lam, m):
        return [[lam * w / m for w in row] for row in W]

    def l2_gradient_4(W, lam, m):
        return np.divide(np.dot(lam, W), m)


WRITTEN_DIFFERENTLY = [
    (name.rsplit("_", 1)[0], answer) for name, answer in vars(Different).items() if name[-1].isdigit()
]
