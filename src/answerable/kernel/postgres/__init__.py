"""A private PostgreSQL: found, prepared, started and stopped by the program itself."""

from answerable.kernel.postgres.binaries import Binaries, BinariesNotFound, find_binaries
from answerable.kernel.postgres.cluster import Cluster, ClusterFailed

__all__ = ["Binaries", "BinariesNotFound", "Cluster", "ClusterFailed", "find_binaries"]
