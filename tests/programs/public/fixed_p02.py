import numpy as np

rng = np.random.default_rng(0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([[0], [1], [1], [0]], float)
W1, W2 = (rng.normal(0, 1, (2, 2)), rng.normal(0, 1, (2, 1)))
b1, b2 = (np.zeros((1, 2)), np.zeros((1, 1)))
sigmoid = lambda z: 1 / (1 + np.exp(-z))
for epoch in range(20001):
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    d2 = (A2 - Y) * A2 * (1 - A2)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    W2 -= 1.0 * A1.T @ d2
    W1 -= 1.0 * X.T @ d1
    b2 -= 1.0 * d2.sum(0, keepdims=True)
    b1 -= 1.0 * d1.sum(0, keepdims=True)
print("outputs", A2.ravel().round(3), "mse", round(float(((A2 - Y) ** 2).mean()), 4), "hidden at (0,0)", A1[0].round(3))
