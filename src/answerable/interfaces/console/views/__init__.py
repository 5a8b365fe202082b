"""The pages of the desk, one file for each thing people come to do."""
