"""Half a year of Qingtang's life: who says what when, and what the bureau's staff does about it.

Everything goes through the product's own services in the order of time, so nothing can be there that could not have
happened. Chance decides; the services may refuse.
"""
