"""The journal: an append-only record of every act, and of who looked."""
