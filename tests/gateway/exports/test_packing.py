"""Archives are the same of the same, and their tables run in no spreadsheet."""

import io
import zipfile
from collections.abc import AsyncIterator, Sequence

from huleedu.gateway.exports.packing import ROWS_AT_ONCE, add_file, add_table, archive, member


async def rows(count: int) -> AsyncIterator[Sequence[object]]:
    for number in range(count):
        yield ("=1+1", number, None, -0.5)


async def packed(count: int) -> bytes:
    out = io.BytesIO()
    with archive(out) as first:
        add_file(first, "a.txt", b"a")
        with member(first, "b.bin", packed_before=True) as file:
            file.write(b"b" * 1000)
    with archive(out, "a") as again:
        assert await add_table(again, "t.csv", ("text", "n", "none", "x"), rows(count)) == count
    return out.getvalue()


async def test_what_was_added_later_stands_behind_what_was_there() -> None:
    content = await packed(3)
    with zipfile.ZipFile(io.BytesIO(content)) as archived:
        assert archived.testzip() is None
        assert archived.namelist() == ["a.txt", "b.bin", "t.csv"]
        assert archived.getinfo("b.bin").compress_size == 1000
        text = archived.read("t.csv").decode("utf-8-sig")
    assert text == "text,n,none,x\r\n" + "".join(f"'=1+1,{n},,-0.5\r\n" for n in range(3))
    assert await packed(3) == content


async def test_a_table_of_any_length_is_whole() -> None:
    for count in (0, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, 2 * ROWS_AT_ONCE + 1):
        with zipfile.ZipFile(io.BytesIO(await packed(count))) as archived:
            assert archived.read("t.csv").count(b"\r\n") == count + 1
