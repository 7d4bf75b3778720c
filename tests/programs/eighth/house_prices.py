import numpy as np
np.random.seed(0)
# size in sqft, number of rooms -> price in 1000$
data = np.array([[2104,3,400],[1600,3,330],[2400,3,369],[1416,2,232],[3000,4,540],[1985,4,300],[1534,3,315],[1427,3,199],[1380,3,212],[1494,3,243]],float)
X = data[:,:2]
y = data[:,2:]
W1 = np.random.randn(2,5)
b1 = np.zeros(5)
W2 = np.random.randn(5,1)
b2 = np.zeros(1)
lr = 0.01
for i in range(3000):
    z = X.dot(W1)+b1
    h = np.tanh(z)
    pred = h.dot(W2)+b2
    loss = ((pred-y)**2).mean()
    dp = 2*(pred-y)/len(X)
    dW2 = h.T.dot(dp); db2 = dp.sum(axis=0)
    dz = dp.dot(W2.T)*(1-h**2)
    dW1 = X.T.dot(dz); db1 = dz.sum(axis=0)
    W1 -= lr*dW1; b1 -= lr*db1; W2 -= lr*dW2; b2 -= lr*db2
    if i%300==0: print(i,loss)
print(np.c_[pred,y])
