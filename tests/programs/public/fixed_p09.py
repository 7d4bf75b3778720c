import numpy as np

rng = np.random.default_rng(0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([[0], [1], [1], [0]], float)
W1, b1 = (rng.normal(0, 1, (2, 4)), np.zeros((1, 4)))
W2, b2 = (rng.normal(0, 1, (4, 1)), np.zeros((1, 1)))
lr = 0.1
for epoch in range(5001):
    Z1 = X @ W1 + b1
    A1 = np.maximum(0, Z1)
    out = A1 @ W2 + b2
    d2 = 2 * (out - Y) / 4
    d1 = d2 @ W2.T * (Z1 > 0)
    W2, b2 = (W2 - lr * A1.T @ d2, b2 - lr * d2.sum(0, keepdims=True))
    W1, b1 = (W1 - lr * X.T @ d1, b1 - lr * d1.sum(0, keepdims=True))
    if epoch in (0, 1, 5, 50, 5000):
        print(epoch, "mse", f"{((out - Y) ** 2).mean():.4g}", "dead neurons", int((Z1 <= 0).all(0).sum()), "of 4")
print("outputs", out.ravel().round(3))
