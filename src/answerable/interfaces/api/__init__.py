"""The API: REST and webhooks."""
