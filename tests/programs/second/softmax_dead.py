import numpy as np

rng = np.random.default_rng(8)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.eye(2)[[0, 1, 1, 0]]
W1, b1 = rng.normal(size=(2, 5)), np.zeros((1, 5))
W2, b2 = rng.normal(size=(5, 2)), np.zeros((1, 2))
for epoch in range(2000):
    A = np.maximum(0, X @ W1 + b1)
    Z = A @ W2 + b2
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dZ = (P - Y) / 4
    dA = (dZ @ W2.T) * (A > 0)
    W2 -= 0.5 * A.T @ dZ
    b2 -= 0.5 * dZ.sum(axis=0, keepdims=True)
    W1 -= 0.5 * X.T @ dA
    b1 -= 0.5 * dA.sum(axis=0, keepdims=True)
print(P.round(2))
