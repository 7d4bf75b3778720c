import numpy as np

inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
wanted = np.array([[0], [1], [1], [0]])
np.random.seed(1)
first = np.random.randn(2, 4)
first_bias = np.zeros((1, 4))
second = np.random.randn(4, 1)
second_bias = np.zeros((1, 1))
squash = lambda v: 1 / (1 + np.exp(-v))
slope = lambda v: v * (1 - v)
speed = 0.1
for turn in range(1000):
    middle = squash(inputs @ first + first_bias)
    end = squash(middle @ second + second_bias)
    d_end = (end - wanted) * slope(end)
    d_middle = d_end @ second.T * slope(middle)
    second -= speed * middle.T @ d_end
    second_bias -= speed * np.sum(d_end, axis=0, keepdims=True)
    first -= speed * inputs.T @ d_middle
    first_bias -= speed * np.sum(d_middle, axis=0, keepdims=True)
print((end > 0.5).astype(int), end)
