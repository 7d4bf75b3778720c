import numpy as np
np.random.seed(4)

x = np.array([[0,0],[0,1],[1,0],[1,1]])
y = np.array([[0],[1],[1],[0]])

input_size  = x.shape[1]
hidden_size = 3
output_size = 1
m = x.shape[0]

w1 = np.random.randn(input_size, hidden_size)
b1 = np.zeros((m, hidden_size))
w2 = np.random.randn(hidden_size, output_size)
b2 = np.zeros((m, output_size))

def sigmoid(z):
    return 1/(1+np.exp(-z))

def forward(inp):
    a1 = sigmoid(np.matmul(inp, w1) + b1)
    a2 = sigmoid(np.matmul(a1, w2) + b2)
    return a1, a2

for i in range(3000):
    a1, a2 = forward(x)
    e = y - a2
    delta2 = e*a2*(1-a2)
    delta1 = np.matmul(delta2, w2.T)*a1*(1-a1)
    w2 = w2 + np.matmul(a1.T, delta2)
    b2 = b2 + delta2
    w1 = w1 + np.matmul(x.T, delta1)
    b1 = b1 + delta1
    if i % 500 == 0:
        print('Loss', np.mean(np.square(e)))

print(forward(x)[1])
print('and now every case on its own:')
for case in ([0,0], [0,1], [1,0], [1,1]):
    print(case, forward(np.array(case))[1].ravel())
