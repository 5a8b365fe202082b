"""What the portal hands out as files. `verify_receipt.py` runs alone; nothing of ours imports it."""
