import numpy as np

rng = np.random.default_rng(0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([[0], [1], [1], [0]], float)
W, b = (rng.normal(0, 1, (2, 1)), np.zeros(1))


def predict(X):
    return 1 / (1 + np.exp(-(X @ W + b)))


for epoch in range(3000):
    out = predict(X)
    delta = (out - Y) * out * (1 - out)
    W = W - 1.0 * X.T @ delta
    b = b - 1.0 * delta.sum(axis=0, keepdims=True)
print("shape of b", b.shape)
print("training rows   ", predict(X).ravel().round(2), "targets", Y.ravel())
print("same rows turned", predict(X[[1, 0, 3, 2]]).ravel().round(2), "targets", Y[[1, 0, 3, 2]].ravel())
print("one row (1, 0)  ", predict(X[2:3]).ravel().round(2))
