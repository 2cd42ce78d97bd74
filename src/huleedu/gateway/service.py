"""The service `gateway`, defined."""

from huleedu.kit.service import Service

SERVICE = Service(name="gateway", purpose="take in people's files and commands", schema=None)
