import numpy as np


def to_categorical(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[:, labels] = 1
    return Y


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


class Classifier:
    def __init__(self, n_in, n_hidden, n_classes, seed=0):
        rng = np.random.RandomState(seed)
        self.W1 = rng.normal(0, np.sqrt(1 / n_in), (n_in, n_hidden))
        self.b1 = np.zeros((1, n_hidden))
        self.W2 = rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_classes))
        self.b2 = np.zeros((1, n_classes))

    def probabilities(self, X):
        self.h = np.tanh(X @ self.W1 + self.b1)
        return softmax(self.h @ self.W2 + self.b2)

    def fit(self, X, Y, lr, epochs):
        for epoch in range(epochs):
            P = self.probabilities(X)
            dZ = (P - Y) / len(X)
            dH = dZ @ self.W2.T * (1 - self.h ** 2)
            self.W2 -= lr * self.h.T @ dZ
            self.b2 -= lr * dZ.sum(axis=0, keepdims=True)
            self.W1 -= lr * X.T @ dH
            self.b1 -= lr * dH.sum(axis=0, keepdims=True)
            if epoch % 200 == 0:
                print('epoch', epoch, 'cross entropy', -np.mean(np.sum(Y * np.log(P), axis=1)))


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
labels = [0, 1, 1, 0]
clf = Classifier(2, 6, 2)
clf.fit(X, to_categorical(labels, 2), lr=0.5, epochs=1500)
print(clf.probabilities(X).round(3))
print('predicted', clf.probabilities(X).argmax(axis=1), 'labels', labels)
