"""Our own system under trial: slots with real engines and faults, simulated, and audited."""
