import numpy as np
np.random.seed(3)
def sigmoid(x): return 1/(1+np.exp(-x))
X=np.array([[0,0,1],[0,1,1],[1,0,1],[1,1,1]]); y=np.array([[0,1,1,0]]).T
syn0=2*np.random.random((3,4))-1; syn1=2*np.random.random((4,1))-1
for i in range(10000):
    l1=sigmoid(X@syn0); l2=sigmoid(l1@syn1)
    err=np.abs(y-l2)
    d2=err*l2*(1-l2); d1=d2@syn1.T*l1*(1-l1)
    syn1+=l1.T@d2; syn0+=X.T@d1
print(l2)
