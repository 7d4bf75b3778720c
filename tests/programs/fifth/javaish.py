# ported from my Java class, please be kind
import math
import random


class NeuralNet:

    def __init__(self, numInput, numHidden, seed):
        rnd = random.Random(seed)
        self.numInput = numInput
        self.numHidden = numHidden
        self.ihWeights = [[2 * rnd.random() - 1 for j in range(numHidden)]
                          for i in range(numInput)]
        self.hBiases = [2 * rnd.random() - 1 for j in range(numHidden)]
        self.hoWeights = [2 * rnd.random() - 1 for j in range(numHidden)]
        self.oBias = 2 * rnd.random() - 1
        self.hOutputs = [0.0] * numHidden
        self.output = 0.0

    def setInputs(self, xValues):
        self.inputs = xValues

    def computeOutputs(self):
        for j in range(self.numHidden):
            s = self.hBiases[j]
            for i in range(self.numInput):
                s = s + self.inputs[i] * self.ihWeights[i][j]
            self.hOutputs[j] = math.tanh(s)
        s = self.oBias
        for j in range(self.numHidden):
            s = s + self.hOutputs[j] * self.hoWeights[j]
        self.output = 1.0 / (1.0 + math.exp(-s))
        return self.output

    def updateWeights(self, tValue, eta):
        oGrad = (tValue - self.output) * self.output * (1.0 - self.output)

        hGrads = [0.0] * self.numHidden
        for j in range(self.numHidden):
            hGrads[j] = oGrad * self.hoWeights[j]

        for i in range(self.numInput):
            for j in range(self.numHidden):
                self.ihWeights[i][j] += eta * hGrads[j] * self.inputs[i]
        for j in range(self.numHidden):
            self.hBiases[j] += eta * hGrads[j]
        for j in range(self.numHidden):
            self.hoWeights[j] += eta * oGrad * self.hOutputs[j]
        self.oBias += eta * oGrad


def main():
    trainData = [[0.0, 0.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    nn = NeuralNet(2, 2, 11)
    for epoch in range(8000):
        mse = 0.0
        for row in trainData:
            nn.setInputs(row[:2])
            out = nn.computeOutputs()
            mse += (row[2] - out) ** 2 / len(trainData)
            nn.updateWeights(row[2], 0.5)
        if epoch % 1000 == 0:
            print("epoch = " + str(epoch) + "  mse = " + "%0.4f" % mse)
    for row in trainData:
        nn.setInputs(row[:2])
        print(row[:2], "%0.4f" % nn.computeOutputs())


main()
