"""A private PostgreSQL: found, prepared, started and stopped by the program itself."""

from answerable.kernel.postgres.binaries import Binaries, BinariesNotFound, find_binaries
from answerable.kernel.postgres.cluster import Cluster, ClusterFailed
from answerable.kernel.postgres.logins import Login, login_dsn, prepare_logins

__all__ = [
    "Binaries",
    "BinariesNotFound",
    "Cluster",
    "ClusterFailed",
    "Login",
    "find_binaries",
    "login_dsn",
    "prepare_logins",
]
