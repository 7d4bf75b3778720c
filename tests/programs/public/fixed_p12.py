import numpy as np

rng = np.random.default_rng(1)
X = np.array([[0, 1], [0, 1], [1, 0], [1, 0]], float)
Y = np.array([0, 0, 1, 1], float)
w0, w1 = (rng.uniform(-1, 1, (2, 2)), rng.uniform(-1, 1, (1, 2)))


def squash(x, slope=False):
    return x * (1 - x) if slope else 1 / (1 + np.exp(-x))


for i in range(6001):
    errors = []
    for x, y in zip(X, Y):
        column = x[:, None]
        hidden = squash(w0 @ column)
        out = squash(w1 @ hidden)
        error = y - out
        delta = error * squash(out, True)
        hidden_error = w1.T @ delta
        delta_hidden = hidden_error * squash(hidden, True)
        w1 = w1 + 0.1 * delta @ hidden.T
        w0 = w0 + 0.1 * delta_hidden @ column.T
        errors.append(abs(error.item()))
    if i % 2000 == 0:
        print(i, "errors", np.round(errors, 3))
