"""One small file for each act that needs two contexts of one floor."""
