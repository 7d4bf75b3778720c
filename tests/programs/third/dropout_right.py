import numpy as np

np.random.seed(2)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
y = np.array([[0], [1], [1], [0]], float)
W1, b1 = np.random.randn(2, 16), np.zeros((1, 16))
W2, b2 = np.random.randn(16, 1), np.zeros((1, 1))
keep = 0.8
for i in range(5000):
    h = np.tanh(X @ W1 + b1)
    mask = (np.random.rand(*h.shape) < keep) / keep
    hd = h * mask
    o = 1 / (1 + np.exp(-(hd @ W2 + b2)))
    d2 = (o - y) / 4
    d1 = d2 @ W2.T * mask * (1 - h**2)
    W2 -= 0.3 * hd.T @ d2
    b2 -= 0.3 * d2.sum(0, keepdims=True)
    W1 -= 0.3 * X.T @ d1
    b1 -= 0.3 * d1.sum(0, keepdims=True)
h = np.tanh(X @ W1 + b1)
print((1 / (1 + np.exp(-(h @ W2 + b2)))).round(2).ravel())
