import numpy as np

np.random.seed(1)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
labels = np.array([0, 1, 1, 0])
Y = np.eye(2)[labels]
W1, b1 = np.random.randn(2, 6), np.zeros((1, 6))
W2, b2 = np.random.randn(6, 2), np.zeros((1, 2))
lr = 0.5


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


for epoch in range(2000):
    a1 = np.tanh(X @ W1 + b1)
    a2 = softmax(a1 @ W2 + b2)
    loss = -np.mean(np.sum(Y * np.log(a2 + 1e-12), axis=1))
    d2 = (a2 - Y) / 4
    d1 = d2 @ W2.T * a1 * (1 - a1)
    W2 -= lr * a1.T @ d2
    b2 -= lr * d2.sum(axis=0, keepdims=True)
    W1 -= lr * X.T @ d1
    b1 -= lr * d1.sum(axis=0, keepdims=True)
    if epoch % 500 == 0:
        print(epoch, loss)
print(a2.argmax(axis=1), labels)
