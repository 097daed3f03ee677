"""How messages become work for moderators: rules only; values in, values out."""
