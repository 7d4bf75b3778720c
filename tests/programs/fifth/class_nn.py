import numpy as np

class NeuralNetwork:
    def __init__(self, inputs, hidden, outputs, lr):
        np.random.seed(3)
        self.w_ih = np.random.randn(hidden, inputs)
        self.b_h = np.random.randn(hidden, 1)
        self.w_ho = np.random.randn(outputs, hidden)
        self.b_o = np.random.randn(outputs, 1)
        self.lr = lr

    @staticmethod
    def sigmoid(x):
        return 1.0 / (1.0 + np.exp(-x))

    @staticmethod
    def sigmoid_prime(x):
        s = NeuralNetwork.sigmoid(x)
        return s * (1 - s)

    def feedforward(self, x):
        x = np.array(x, dtype=float).reshape(-1, 1)
        hidden = self.sigmoid(self.w_ih @ x + self.b_h)
        output = self.sigmoid(self.w_ho @ hidden + self.b_o)
        return output

    def train(self, x, target):
        x = np.array(x, dtype=float).reshape(-1, 1)
        target = np.array(target, dtype=float).reshape(-1, 1)

        hidden = self.sigmoid(self.w_ih @ x + self.b_h)
        output = self.sigmoid(self.w_ho @ hidden + self.b_o)

        output_error = target - output
        gradient = output_error * self.sigmoid_prime(output)
        hidden_error = self.w_ho.T @ gradient
        hidden_gradient = hidden_error * self.sigmoid_prime(hidden)

        self.w_ho += self.lr * gradient @ hidden.T
        self.b_o += self.lr * gradient
        self.w_ih += self.lr * hidden_gradient @ x.T
        self.b_h += self.lr * hidden_gradient

dataset = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
nn = NeuralNetwork(2, 2, 1, lr=0.5)
for epoch in range(5000):
    for x, t in dataset:
        nn.train(x, t)
    if epoch % 1000 == 0:
        loss = sum(((nn.feedforward(x) - np.array(t)) ** 2).item() for x, t in dataset)
        print("epoch", epoch, "loss", loss)
for x, t in dataset:
    print(x, t, nn.feedforward(x).item())
