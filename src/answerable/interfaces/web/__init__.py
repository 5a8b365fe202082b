"""The design language that both faces share: tokens, parts, layouts."""
