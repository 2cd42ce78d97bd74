"""NATS servers of our own sync every write; one that does not is refused."""

from pathlib import Path

import pytest

from huleedu.engines.nats import server as nats


def test_one_node_and_three_sync_every_write(tmp_path: Path) -> None:
    with nats.run(tmp_path / "one", wait_for_end=True) as one:
        nats.check_synced(one.monitors)
        with nats.run(tmp_path / "one") as again:
            assert again.urls == one.urls
    with nats.run(tmp_path / "three", nodes=3, wait_for_end=True) as three:
        nats.check_synced(three.monitors)
        three.nodes[1].kill()
        with pytest.raises(nats.NotSynced, match="monitoring"):
            nats.check_synced(three.monitors)
        three.nodes[1].restart()
        nats.check_synced(three.monitors)


def test_a_server_that_acknowledges_too_early_is_refused(tmp_path: Path) -> None:
    with (
        nats.run(tmp_path / "n", sync="2m", wait_for_end=True) as node,
        pytest.raises(nats.NotSynced, match="sync_interval: always"),
    ):
        nats.check_synced(node.monitors)
