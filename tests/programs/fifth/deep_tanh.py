import numpy as np

np.random.seed(7)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]).T      # shape (2, 4)
Y = np.array([[0, 1, 1, 0]])                          # shape (1, 4)
m = X.shape[1]

def init_layer(n_out, n_in):
    return np.random.randn(n_out, n_in) * 0.0001, np.zeros((n_out, 1))

W1, b1 = init_layer(4, 2)
W2, b2 = init_layer(4, 4)
W3, b3 = init_layer(1, 4)

sigmoid = lambda z: 1 / (1 + np.exp(-z))

for i in range(6000):
    A1 = np.tanh(W1 @ X + b1)
    A2 = np.tanh(W2 @ A1 + b2)
    A3 = sigmoid(W3 @ A2 + b3)

    J = -np.mean(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))
    if i % 1000 == 0:
        print("cost", i, J)

    dZ3 = (A3 - Y) / m
    dZ2 = W3.T @ dZ3 * (1 - A2 ** 2)
    dZ1 = W2.T @ dZ2 * (1 - A1 ** 2)

    W3 -= 0.5 * dZ3 @ A2.T
    b3 -= 0.5 * dZ3.sum(axis=1, keepdims=True)
    W2 -= 0.5 * dZ2 @ A1.T
    b2 -= 0.5 * dZ2.sum(axis=1, keepdims=True)
    W1 -= 0.5 * dZ1 @ X.T
    b1 -= 0.5 * dZ1.sum(axis=1, keepdims=True)

print(A3)
