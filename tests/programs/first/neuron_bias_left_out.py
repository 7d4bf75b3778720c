import random
from math import exp


class Neuron:
    def __init__(self, inputs):
        self.weights = [random.uniform(-1, 1) for _ in range(inputs)]
        self.bias = 0.0
        self.output = 0
        self.delta = 0

    def activate(self, inputs):
        total = self.bias
        for w, x in zip(self.weights, inputs):
            total += w * x
        self.output = 1.0 / (1.0 + exp(-total))
        return self.output


class Network:
    def __init__(self, n_in, n_hidden, n_out):
        self.layers = [[Neuron(n_in) for _ in range(n_hidden)], [Neuron(n_hidden) for _ in range(n_out)]]

    def forward(self, row):
        for layer in self.layers:
            row = [neuron.activate(row) for neuron in layer]
        return row

    def backward(self, expected):
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            for j, neuron in enumerate(layer):
                if i == len(self.layers) - 1:
                    error = expected[j] - neuron.output
                else:
                    error = sum(after.weights[j] * after.delta for after in self.layers[i + 1])
                neuron.delta = error * neuron.output * (1.0 - neuron.output)

    def update(self, row, rate):
        for layer in self.layers:
            for neuron in layer:
                for k in range(len(row)):
                    neuron.weights[k] += rate * neuron.delta * row[k]
            row = [neuron.output for neuron in layer]


random.seed(2)
net = Network(2, 3, 1)
inputs = [[0, 0], [0, 1], [1, 0], [1, 1]]
targets = [[0], [1], [1], [0]]
for epoch in range(5000):
    for row, expected in zip(inputs, targets):
        net.forward(row)
        net.backward(expected)
        net.update(row, 0.5)
for row in inputs:
    print(row, round(net.forward(row)[0], 3))
