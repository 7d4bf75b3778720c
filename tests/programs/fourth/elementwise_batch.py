import numpy as np

rng = np.random.default_rng(1)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
y = np.array([0, 1, 1, 0], dtype=float)

hidden_w = rng.normal(size=(2, 4))
hidden_b = rng.normal(size=(1, 4))
output_w = rng.normal(size=(4, 1))
output_b = 0.0
lr = 0.5

sigmoid = lambda z: 1 / (1 + np.exp(-z))

losses = []
for epoch in range(8000):
    h = sigmoid(X @ hidden_w + hidden_b)
    out = sigmoid(h @ output_w + output_b)
    err = out - y
    losses.append(np.mean(err**2))

    d_out = err * out * (1 - out)
    d_hid = d_out * output_w.T * h * (1 - h)
    output_w -= lr * (d_out * h).sum(axis=0).reshape(4, 1)
    output_b -= lr * d_out.sum()
    hidden_w -= lr * X.T @ d_hid
    hidden_b -= lr * d_hid.sum(axis=0)

print("loss first / last:", losses[0], losses[-1])
for row, o in zip(X, out):
    print(row, o[0])
