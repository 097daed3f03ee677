"""Scenes of what happens around reviewing."""
