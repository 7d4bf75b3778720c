import numpy as np
np.random.seed(9)

class NeuralNetwork:
    def __init__(self, x, y):
        self.input = x
        self.y = y
        self.weights1 = np.random.randn(3, 4)
        self.weights2 = np.random.randn(5, 1)

    def feedforward(self):
        hidden = 1 / (1 + np.exp(-self.input @ self.weights1))
        self.layer1 = np.hstack([hidden, np.ones((len(hidden), 1))])
        self.output = 1 / (1 + np.exp(-self.layer1 @ self.weights2))

    def backprop(self, lr):
        d_out = 2 * (self.y - self.output) * self.output * (1 - self.output)
        d_hid = (d_out @ self.weights2[:-1].T) * self.layer1[:, :-1] * (1 - self.layer1[:, :-1])
        self.weights2 += lr * self.layer1.T @ d_out
        self.weights1 += lr * self.input.T @ d_hid

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
nn = NeuralNetwork(X, y)
for i in range(100):
    nn.feedforward()
    nn.backprop(0.5)
    if i % 10 == 0:
        print(i, np.sum((y - nn.output) ** 2))
nn.feedforward()
print(nn.output)
