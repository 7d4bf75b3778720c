"""Wrong answers for lessons 7 to 9, rewritten from public questions: (exercise, function, pattern, address).

The pattern is a regular expression. The diagnosis must match it.
"""

import numpy as np

from shared.nn.mlp import sigmoid as S

PUBLIC = []


def case(name, pattern, address):
    def put(f):
        f.__name__ = name
        PUBLIC.append((name, f, pattern, address))
        return f

    return put


@case(
    "forward_batch",
    "Z1, the sums, instead of A1",
    "https://community.deeplearning.ai/t/getting-errors-in-backpropagation-when-creating-from-scratch/488307",
)
def answer_1(X, W1, b1, W2, b2):
    Z1 = np.dot(X, W1) + b1
    A1 = S(Z1)
    Z2 = np.dot(Z1, W2) + b2
    return (A1, S(Z2))


@case(
    "categorical_cross_entropy",
    "you leave out this row",
    "https://forum.devtalk.com/t/programming-machine-learning-a-tip-and-a-gotcha/89716",
)
def answer_2(P, Y):
    return float(-np.sum(Y * np.ma.log(P)) / Y.shape[0])


@case(
    "categorical_cross_entropy",
    "you leave out this row",
    "https://community.deeplearning.ai/t/cost-function-problem/108146",
)
def answer_3(P, Y):
    terms = Y * np.log(P)
    terms[~np.isfinite(terms)] = 0.0
    return -terms.sum() / len(P)


@case(
    "backward_batch",
    "you add up dW",
    "https://github.com/rust0258/Deeplearning.ai-Natural-Language-Processing-Specialization/issues/62",
)
def answer_4(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    dW1, dW2 = (X.T @ d1, A1.T @ d2)
    return (dW1, dW1.sum(axis=0, keepdims=True), dW2, dW2.sum(axis=0, keepdims=True))


@case("backward_batch", "with `\\*`", "https://community.deeplearning.ai/t/graded-function-backward-propagation/110003")
def answer_5(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = np.dot(np.dot(d2, W2.T), A1 * (1 - A1))
    return (X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True))


@case(
    "backward_batch",
    "combines only two arrays",
    "https://forum.freecodecamp.org/t/python-broadcast-error-even-with-identical-shapes/453085",
)
def answer_6(X, Y, A1, A2, W2):
    d2 = np.multiply(2 * (A2 - Y) / len(X), A2, 1 - A2)
    d1 = np.multiply(d2 @ W2.T, A1, 1 - A1)
    return (X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True))


@case(
    "backward_batch",
    "In dW2, there is an extra factor 2",
    "https://github.com/bighuang624/Andrew-Ng-Deep-Learning-notes/issues/10",
)
def answer_7(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return (X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2 * 2, d2.sum(axis=0, keepdims=True))


@case("xavier_init", "limit for uniform draws", "https://github.com/tflearn/tflearn/issues/870")
def answer_8(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(3.0 / (n_in + n_out)), (n_in, n_out))


@case("he_init", "cuts 2 / n_in to 0", "https://github.com/ShahariarRabby/deeplearning.ai/issues/9")
def answer_9(rng, n_in, n_out):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 // n_in)


@case("momentum_update", "lr·\\(1 − β\\)·velocity", "https://github.com/mdenil/dropout/issues/4")
def answer_10(w, velocity, grad, lr, beta):
    new = beta * velocity + (1.0 - beta) * grad
    return (w - (1.0 - beta) * lr * velocity, new)


@case("momentum_update", "Nesterov", "https://github.com/fchollet/deep-learning-with-python-notebooks/issues/289")
def answer_11(w, velocity, grad, lr, beta):
    velocity = velocity * beta - lr * grad
    return (w + beta * velocity - lr * grad, velocity)


@case("momentum_update", "lr·β·velocity", "https://github.com/dfdx/Boltzmann.jl/issues/14")
def answer_12(w, velocity, grad, lr, beta):
    velocity = lr * (beta * velocity + (1 - beta) * grad)
    return (w - velocity, velocity)


@case(
    "softmax", "close the bracket earlier", "stackoverflow 'Softmax regression in python' (copy in Nemotron-CC-Math-v1)"
)
def answer_13(Z):
    return np.exp(Z / np.sum(np.exp(Z), axis=1, keepdims=True))


@case("softmax", "subtract the largest number of each row", "https://github.com/open-edge-platform/geti/pull/1507")
def answer_14(Z):
    rows = []
    for row in Z:
        e = np.exp(row)
        inf = np.isinf(e)
        if inf.any():
            e[inf] = 1.0 / inf.sum()
            e[~inf] = 0
        else:
            e = e / (e.sum() + 1e-09)
        rows.append(e)
    return np.array(rows)


@case("softmax", "the ratios are wrong", "https://github.com/escontra/Numpy-CNN/issues/3")
def answer_15(Z):
    Z = (Z - Z.mean(axis=1, keepdims=True)) / (Z.std(axis=1, keepdims=True) + 1e-12)
    e = np.exp(Z)
    return e / e.sum(axis=1, keepdims=True)


@case(
    "forward_batch",
    "write `X @ W1`",
    "https://community.deeplearning.ai/t/week-3-exercise-6-backward-propagation/71024",
)
def forward_batch(X, W1, b1, W2, b2):
    A1 = S(np.dot(W1, X) + b1)
    A2 = S(np.dot(W2, A1) + b2)
    return (A1, A2)


@case(
    "backward_batch",
    "1 − Z²",
    "https://community.deeplearning.ai/t/c1w3a1-backward-propagation-valueerror-operands-could-not-be-broadcast-together-with-shapes-7-9-9-7/31965",
)
def answer_17(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    Z1 = np.log(A1 / (1 - A1))
    d1 = np.multiply(1 - np.power(Z1, 2), np.dot(d2, W2.T))
    return (np.dot(X.T, d1), d1.sum(axis=0, keepdims=True), np.dot(A1.T, d2), d2.sum(axis=0, keepdims=True))


@case("backward_batch", "brackets around A2 − Y", "variant: precedence slip")
def answer_18(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y * A2 * (1 - A2)) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return (X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True))
