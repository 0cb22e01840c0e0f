"""Actors that every log knows from its first start."""
