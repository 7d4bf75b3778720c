import numpy as np

rng = np.random.default_rng(1)
X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]], float).reshape(4, 2)
Y = np.array([[0], [1], [1], [0]], float)
A, a = rng.normal(size=(2, 5)), np.zeros(5)
B, b = rng.normal(size=(5, 1)), np.zeros(1)
for k in range(4000):
    H = np.tanh(X @ A + a)
    P = 1 / (1 + np.exp(-(H @ B + b)))
    D = P - Y
    E = D @ B.T * (1 - H**2)
    B -= 0.2 * H.T @ D
    b -= 0.2 * D.sum(0)
    A -= 0.2 * X.T @ E
    a -= 0.2 * E.sum(0)
print(P.ravel())
