"""Turn what is believed into a ranking: how far it can be trusted, and what it hangs on."""
