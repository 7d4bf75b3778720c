import numpy as np
np.random.seed(4)
N=20
A = np.random.randn(N,2)*0.4+[0,0]; B=np.random.randn(N,2)*0.4+[2,2]; C=np.random.randn(N,2)*0.4+[0,2.5]
X = np.vstack((A,B,C)); T = np.repeat([0,1,2],N)
order = np.random.permutation(3*N); X=X[order]; T=T[order]
Xtr,Ttr,Xte,Tte = X[:45],T[:45],X[45:],T[45:]
Y = np.zeros((45,3)); Y[np.arange(45),Ttr]=1
W=0.1*np.random.randn(2,10); b=np.zeros((1,10)); W2=0.1*np.random.randn(10,3); b2=np.zeros((1,3))
step0=1.0; reg=1e-3
for i in range(1500):
    hid=np.maximum(0,Xtr.dot(W)+b)
    sc=hid.dot(W2)+b2
    ex=np.exp(sc-sc.max(1,keepdims=True)); pr=ex/ex.sum(1,keepdims=True)
    ds=(pr-Y)/45
    dW2=hid.T.dot(ds)+reg*W2; db2=ds.sum(0,keepdims=True)
    dh=ds.dot(W2.T); dh[hid<=0]=0
    dW=Xtr.T.dot(dh)+reg*W; db=dh.sum(0,keepdims=True)
    step=step0/(1+0.001*i)
    W+=-step*dW; b+=-step*db; W2+=-step*dW2; b2+=-step*db2
print('train', (pr.argmax(1)==Ttr).mean(), 'test', ((np.maximum(0,Xte.dot(W)+b).dot(W2)+b2).argmax(1)==Tte).mean())
