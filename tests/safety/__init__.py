"""How well alarms, dangers and tip-offs are recognised, measured on written messages."""
