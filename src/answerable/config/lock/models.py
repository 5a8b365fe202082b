"""No tables of its own. Django tells only applications with this file that the migrations are over."""
