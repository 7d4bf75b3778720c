"""Wrong answers as tired students write them. `CLASSIC` must get the given feedback; `FRESH` measures the bank.

The answers in `FRESH` show how many unknown mistakes `check` recognizes. The author wrote them without reading the
mistakes in `shared/exercises`. (For lesson 4 and `update`, the author knew these mistakes and left them out. For
lessons 7 and 8, the author read only the lesson.) So do not add a mistake to the bank because of an answer in `FRESH`.
If you do, replace this answer by a new one.
"""

Z = "z = w1 * x1 + w2 * x2 + b\n"
COUNT = "count = 0\nfor x1, x2, y in table:\n    {}\nreturn {}"
UNPACK = "w11, w12, b1, w21, w22, b2, v1, v2, c = params\n"
HIDDEN = UNPACK + "h1 = sigmoid(w11 * x1 + w12 * x2 + b1)\nh2 = sigmoid(w21 * x1 + w22 * x2 + b2)\n"
SQUASH = "return h1, h2, sigmoid(v1 * h1 + v2 * h2 + c)"
WIRE = "a = step_neuron(x1, x2, {})\nb = step_neuron(x1, x2, {})\nreturn step_neuron(a, b, {})"
BACK = (
    UNPACK
    + """h1, h2, out = forward(x1, x2, params)
d_out = 2 * (out - y) * out * (1 - out)
d_h1 = d_out * v1 * h1 * (1 - h1)
d_h2 = d_out * v2 * h2 * (1 - h2)
return d_h1 * x1, d_h1 * x2, d_h1, d_h2 * x1, d_h2 * x2, d_h2, d_out * h1, d_out * h2, d_out"""
)
NUDGE = "up, down = list(params), list(params)\nup[i] += eps\ndown[i] -= eps\nreturn "
TRAIN = """losses = []
for epoch in range(epochs):
    total, grads = 0, [0] * 9
    for x1, x2, y in data:
        total += squared_error(forward(x1, x2, params)[2], y)
        grads = [a + b for a, b in zip(grads, gradients(x1, x2, y, params))]
    losses.append(total / len(data))
    params = update(params, [g / len(data) for g in grads], lr)
return params, losses"""

ROW_BY_ROW = """losses = []
for epoch in range(epochs):
    losses.append(mean_loss(data, params))
    for row in data:
        params = update(params, gradients(*row, params), lr)
return params, losses"""


RETRIES = """def draw():
    return [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]
for attempt in range(1, attempts + 1):
    start = draw()
    states = list(network.train(data, start, lr, epochs))
    losses = [state.loss for state in states]
    if converged(losses):
        return states[-1].params, losses, attempt
raise ValueError('bad luck')"""


FORWARD_BATCH = """A1 = sigmoid(X @ W1 + b1)
A2 = sigmoid(A1 @ W2 + b2)
return A1, A2"""
BACKWARD_BATCH = """D2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
D1 = D2 @ W2.T * A1 * (1 - A1)
dW1, dW2 = X.T @ D1, A1.T @ D2
db1, db2 = D1.sum(axis=0, keepdims=True), D2.sum(axis=0, keepdims=True)
return dW1, db1, dW2, db2"""


