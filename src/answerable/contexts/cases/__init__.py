"""Cases: lifecycle, rounds, topics, bundles and walls."""
