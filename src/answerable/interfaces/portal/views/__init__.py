"""The pages of the public face, one file for each thing people come to do."""
