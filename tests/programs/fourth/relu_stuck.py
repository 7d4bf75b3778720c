import numpy as np

np.random.seed(2)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([[0], [1], [1], [0]], dtype=float)

w_in = np.random.uniform(-0.8, 0.8, (2, 4))
b_in = np.full((1, 4), -2.0)
w_out = np.random.uniform(-0.8, 0.8, (4, 1))
b_out = np.zeros((1, 1))


def relu(z):
    return np.maximum(z, 0)


for epoch in range(4000):
    z = X @ w_in + b_in
    h = relu(z)
    pred = h @ w_out + b_out
    d_pred = 2 * (pred - Y) / len(X)
    d_h = (d_pred @ w_out.T) * (z > 0)
    w_out -= 0.1 * h.T @ d_pred
    b_out -= 0.1 * d_pred.sum(axis=0, keepdims=True)
    w_in -= 0.1 * X.T @ d_h
    b_in -= 0.1 * d_h.sum(axis=0, keepdims=True)
    if epoch % 1000 == 0:
        print("epoch", epoch, "loss", np.mean((pred - Y) ** 2))

for x, q in zip(X, pred):
    print(x, q[0])
