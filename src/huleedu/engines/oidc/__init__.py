"""OpenID Connect: schools' own sign-in services, reached over HTTPS."""
