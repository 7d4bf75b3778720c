import numpy as np

rng = np.random.default_rng(0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([0, 1, 1, 0], float)
pass
W1, b1 = (rng.normal(0, 1, (2, 4)), np.zeros((1, 4)))
W2, b2 = (rng.normal(0, 1, (4, 1)), np.zeros((1, 1)))
for epoch in range(5001):
    A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    A2 = 1 / (1 + np.exp(-(A1 @ W2 + b2)))
    error = A2 - Y
    d2 = (error * A2 * (1 - A2)).sum(axis=1, keepdims=True)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    W2, b2 = (W2 - 0.5 * A1.T @ d2, b2 - 0.5 * d2.sum(0, keepdims=True))
    W1, b1 = (W1 - 0.5 * X.T @ d1, b1 - 0.5 * d1.sum(0, keepdims=True))
print("error has shape", error.shape, "loss", round(float((error**2).mean()), 4), "outputs", A2.ravel().round(3))
