"""The bureau's work, floor by floor; a floor calls only the floors below it."""
