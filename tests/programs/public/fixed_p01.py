import numpy as np

rng = np.random.default_rng((SEED := 4))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def prime(a):
    return a * (1 - a)


X = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], float)
y = np.array([0, 1, 1, 0], float)
W = rng.uniform(-1, 1, (3, 2))
V = rng.uniform(-1, 1, 3)
lr = 0.2


def run(row):
    h = sigmoid(row @ W)
    hb = np.array([1, *h])
    return (h, hb, sigmoid(hb @ V))


for step in range(40000):
    k = rng.integers(4)
    h, hb, out = run(X[k])
    d = (y[k] - out) * prime(out)
    dh = d * V[1:] * prime(h)
    V += lr * d * hb
    W += lr * np.outer(X[k], dh)
outs = np.array([run(row)[2] for row in X])
print("outputs", outs.round(3), "mse", round(float(((outs - y) ** 2).mean()), 4))
