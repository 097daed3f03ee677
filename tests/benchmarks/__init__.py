"""How fast the main job is, as ratios against a baseline in the same run."""
