"""The gateway's card."""

from huleedu.kit.service import Card

CARD = Card(name="gateway", purpose="take in people's files and wishes", schema=None)