def slip(text, *changes):
    """Replace each (old, new) of `changes` once in `text`."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


FRESH = {
    "sigmoid": [
        "return 1 / (1 + 2.718 ** -z)",
        "return math.exp(z) / (1 - math.exp(z))",
        "return round(1 / (1 + math.exp(-z)), 2)",
        "return 1 + math.exp(-z) ** -1",
        "return math.tanh(z)",
        "return 1 / (1 + math.exp(-abs(z)))",
        "return max(0, min(1, z))",
        "return 1 / (1 + math.e * -z)",
    ],
    "neuron": [
        "return sigmoid(w1 * x1) + sigmoid(w2 * x2) + b",
        "return sigmoid(w1 * x2 + w2 * x1 + b)",
        "return sigmoid((w1 + w2) * (x1 + x2) + b)",
        "return sigmoid(w1 * x1 + w2 * x2) + b",
        "return sigmoid(w1 * x1 + w1 * x2 + b)",
        f"{Z}return 1 if z > 0 else 0",
        "return sigmoid(w1 * x1 + w2 * x2 - b)",
        "return sigmoid(sigmoid(w1 * x1 + w2 * x2 + b))",
        "return sigmoid(w1 * x1 * w2 * x2 + b)",
    ],
    "step_neuron": [
        f"{Z}return 1 if z >= 0 else 0",
        f"{Z}return 1 if z > 0 else -1",
        f"{Z}return 1 if z > 0.5 else 0",
        f"{Z}if z > 0:\n    return 1",
        "return 1 if w1 * x1 + w2 * x2 > b else 0",
        f"{Z}return 0 if z > 0 else 1",
        f"{Z}return sigmoid(z)",
    ],
    "rows_right": [
        COUNT.format("count += step_neuron(x1, x2, w1, w2, b) == y", "count / len(table)"),
        COUNT.format("count += step_neuron(x1, x2, w1, w2, b) != y", "count"),
        COUNT.format("count += step_neuron(x1, x2, w1, w2, b) == y", "count == len(table)"),
        COUNT.format("count += step_neuron(x1, x2, w1, w2, b) == y == 1", "count"),
        COUNT.format("count += neuron(x1, x2, w1, w2, b) == y", "count"),
        "return [step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table]",
        COUNT.format("count += step_neuron(x1, x2, w1, w2, b)", "count"),
        COUNT.format("count += step_neuron(x1, x2, w1, w2, b) == y\n    return count", "count"),
    ],
    "xor_by_hand": [
        WIRE.format("1, 1, -0.5", "1, 1, -1.5", "1, 1, -1.5"),
        "return step_neuron(x1, x2, 1, 1, -0.5)",
        "return step_neuron(x1, x2, -1, -1, 1.5)",
        "return x1 + x2",
        "return step_neuron(x1, x2, 1, -1, -0.5)",
        WIRE.format("1, 1, -0.5", "-1, -1, 1.5", "-1, -1, 1.5"),
        WIRE.format("1, 1, -0.5", "-1, -1, 1.5", "1, 1, -0.5"),
    ],
    "forward": [
        f"{HIDDEN}return sigmoid(v1 * h1 + v2 * h2 + c)",
        slip(f"{HIDDEN}{SQUASH}", ("w21 * x1", "w21 * h1")),
        f"{HIDDEN}return h1, h2, sigmoid(v1 * x1 + v2 * x2 + c)",
        f"{UNPACK}h1 = w11 * x1 + w12 * x2 + b1\nh2 = w21 * x1 + w22 * x2 + b2\n{SQUASH}",
        f"{HIDDEN}return sigmoid(v1 * h1 + v2 * h2 + c), h1, h2",
        slip(f"{HIDDEN}{SQUASH}", (" + b2)", " + b1)")),
        f"{HIDDEN}return h1, h2, sigmoid(v1 * h1 + v2 * h2)",
        slip(f"{HIDDEN}{SQUASH}", ("b1, w21, w22, b2", "w21, w22, b1, b2")),
        f"{HIDDEN}return h1, h2, sigmoid(v2 * h1 + v1 * h2 + c)",
    ],
    "squared_error": [
        "return (y - out) * (y + out)",
        "return abs(out - y) ** 0.5",
        "return (out - y) * out",
        "return out - y * out - y",
        "return (out - y) ** 2 if y else out",
    ],
    "mean_squared_error": [
        "total = 0\nfor i in range(1, len(outs)):\n    total += (outs[i] - ys[i]) ** 2\nreturn total / len(outs)",
        "total = 0\nfor i in range(len(outs) - 1):\n    total += (outs[i] - ys[i]) ** 2\nreturn total / len(outs)",
        "return sum((o - y) ** 2 for o, y in zip(outs, ys)) / (len(outs) + len(ys))",
        "return sum((o - y) ** 2 for o, y in zip(outs, ys)) // len(outs)",
        "return (sum(outs) / len(outs) - sum(ys) / len(ys)) ** 2",
        "return sum(o - y ** 2 for o, y in zip(outs, ys)) / len(outs)",
    ],
    "cross_entropy": [
        "return -math.log(abs(y - out))",
        "return -(y * math.log(out) + 1 - y * math.log(1 - out))",
        "return math.log(out) if y == 1 else math.log(1 - out)",
        "return -(y * math.exp(out) + (1 - y) * math.exp(1 - out))",
        "return -(out * math.log(y) + (1 - out) * math.log(1 - y))",
        "return -(y * math.log(out) + (1 - y) * math.log(out))",
    ],
    "sigmoid_derivative": [
        "return a * (1 + a)",
        "return a * (a - 1)",
        "return 1 - a",
        "return a * 1 - a",
        "return math.exp(-a) / (1 + math.exp(-a)) ** 2",
        "return (1 - a) ** 2",
        "return 2 * a * (1 - a)",
        "return a - 2 * a",
    ],
    "output_delta": [
        "return (out - y) ** 2 * out * (1 - out)",
        "return 2 * (out - y) * (1 - out)",
        "return 2 * (out - y) * out * (1 - y)",
        "return 2 * out - y * out * (1 - out)",
        "return 2 * (out - y) + out * (1 - out)",
        "return 2 * (out - y) * y * (1 - y)",
        "return 2 * (out - y)",
    ],
    "hidden_delta": [
        "return d_out * v",
        "return d_out + v * h * (1 - h)",
        "return v * h * (1 - h)",
        "return d_out * v * v * (1 - v)",
        "return d_out * v * h - 1 * h",
        "return d_out / v * h * (1 - h)",
        "return 2 * d_out * v * h * (1 - h)",
        "return d_out * v * (1 - h)",
    ],
    "gradients": [
        slip(BACK, ("d_out * v2 *", "d_out * v1 *")),
        slip(BACK, ("d_out * v1 * h1 * (1 - h1)", "d_out * v1")),
        slip(BACK, ("d_out * h1, d_out * h2", "d_out * x1, d_out * x2")),
        slip(BACK, ("d_h1, d_h2 * x1, d_h2 * x2, d_h2", "d_h2 * x1, d_h2 * x2, d_h1, d_h2")),
        slip(BACK, (" * out * (1 - out)", "")),
        slip(BACK, ("h1 * (1 - h1)", "h2 * (1 - h2)")),
        slip(BACK, ("d_out * h1, d_out * h2", "d_h1 * h1, d_h2 * h2")),
        slip(BACK, ("d_out * h2, d_out", "d_out * h2, d_out * c")),
        slip(BACK, ("d_h1 * x2, d_h1,", "d_h1 * x2, d_h1 * b1,")),
        slip(BACK, ("2 * (out - y)", "2 * (y - out)")),
        slip(BACK, ("d_out * v1", "d_out * w11")),
    ],
    "numerical_gradient": [
        "down = list(params)\ndown[i] -= eps\nreturn (loss(params) - loss(down)) / eps",
        "return (loss([p + eps for p in params]) - loss([p - eps for p in params])) / (2 * eps)",
        f"{NUDGE}(loss(up) - loss(down)) / 2 * eps",
        f"{NUDGE}(loss(down) - loss(up)) / (2 * eps)",
        f"{NUDGE}(loss(up) - loss(down)) / 2",
        f"{NUDGE}loss(up) - loss(down)",
        slip(f"{NUDGE}(loss(up) - loss(down)) / (2 * eps)", ("+= eps", "*= 1 + eps"), ("-= eps", "*= 1 - eps")),
        f"{NUDGE}(loss(up) + loss(down)) / (2 * eps)",
    ],
    "update": [
        "return [p - lr * g ** 2 for p, g in zip(params, grads)]",
        "return [p - lr / g for p, g in zip(params, grads)]",
        "return (p - lr * g for p, g in zip(params, grads))",
        "return [p - lr * g for p in params for g in grads]",
        "return [p - lr + g for p, g in zip(params, grads)]",
        "return [p - lr * p for p, g in zip(params, grads)]",
    ],
    "train": [
        slip(TRAIN, (", lr)", ", lr * epoch)")),
        slip(TRAIN, ("total / len(data)", "total")),
        slip(TRAIN, ("return params, losses", "return losses, params")),
        slip(TRAIN, ("return params, losses", "return losses")),
        slip(TRAIN, ("range(epochs)", "range(1, epochs)")),
        slip(TRAIN, ("lr)\nreturn", "lr)\n    return")),
        slip(TRAIN, ("[2], y)", "[2], y) / 2")),
        slip(TRAIN, ("gradients(x1, x2, y, params)", "gradients(x2, x1, y, params)")),
    ],
    "forward_batch": [
        slip(FORWARD_BATCH, ("X @ W1 + b1", "X @ W1")),
        slip(FORWARD_BATCH, ("return A1, A2", "return A2")),
        slip(FORWARD_BATCH, ("return A1, A2", "return A2, A1")),
        slip(FORWARD_BATCH, ("X @ W1", "X * W1")),
        slip(FORWARD_BATCH, ("sigmoid(A1 @ W2 + b2)", "A1 @ W2 + b2")),
        slip(FORWARD_BATCH, ("sigmoid(X @ W1 + b1)", "X @ W1 + b1")),
        slip(FORWARD_BATCH, ("A1 @ W2", "X @ W2")),
        slip(FORWARD_BATCH, ("X @ W1", "X @ W1.T")),
        slip(FORWARD_BATCH, ("X @ W1", "W1 @ X")),
        slip(FORWARD_BATCH, ("+ b2", "+ b1")),
        slip(FORWARD_BATCH, ("X @ W1 + b1", "X @ (W1 + b1)")),
        slip(FORWARD_BATCH, ("return A1, A2", "return A1, A2 > 0.5")),
        slip(FORWARD_BATCH, ("return A1, A2", "return A1, A2[:, 0]")),
        "A1 = np.array([sigmoid(x @ W1 + b1) for x in X])\nreturn A1, np.array([sigmoid(a @ W2 + b2) for a in A1])",
        "for x in X:\n    A1 = sigmoid(x @ W1 + b1)\n    A2 = sigmoid(A1 @ W2 + b2)\nreturn A1, A2",
    ],
    "backward_batch": [
        slip(BACKWARD_BATCH, (" / len(X)", "")),
        slip(BACKWARD_BATCH, ("(A2 - Y)", "(Y - A2)")),
        slip(BACKWARD_BATCH, ("2 * (A2", "(A2")),
        slip(BACKWARD_BATCH, (" * A2 * (1 - A2)", "")),
        slip(BACKWARD_BATCH, (" * A1 * (1 - A1)", "")),
        slip(BACKWARD_BATCH, ("D1 = D2 @ W2.T", "D1 = 2 * (A2 - Y) / len(X) @ W2.T")),
        slip(
            BACKWARD_BATCH, ("D1.sum(axis=0, keepdims=True)", "D1.sum()"), ("D2.sum(axis=0, keepdims=True)", "D2.sum()")
        ),
        slip(BACKWARD_BATCH, ("D1.sum(axis=0", "D1.sum(axis=1"), ("D2.sum(axis=0", "D2.sum(axis=1")),
        slip(
            BACKWARD_BATCH,
            ("D1.sum(axis=0, keepdims=True)", "D1.sum(axis=0)"),
            ("D2.sum(axis=0, keepdims=True)", "D2.sum(axis=0)"),
        ),
        slip(BACKWARD_BATCH, ("D1.sum", "D1.mean"), ("D2.sum", "D2.mean")),
        slip(BACKWARD_BATCH, ("return dW1, db1, dW2, db2", "return dW2, db2, dW1, db1")),
        slip(BACKWARD_BATCH, ("X.T @ D1", "D1.T @ X")),
        slip(BACKWARD_BATCH, ("A1 * (1 - A1)", "A1 * 1 - A1")),
        slip(BACKWARD_BATCH, ("D1 = D2 @ W2.T * A1 * (1 - A1)", "A1 *= 1 - A1\nD1 = D2 @ W2.T * A1")),
        slip(BACKWARD_BATCH, ("A1.T @ D2", "A2.T @ D2")),
    ],
    "relu": [
        "return np.max(Z, 0)",
        "return max(0, Z)",
        "return np.abs(Z)",
        "return np.minimum(0, Z)",
        "return Z[Z > 0]",
        "Z[Z < 0] = 0\nreturn Z",
        "return np.where(Z > 0, 1, 0)",
        "return np.clip(Z, 0, 1)",
        "return np.where(Z > 0, Z, 0.01 * Z)",
        "return np.where(Z >= 1, Z, 0)",
        "return np.array([max(0, z) for z in Z.flatten()])",
        "return Z if Z.all() > 0 else 0",
        "np.where(Z > 0, Z, 0)",
        "return np.log(1 + np.exp(Z))",
    ],
    "relu_derivative": [
        "return relu(Z)",
        "return np.where(Z >= 0, 1, 0)",
        "return np.sign(Z)",
        "return np.where(Z < 0, 1, 0)",
        "return Z * (1 - Z)",
        "return 1 if Z > 0 else 0",
        "return np.ones_like(Z)",
        "return relu(Z) * (1 - relu(Z))",
        "return np.where(Z > 1, 1, 0)",
        "return relu(Z) / Z",
        "return np.gradient(relu(Z))",
        "return (relu(Z + 1e-5) - relu(Z - 1e-5)) / 2e-5",
        "return np.where(Z > 0, 1, 0.01)",
        "Z[Z > 0] = 1\nZ[Z <= 0] = 0\nreturn Z",
        "return np.array([1 if z > 0 else 0 for z in Z.flatten()])",
    ],
    "xavier_init": [
        "return rng.normal(0, 1 / n_in, (n_in, n_out))",
        "return rng.normal(0, np.sqrt(1 / n_out), (n_in, n_out))",
        "return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))",
        "return rng.normal(0, np.sqrt(1 / n_in), (n_out, n_in))",
        "return np.random.normal(0, np.sqrt(1 / n_in), (n_in, n_out))",
        "rng = np.random.default_rng(0)\nreturn rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))",
        "return rng.uniform(-np.sqrt(1 / n_in), np.sqrt(1 / n_in), (n_in, n_out))",
        "return rng.uniform(-np.sqrt(3 / n_in), np.sqrt(3 / n_in), (n_in, n_out))",
        "return rng.normal(0, 1, (n_in, n_out))",
        "return rng.normal(0, np.sqrt(n_in), (n_in, n_out))",
        "return rng.normal(0, np.sqrt(1 / n_in), n_in * n_out)",
        "return rng.normal(0, np.sqrt(1 / n_in), n_in, n_out)",
        "return rng.normal(np.sqrt(1 / n_in), size=(n_in, n_out))",
        "return np.full((n_in, n_out), rng.normal(0, np.sqrt(1 / n_in)))",
        "return rng.normal(0, (1 // n_in) ** 0.5, (n_in, n_out))",
    ],
    "he_init": [
        "return rng.normal(0, 2 / n_in, (n_in, n_out))",
        "return xavier_init(rng, n_in, n_out)",
        "return 2 * xavier_init(rng, n_in, n_out)",
        "return xavier_init(rng, n_in, n_out) / 2",
        "return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))",
        "return np.maximum(0, rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)))",
        "return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))",
        "return xavier_init(rng, 2 * n_in, n_out)",
        "return xavier_init(rng, n_in // 2, n_out)",
        "return rng.normal(0, np.sqrt(2 / n_in * n_out), (n_in, n_out))",
        "return rng.uniform(-np.sqrt(2 / n_in), np.sqrt(2 / n_in), (n_in, n_out))",
        "return xavier_init(rng, n_in, n_out) * np.sqrt(2 / n_in)",
        "W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))\nW[rng.random(W.shape) < 0.5] = 0\nreturn W",
        "return rng.normal(0, np.sqrt(2 / (n_in * n_out)), (n_in, n_out))",
    ],
    "converged": [
        "return losses[0] <= threshold",
        "return min(losses) <= threshold",
        "return losses[-1] < threshold and math.isfinite(losses[-1])",
        "return all(loss <= threshold for loss in losses)",
        "return math.isfinite(losses[-1]) and losses[-1] <= 0.001",
        "return math.isnan(losses[-1]) or losses[-1] <= threshold",
        "return abs(losses[-1] - losses[-2]) <= threshold",
        "return round(losses[-1], 3) <= threshold",
        "return math.isfinite(losses[-1])",
        "return sum(losses) / len(losses) <= threshold",
        "return math.isfinite(losses[len(losses)]) and losses[len(losses)] <= threshold",
        "return losses[-1] < losses[0]",
        "return all(math.isfinite(loss) for loss in losses) and losses[-1] <= threshold",
        "last = losses.pop()\nreturn math.isfinite(last) and last <= threshold",
    ],
    "train_with_retries": [
        slip(RETRIES, ("range(1, attempts + 1)", "range(attempts)")),
        slip(RETRIES, ("range(1, attempts + 1)", "range(1, attempts)")),
        slip(RETRIES, ("    start = draw()\n", ""), ("for attempt", "start = draw()\nfor attempt")),
        slip(RETRIES, ("return states[-1].params", "return start")),
        slip(RETRIES, ("for state in states]", "for state in states[1:]]")),
        slip(RETRIES, ("raise ValueError('bad luck')", "return None")),
        slip(RETRIES, ("raise ValueError('bad luck')", "return states[-1].params, losses, attempts")),
        slip(RETRIES, ("(2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)", "[2] * 9")),
        slip(RETRIES, ("(2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)", "(2, 2, 2, 2, 2, 2, 0.5, 0.5, 0.5)")),
        slip(RETRIES, ("rng.uniform(-r, r)", "rng.uniform(0, r)")),
        slip(RETRIES, ("rng.uniform", "np.random.uniform")),
        slip(RETRIES, ("losses, attempt\nraise", "losses, attempt\n    raise")),
        slip(RETRIES, ("states[-1].params, losses, attempt", "losses, states[-1].params, attempt")),
        slip(RETRIES, ("return [", "rng = np.random.default_rng(0)\n    return [")),
        slip(RETRIES, ("lr, epochs)", "lr, epochs - 1)")),
        slip(RETRIES, ("if converged", "if not converged")),
    ],
}

# Common mistakes: (exercise, answer, feedback).
CLASSIC = [
    (
        "sigmoid",
        "return 1 / (1 + math.exp(z))",
        "Your result falls when z grows: this is σ(−z). Change the sign of z in the exponent.",
    ),
    ("sigmoid", "return 1 / (1 - math.exp(-z))", "The sign in the denominator is wrong. Write 1 + e⁻ᶻ, not 1 − e⁻ᶻ."),
    (
        "sigmoid_derivative",
        "s = sigmoid(a)\nreturn s * (1 - s)",
        "You apply σ again. `a` is already σ(z): return a·(1 − a).",
    ),
    (
        "neuron",
        "return sigmoid(w1 * x1 + w2 * x2)",
        "The bias is missing. Add b to the sum before you apply σ.",
    ),
    (
        "neuron",
        "return sigmoid((w1 * x1 + w2 * x2) * b)",
        "You multiply the sum by the bias. Add the bias instead: w1·x1 + w2·x2 + b.",
    ),
    (
        "neuron",
        "return sigmoid(w1 + x1 + w2 + x2 + b)",
        "You add the weights to the inputs. Multiply them: w1·x1 and w2·x2.",
    ),
    ("neuron", "return w1 * x1 + w2 * x2 + b", "The weighted sum is right, but σ is missing. Return σ of the sum."),
    (
        "forward",
        slip(HIDDEN + SQUASH, ("w12 * x2", "w21 * x2"), ("w21 * x1", "w12 * x1")),
        "w12 and w21 are swapped. w12 is the weight from input 2 to hidden neuron 1.",
    ),
    (
        "forward",
        f"{HIDDEN}return h1, h2, v1 * h1 + v2 * h2 + c",
        "h1 and h2 are right. In the output neuron, σ is missing: apply σ to the sum.",
    ),
    (
        "forward",
        slip(HIDDEN + SQUASH, (" + b1)", " + b0)"), (" + b2)", " + b1)"), (" + b0)", " + b2)")),
        "b1 and b2 are swapped. Add b1 for h1, and b2 for h2.",
    ),
    (
        "forward",
        f"{HIDDEN}return h1, h2, sigmoid(v1 * h1 + v2 * h2)",
        "The bias of the output neuron is missing. Add c.",
    ),
    (
        "squared_error",
        "return (out - y) ** 2 / 2",
        "Your result is half of the right result. Remove the factor ½: this loss has no ½.",
    ),
    ("squared_error", "return out - y", "The square is missing. Return (out − y)²."),
    (
        "mean_squared_error",
        "return sum((o - y) ** 2 for o, y in zip(outs, ys))",
        "This is the sum. For the mean, divide it by `len(outs)`.",
    ),
    (
        "mean_squared_error",
        "return (sum(o - y for o, y in zip(outs, ys)) / len(outs)) ** 2",
        "You take the mean first and then square, so errors cancel. Square each error, then take the mean.",
    ),
    (
        "cross_entropy",
        "return y * math.log(out) + (1 - y) * math.log(1 - out)",
        "The result has the wrong sign. A loss is 0 or more: write a minus in front.",
    ),
    (
        "output_delta",
        "return out - y",
        "This is the delta for cross-entropy. For the squared error, multiply by 2 and by out·(1 − out).",
    ),
    (
        "output_delta",
        "return (out - y) * out * (1 - out)",
        "Your result is half of the right result. The factor 2 from the square is missing.",
    ),
    (
        "output_delta",
        "return 2 * (y - out) * out * (1 - out)",
        "The sign is flipped. Use out − y, not y − out.",
    ),
    ("hidden_delta", "return d_out * v * h", "The factor 1 − h is missing. The derivative of σ is h(1 − h)."),
    ("hidden_delta", "return d_out * h * (1 - h)", "The weight v is missing. Multiply by v."),
    (
        "gradients",
        slip(BACK, ("d_h1 =", "v1, v2 = v1 - d_out * h1, v2 - d_out * h2\nd_h1 =")),
        "You use v1 and v2 after their update. Use the old values for the hidden deltas.",
    ),
    (
        "gradients",
        slip(BACK, ("v1 * h1 *", "v0 * h1 *"), ("v2 * h2 *", "v1 * h2 *"), ("v0 *", "v2 *")),
        "v1 and v2 are swapped in the hidden deltas. Use v1 for h1 and v2 for h2.",
    ),
    (
        "gradients",
        slip(BACK, ("v1 * h1 *", "(v1 + v2) * h1 *"), ("v2 * h2 *", "(v1 + v2) * h2 *")),
        "You use v1 + v2 in the hidden deltas. Use only v1 for h1, and only v2 for h2.",
    ),
    (
        "gradients",
        slip(BACK, ("d_h1 * x1, d_h1 * x2", "d_h1, d_h1"), ("d_h2 * x1, d_h2 * x2", "d_h2, d_h2")),
        "The inputs are missing. For w11, w12, w21 and w22, multiply the delta by x1 or x2.",
    ),
    (
        "gradients",
        slip(BACK, ("d_h1 * x2", "d_h1 * x1"), ("d_h2 * x2", "d_h2 * x1")),
        "You use x1 instead of x2. For w12 and w22, multiply by x2.",
    ),
    (
        "gradients",
        slip(BACK, ("x2, d_h1,", "x2, d_h1 * x1,"), ("x2, d_h2,", "x2, d_h2 * x2,")),
        "For b1 and b2 you multiply the delta by an input. The gradient of a bias is the delta itself.",
    ),
    (
        "gradients",
        slip(BACK, ("d_h1 = d_out", "d_h1 = (out - y)"), ("d_h2 = d_out", "d_h2 = (out - y)")),
        "You compute the hidden deltas from the error out − y. Compute the hidden deltas from δ_out.",
    ),
    (
        "numerical_gradient",
        "up = list(params)\nup[i] += eps\nreturn (loss(up) - loss(params)) / eps",
        "You only move the number up. Compute the loss at p + ε and at p − ε.",
    ),
    (
        "numerical_gradient",
        f"{NUDGE}(loss(up) - loss(down)) / eps",
        "This is twice the right result. The distance from p − ε to p + ε is 2ε: divide by 2ε.",
    ),
    (
        "numerical_gradient",
        f"eps = 0.1\n{NUDGE}(loss(up) - loss(down)) / (2 * eps)",
        "You always use ε = 0.1, which is too large. Use the argument `eps`.",
    ),
    (
        "numerical_gradient",
        "params[i] += eps\nup = loss(params)\nparams[i] -= 2 * eps\nreturn (up - loss(params)) / (2 * eps)",
        "You change `params`, so the next result is wrong. Change a copy: `list(params)`.",
    ),
    (
        "update",
        "return [p + lr * g for p, g in zip(params, grads)]",
        "You add the step, so the loss grows. Subtract the step: p − lr·g.",
    ),
    (
        "update",
        "return [p - g for p, g in zip(params, grads)]",
        "The learning rate is missing. Multiply the gradient by lr: p − lr·g.",
    ),
    (
        "update",
        "return [-lr * g for p, g in zip(params, grads)]",
        "You return only the step, −lr·g. Add the step to the old number: p − lr·g.",
    ),
    (
        "train",
        slip(
            TRAIN,
            ("total, grads = 0, [0] * 9", "total = 0"),
            (
                "    grads = [a + b for a, b in zip(grads, gradients(x1, x2, y, params))]",
                "    grads = gradients(x1, x2, y, params)\n        params = update(params, grads, lr)",
            ),
            ("    params = update(params, [g / len(data) for g in grads], lr)\n", ""),
        ),
        "You update between the rows, so the rows' losses use different numbers. "
        "Compute the loss of all rows first, then update once.",
    ),
    (
        "train",
        ROW_BY_ROW,
        "The update is inside the loop over the rows. Update once per epoch, after this loop.",
    ),
    (
        "train",
        slip(TRAIN, ("losses = []", "losses, grads = [], [0] * 9"), ("total, grads = 0, [0] * 9", "total = 0")),
        "You never set the gradients back to 0. Set them to 0 in each epoch.",
    ),
    (
        "train",
        slip(TRAIN, ("[g / len(data) for g in grads]", "grads")),
        "You use the sum of the gradients. Use the mean: divide by the number of rows.",
    ),
    (
        "train",
        slip(
            TRAIN,
            ("    losses.append(total / len(data))\n", ""),
            ("lr)\n", "lr)\n    losses.append(mean_loss(data, params))\n"),
        ),
        "The numbers are right. You store the loss after the update: store it before the update.",
    ),
    (
        "forward_batch",
        slip(FORWARD_BATCH, ("sigmoid(X @ W1 + b1)", "sigmoid(X @ W1) + b1")),
        "You add b1 after the sigmoid. Add b1 before the sigmoid, as you do with b2.",
    ),
    (
        "backward_batch",
        slip(BACKWARD_BATCH, ("A1 * (1 - A1)", "A2 * (1 - A2)")),
        "dW2 and db2 are right. In D1 you use A2(1 − A2). Use A1(1 − A1).",
    ),
    (
        "backward_batch",
        slip(BACKWARD_BATCH, ("A1 * (1 - A1)", "A1 * (1 - A1) / len(X)")),
        "dW2 and db2 are right. You divide dW1 and db1 by `len(X)` again: D2 is already divided.",
    ),
    (
        "xavier_init",
        "return rng.normal(0, (1 / n_in) ** 2, (n_in, n_out))",
        "You square 1 / n_in. Take the square root: the standard deviation is √(1 / n_in).",
    ),
    (
        "he_init",
        "return rng.normal(0, (2 / n_in) ** 2, (n_in, n_out))",
        "You square 2 / n_in. Take the square root: the standard deviation is √(2 / n_in).",
    ),
    (
        "he_init",
        "return rng.standard_normal((n_in, n_out)) * np.sqrt(1 / (2 * n_in))",
        "Your variance is 1 / (2·n_in). Move the 2 to the numerator: 2 / n_in.",
    ),
    (
        "he_init",
        "return rng.normal(0, np.sqrt(2 * n_in), (n_in, n_out))",
        "Your variance grows with n_in. Divide 2 by n_in, do not multiply.",
    ),
    (
        "converged",
        "return losses[-1] <= threshold and math.isfinite(losses)",
        "In your second check you pass a list to `math.isfinite`, but it needs one number. Use `losses[-1]`.",
    ),
    (
        "train_with_retries",
        slip(RETRIES, ("raise ValueError('bad luck')", "raise")),
        'The error for this call needs a message: `raise RuntimeError("…")`.',
    ),
    (
        "converged",
        "return math.isfinite(losses[-1]) and losses[-1] >= threshold",
        "Your `>=` is reversed. The loss must be finite and `<=` the threshold.",
    ),
    (
        "converged",
        "return math.isfinite(losses) and losses[-1] <= threshold",
        "`math.isfinite` needs one number, but you pass a list. Use `losses[-1]`.",
    ),
    (
        "train_with_retries",
        slip(RETRIES, ("    if converged(losses):\n        return", "return"), ("raise ValueError('bad luck')", "")),
        "You always return the last attempt. Return the first success. If all attempts fail, raise an error.",
    ),
]
