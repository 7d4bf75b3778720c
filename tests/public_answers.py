"""Wrong answers, rewritten from public questions. Each is (exercise, body of the function, pattern, address).

The pattern is a regular expression. The diagnosis must match it. A body can use `math`, `np`, `network` and the
functions of all other exercises.
"""

SO = "https://stackoverflow.com/questions/"
SE = "https://{}.stackexchange.com/questions/"
GITHUB = "https://github.com/"

ACTIVATIONS = """
w11, w12, b1, w21, w22, b2, v1, v2, c = params
h1, h2, out = network.forward(x1, x2, params)
"""
NINE = "return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d"

PUBLIC = [
    # Lesson 2
    (
        "step_neuron",
        "return np.sign(w1 * x1 + w2 * x2 + b)",
        r"sign of the sum, which is −1, 0 or 1",
        f"{SO}19149364/why-wont-perceptron-learning-algorithm-converge",
    ),
    (
        "rows_right",
        """
        good = 0
        for x1, x2, y in table:
            difference = step_neuron(x1, x2, w1, w2, b) - y
            if difference <= 0.1:
                good += 1
        return good
        """,
        r"`abs` missing",
        f"{SO}15963858/perceptron-single-layered",
    ),
    (
        "rows_right",
        """
        good = 0
        for x1, x2, y in table:
            if step_neuron(x1, x2, w1, w2, b) == y:
                good += 1
                return good
        """,
        r"`return` is inside the loop, so the loop ends too early",
        "variant: a return in the if",
    ),
    # Lesson 3
    (
        "forward",
        """
        w11, w12, b1, w21, w22, b2, v1, v2, c = params
        i1, i2 = network.sigmoid(x1), network.sigmoid(x2)
        h1 = network.neuron(i1, i2, w11, w12, b1)
        h2 = network.neuron(i1, i2, w21, w22, b2)
        return h1, h2, network.neuron(h1, h2, v1, v2, c)
        """,
        r"apply σ to the inputs",
        "Stack Overflow, 'Basic neural network problem in training'",
    ),
    # Lesson 5
    (
        "output_delta",
        "return 2 * (out - y) * (1 - math.tanh(out) ** 2)",
        r"derivative of tanh",
        "variant: copies of the bogotobogo network in public repositories",
    ),
    (
        "gradients",
        f"""{ACTIVATIONS}
e = 2 * (out - y)
d1 = e * out * (1 - out) * v1 * h1 * (1 - h1)
d2 = e * out * (1 - out) * v2 * h2 * (1 - h2)
d = e
{NINE}""",
        r"For v1, v2 and c, the derivative of σ, out\(1 − out\), is missing",
        f"{SO}59399842/xor-gate-with-backpropagation",
    ),
    (
        "gradients",
        f"""{ACTIVATIONS}
d = 2 * (out - y) * out * (1 - out)
d1, d2 = (out - y) * h1 * (1 - h1), (out - y) * h2 * (1 - h2)
{NINE}""",
        r"In the hidden deltas, .*weight v is missing",
        f"{SO}46395467",
    ),
    (
        "gradients",
        f"""{ACTIVATIONS}
g = 2 * (out - y)
d = g * out * (1 - out)
d1, d2 = g * v1 * h1 * (1 - h1), g * v2 * h2 * (1 - h2)
return d1 * w11, d1 * w12, d1, d2 * w21, d2 * w22, d2, d * v1, d * v2, d""",
        r"out\(1 − out\), is missing.*you multiply by the weight",
        f"{SE.format('stats')}464262/backpropagation-demo-gives-always-the-same-result-after-training",
    ),
    (
        "gradients",
        f"""{ACTIVATIONS}
e = 2 * (out - y)
d = e * out * (1 - out)
d1, d2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
g1, g2, g = d * v1 * b1 * (1 - b1), d * v2 * b2 * (1 - b2), e * c * (1 - c)
return d1 * x1, d1 * x2, g1, d2 * x1, d2 * x2, g2, d * h1, d * h2, g""",
        r"For the biases, you use b\(1 − b\) with the bias b",
        f"{SE.format('ai')}16675/calculation-of-neural-network-biases-in-backpropagation",
    ),
    (
        "gradients",
        f"""{ACTIVATIONS}
d = 2 * (out - y) * out * (1 - out)
v1, v2 = v1 - 0.1 * d * h1, v2 - 0.1 * d * h2
d1, d2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
{NINE}""",
        r"v1 and v2 after their update",
        f"{GITHUB}louisjc/mnist-neural-network/issues/1",
    ),
    (
        "gradients",
        f"""{ACTIVATIONS}
d = (y - out) * out * (1 - out)
d1, d2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
{NINE}""",
        r"some books use y − out and then add the step",
        "https://www.codeproject.com/Questions/1097336/MLP-XOR-backpropagation",
    ),
    (
        "numerical_gradient",
        """
        plus, minus = np.array(params, dtype=np.float32), np.array(params, dtype=np.float32)
        plus[i] += eps
        minus[i] -= eps
        return float((np.float32(loss(plus)) - np.float32(loss(minus))) / (2 * eps))
        """,
        r"`float32` keeps only seven digits",
        f"{SE.format('datascience')}72556/gradient-checking-meansquareerror-why-huge-epsilon-improves-discrepancy",
    ),
    # Lesson 6
    (
        "update",
        """
        moved = np.zeros(9, dtype=int)
        for k in range(9):
            moved[k] = params[k] - lr * grads[k]
        return moved
        """,
        r"decimals are cut off",
        "https://splunktool.com/in-python-calculate-the-softmax-of-an-array-columnwise-using-numpy",
    ),
    (
        "train",
        """
        for row in data:
            for _ in range(epochs):
                params = update(params, network.gradients(*row, params), lr)
        return params, [network.mean_loss(data, params)] * epochs
        """,
        r"two loops are swapped",
        f"{SO}37646589/updating-the-weights-in-a-2-layer-neural-network",
    ),
    (
        "train",
        """
        losses, n = [], len(data)
        for _ in range(epochs):
            losses.append(network.mean_loss(data, params))
            old = params
            last = [sum(g) / n for g in zip(*(network.gradients(*row, old)[6:] for row in data))]
            new = [*old[:6], *(p - lr * g for p, g in zip(old[6:], last))]
            rows = [(row, network.forward(*row[:2], old)) for row in data]
            hidden = [sum(g) / n for g in zip(*(network.backward(*row, *acts, new)[:6] for row, acts in rows))]
            params = [p - lr * g for p, g in zip(old, [*hidden, *last])]
        return params, losses
        """,
        r"You update v1 and v2 first",
        f"{GITHUB}joelgrus/data-science-from-scratch/issues/31",
    ),
    (
        "train",
        """
        losses = []
        for _ in range(epochs):
            losses.append(network.mean_loss(data, params))
            g = np.mean([network.gradients(*row, params) for row in data], axis=0)
            g[[2, 5, 8]] = 0
            params = [p - lr * slope for p, slope in zip(params, g)]
        return params, losses
        """,
        r"biases never change",
        "variant: biases that never learn",
    ),
    # Lesson 8
    (
        "train_with_retries",
        """
        for attempt in range(1, attempts + 1):
            states = list(network.train(data, rng.uniform(0, 1, 9), lr, epochs))
            losses = [state.loss for state in states]
            if converged(losses):
                return states[-1].params, losses, attempt
        raise RuntimeError("no attempt converged")
        """,
        r"weights are never below 0, only between 0 and 0\.99",
        f"{SE.format('ai')}6170/neural-network-returns-similar-output",
    ),
]

# Answers with right results, in the same form. Some do not follow the task, and some have a harmless habit.
RIGHT = [
    ("xor_by_hand", "return (x1 + x2) % 2", r"but you use no step neurons", "variant: XOR by arithmetic"),
    (
        "xor_by_hand",
        "return step_neuron(x1, x2, 1, 1, -0.5) - step_neuron(x1, x2, 1, 1, -1.5)",
        r"you use only two step neurons",
        "variant: XOR as a difference",
    ),
    (
        "cross_entropy",
        "return -(y * math.log(out + 1e-8) + (1 - y) * math.log(1 - out + 1e-8))",
        r"about 1e-08 inside the logarithm",
        "variant: a number that avoids log(0)",
    ),
]
