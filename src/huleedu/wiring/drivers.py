"""Load what speaks to engines that few programs have: the drivers are extras, and slow to load."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huleedu.engines.nats.bus import NatsBus
    from huleedu.engines.valkey.functions import ValkeyFunctions


def nats_bus(urls: Sequence[str]) -> "NatsBus":
    """The bus on these servers; whoever asks has made sure that the driver is there."""
    from huleedu.engines.nats.bus import NatsBus  # noqa: PLC0415

    return NatsBus(urls)


def valkey_functions(url: str, library: str) -> "ValkeyFunctions":
    """The functions on this server; whoever asks has made sure that the driver is there."""
    from huleedu.engines.valkey.functions import ValkeyFunctions  # noqa: PLC0415

    return ValkeyFunctions(url, library)
