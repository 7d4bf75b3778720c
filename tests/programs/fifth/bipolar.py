import numpy as np
from collections import namedtuple

Params = namedtuple("Params", "W1 b1 W2 b2")

def init(seed):
    g = np.random.default_rng(seed)
    return Params(g.normal(size=(2, 4)), g.normal(size=4), g.normal(size=(4, 1)), g.normal(size=1))

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def predict(p, X):
    h = sigmoid(X @ p.W1 + p.b1)
    return h, sigmoid(h @ p.W2 + p.b2)

def step(p, X, T, lr):
    h, y = predict(p, X)
    dy = (y - T) * y * (1 - y)
    dh = dy @ p.W2.T * h * (1 - h)
    return Params(p.W1 - lr * X.T @ dh,
                  p.b1 - lr * dh.sum(0),
                  p.W2 - lr * h.T @ dy,
                  p.b2 - lr * dy.sum(0))

X = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
T = np.array([[-1], [1], [1], [-1]])        # bipolar XOR

p = init(5)
for n in range(5001):
    p = step(p, X, T, 0.5)
    if n % 1000 == 0:
        _, y = predict(p, X)
        print(n, "loss =", float(((y - T) ** 2).mean()))

_, y = predict(p, X)
print("output  ", y.ravel().round(3))
print("expected", T.ravel())
