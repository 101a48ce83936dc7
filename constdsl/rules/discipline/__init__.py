"""Rules about who must obey whom, and how those chosen come to command those who choose them."""
