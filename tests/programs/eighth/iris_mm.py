import numpy as np
np.random.seed(3)
X=np.array([[51,35,14,2],[49,30,14,2],[47,32,13,2],[70,32,47,14],[64,32,45,15],[69,31,49,15],[63,33,60,25],[58,27,51,19],[71,30,59,21]],float)
Y=np.eye(3)[[0,0,0,1,1,1,2,2,2]]
W1=np.random.rand(4,6); b1=np.zeros(6); W2=np.random.rand(6,3); b2=np.zeros(3)
for i in range(3000):
    h=np.tanh(X@W1+b1); e=np.exp(h@W2+b2); p=e/e.sum(1,keepdims=True)
    d=p-Y; dh=d@W2.T*(1-h**2)
    W2-=.1*h.T@d; b2-=.1*d.sum(0); W1-=.1*X.T@dh; b1-=.1*dh.sum(0)
print(p.round(2))
