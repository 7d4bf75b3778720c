import numpy as np


class NeuralNetwork:
    def __init__(self, x, y, hidden=2, lr=1.0):
        self.input = x
        self.y = y
        self.lr = lr
        self.weights1 = np.random.rand(x.shape[1], hidden) * 2 - 1
        self.weights2 = np.random.rand(hidden, 1) * 2 - 1

    def sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def feedforward(self):
        self.layer1 = self.sigmoid(np.dot(self.input, self.weights1))
        self.output = self.sigmoid(np.dot(self.layer1, self.weights2))

    def backprop(self):
        d_output = 2 * (self.y - self.output) * self.output * (1 - self.output)
        d_weights2 = np.dot(self.layer1.T, d_output)
        d_layer1 = np.dot(d_output, self.weights2.T) * self.layer1 * (1 - self.layer1)
        d_weights1 = np.dot(self.input.T, d_layer1)
        self.weights1 += self.lr * d_weights1
        self.weights2 += self.lr * d_weights2


if __name__ == "__main__":
    np.random.seed(7)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    nn = NeuralNetwork(X, y)
    for i in range(4000):
        nn.feedforward()
        nn.backprop()
    print(nn.output)
