"""What can be wrong with what insight is given."""


class SeriesFault(ValueError):
    """A file of counts cannot be read; the sentence says where."""
