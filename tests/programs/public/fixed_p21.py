import numpy as np

lr = 0.5
W, B = (np.array([[-0.1269, -0.845], [-0.9357, 0.8174]]), np.array([0.3965, -0.4981]))
V, c = (np.array([-0.5833, 0.5309]), 0.2909)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
T = np.array([0, 1, 1, 0], float)
rng = np.random.default_rng(0)


def sig(z):
    return 1 / (1 + np.exp(-z))


for step in range(50000):
    k = rng.integers(4)
    h = sig(W @ X[k] + B)
    out = sig(V @ h + c)
    d = (T[k] - out) * out * (1 - out)
    dh = d * V * h * (1 - h)
    V, c = (V + lr * d * h, c + lr * d)
    W, B = (W + lr * np.outer(dh, X[k]), B + lr * dh)
print("outputs", [round(float(sig(V @ sig(W @ x + B) + c)), 3) for x in X])
