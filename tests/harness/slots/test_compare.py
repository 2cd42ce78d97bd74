"""A comparison tells our ledgers from the controls."""

from pathlib import Path

from huleedu.harness.slots import compare


async def test_a_comparison_tells_ours_from_the_controls(tmp_path: Path) -> None:
    found = [judged async for judged in compare.compare(11, 5, tmp_path)]
    assert all(map(compare.is_as_expected, found))
    page = compare.write_page(tmp_path, 11, found).read_text(encoding="utf-8")
    assert all(judged.system in page for judged in found)
