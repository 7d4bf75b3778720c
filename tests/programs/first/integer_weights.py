import numpy as np

W1 = np.array([[2, -1], [-1, 2]])
b1 = np.array([0, 0])
W2 = np.array([1, 1])
b2 = np.array([0])
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([0, 1, 1, 0])


def s(z):
    return 1 / (1 + np.exp(-z))


for t in range(2000):
    for x, y in zip(X, Y):
        h = s(W1 @ x + b1)
        o = s(W2 @ h + b2[0])
        d = (o - y) * o * (1 - o)
        e = d * W2 * h * (1 - h)
        for j in range(2):
            W2[j] = W2[j] - 0.5 * d * h[j]
            b1[j] = b1[j] - 0.5 * e[j]
            for i in range(2):
                W1[j, i] = W1[j, i] - 0.5 * e[j] * x[i]
        b2[0] = b2[0] - 0.5 * d
print(W1, b1, W2, b2)
