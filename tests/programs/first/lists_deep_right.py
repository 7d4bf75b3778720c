import numpy as np

sizes = [2, 4, 3, 1]
r = np.random.RandomState(6)
biases = [r.randn(y, 1) for y in sizes[1:]]
weights = [r.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def backprop(x, y):
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    activation, activations, zs = x, [x], []
    for b, w in zip(biases, weights):
        z = np.dot(w, activation) + b
        zs.append(z)
        activation = sigmoid(z)
        activations.append(activation)
    delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
    nabla_b[-1] = delta
    nabla_w[-1] = np.dot(delta, activations[-2].T)
    for l in range(2, len(sizes)):
        delta = np.dot(weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
        nabla_b[-l] = delta
        nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
    return nabla_b, nabla_w


batch = [(np.array([[a], [b]]), a ^ b) for a in (0, 1) for b in (0, 1)]
for epoch in range(3000):
    nb = [np.zeros(b.shape) for b in biases]
    nw = [np.zeros(w.shape) for w in weights]
    for x, y in batch:
        db, dw = backprop(x, y)
        nb = [a + b for a, b in zip(nb, db)]
        nw = [a + b for a, b in zip(nw, dw)]
    weights = [w - (8 / len(batch)) * n for w, n in zip(weights, nw)]
    biases = [b - (8 / len(batch)) * n for b, n in zip(biases, nb)]
for x, y in batch:
    a = x
    for b, w in zip(biases, weights):
        a = sigmoid(w @ a + b)
    print(x.ravel(), y, a.item())
