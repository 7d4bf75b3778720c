import numpy as np

np.random.seed(10)

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
n_hidden = 3

W1 = np.random.randn(2, n_hidden)
b1 = np.zeros(n_hidden)
w2 = np.random.randn(n_hidden)
b2 = 0.0


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for epoch in range(2500):
    a1 = sigmoid(np.dot(X, W1) + b1)
    a2 = sigmoid(np.dot(a1, w2) + b2)

    error = y - a2
    delta2 = error * a2 * (1 - a2)

    for j in range(n_hidden):
        delta1 = delta2 * w2[j] * a1[:, j] * (1 - a1[:, j])
        w2[j] += 6 * np.mean(delta2 * a1[:, j])
        W1[0, j] += 6 * np.mean(delta1 * X[:, 0])
        W1[1, j] += 6 * np.mean(delta1 * X[:, 1])
        b1[j] += 6 * np.mean(delta1)
    b2 += 6 * np.mean(delta2)

    if epoch % 500 == 0:
        print("loss:", np.mean(np.square(error)))

for i in range(4):
    print(X[i], y[i], a2[i])
