import numpy as np

np.random.seed(1)


def sigma(x):
    return 1 / (1 + np.exp(-x))


class Layer:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.inp = x
        self.out = sigma(x @ self.W + self.b)
        return self.out

    def update(self, delta, lr):
        self.W -= lr * self.inp.T @ delta
        self.b -= lr * delta.sum(axis=0)


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
l1 = Layer(2, 2)
l2 = Layer(2, 1)
lr = 1.5

for epoch in range(4000):
    y = l2.forward(l1.forward(X))
    delta2 = (y - Y) * y * (1 - y)
    delta1 = delta2 @ l2.W.T
    l2.update(delta2, lr)
    l1.update(delta1, lr)
    if epoch % 1000 == 0:
        print(epoch, float(((y - Y) ** 2).sum()))

for row, value in zip(X, l2.forward(l1.forward(X))):
    print(row, value[0])
