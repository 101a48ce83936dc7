"""Powers for bad times that serve whoever calls the times bad."""
