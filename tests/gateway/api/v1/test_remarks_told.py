"""The ETag of what is looked for names what may be changed of it, and no counts."""

from huleedu.gateway.api.v1.answers import etag_of
from huleedu.gateway.api.v1.remarks_told import RemarkRule, RemarksResource


def test_what_is_found_meanwhile_is_no_change() -> None:
    def told(found: int, *off: str) -> RemarksResource:
        rule = RemarkRule(
            code="than", language="en", name="", sentence="", on=True, usual=True, found=found
        )
        return RemarksResource(batch=None, off=off, rules=(rule,))

    assert etag_of(told(1)) == etag_of(told(2))
    assert etag_of(told(1)) != etag_of(told(1, "than"))
