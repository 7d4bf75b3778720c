import math
import random

random.seed(0)


def rand(a, b):
    return (b - a) * random.random() + a


def squash(x):
    return math.tanh(x)


def dsquash(y):
    return y * (1.0 - y)


class NN:
    def __init__(self, ni, nh, no):
        self.ni = ni + 1
        self.nh = nh
        self.no = no
        self.ai = [1.0] * self.ni
        self.ah = [1.0] * self.nh
        self.ao = [1.0] * self.no
        self.wi = [[rand(-1, 1) for _ in range(self.nh)] for _ in range(self.ni)]
        self.wo = [[rand(-2, 2) for _ in range(self.no)] for _ in range(self.nh)]

    def update(self, inputs):
        for i in range(self.ni - 1):
            self.ai[i] = inputs[i]
        for j in range(self.nh):
            total = 0.0
            for i in range(self.ni):
                total = total + self.ai[i] * self.wi[i][j]
            self.ah[j] = squash(total)
        for k in range(self.no):
            total = 0.0
            for j in range(self.nh):
                total = total + self.ah[j] * self.wo[j][k]
            self.ao[k] = squash(total)
        return self.ao[:]

    def back(self, targets, rate):
        output_deltas = [0.0] * self.no
        for k in range(self.no):
            error = targets[k] - self.ao[k]
            output_deltas[k] = dsquash(self.ao[k]) * error
        hidden_deltas = [0.0] * self.nh
        for j in range(self.nh):
            error = 0.0
            for k in range(self.no):
                error = error + output_deltas[k] * self.wo[j][k]
            hidden_deltas[j] = dsquash(self.ah[j]) * error
        for j in range(self.nh):
            for k in range(self.no):
                change = output_deltas[k] * self.ah[j]
                self.wo[j][k] = self.wo[j][k] + rate * change
        for i in range(self.ni):
            for j in range(self.nh):
                change = hidden_deltas[j] * self.ai[i]
                self.wi[i][j] = self.wi[i][j] + rate * change


patterns = [[[0, 0], [0]], [[0, 1], [1]], [[1, 0], [1]], [[1, 1], [0]]]
n = NN(2, 3, 1)
for i in range(1500):
    for p in patterns:
        n.update(p[0])
        n.back(p[1], 0.3)
for p in patterns:
    print(p[0], "->", n.update(p[0]))
