"""Student: the fast engine's small networks, taught by the accurate engine."""
