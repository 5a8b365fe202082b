"""Settings, URLs and servers: the only place that names everything."""
