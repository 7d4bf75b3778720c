import numpy as np
np.random.seed(11)
def sigmoid(x):
    return 1/(1+np.exp(x))
def d_sigmoid(x):
    return sigmoid(x)*(1-sigmoid(x))
X = np.array([[0,0],[0,1],[1,0],[1,1]])
y = np.array([[0],[1],[1],[0]])
theta1 = np.random.randn(2,4); beta1 = np.random.randn(4)
theta2 = np.random.randn(4,1); beta2 = np.random.randn(1)
for i in range(5000):
    z1 = X.dot(theta1)+beta1
    a1 = sigmoid(z1)
    z2 = a1.dot(theta2)+beta2
    a2 = sigmoid(z2)
    delta2 = (a2-y)*d_sigmoid(z2)
    delta1 = delta2.dot(theta2.T)*d_sigmoid(z1)
    theta2 = theta2-a1.T.dot(delta2)
    beta2 = beta2-delta2.sum(axis=0)
    theta1 = theta1-X.T.dot(delta1)
    beta1 = beta1-delta1.sum(axis=0)
    if i%500==0: print('cost', np.mean((a2-y)**2))
