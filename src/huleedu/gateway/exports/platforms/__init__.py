"""Files for learning platforms: each as its platform reads it, or its own file filled in."""
