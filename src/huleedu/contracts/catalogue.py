"""Every message there is, by its name on the wire."""

from huleedu.contracts import (
    batches,
    classes,
    drafting,
    exports,
    files,
    gateway,
    judging,
    lifecycle,
    linguistics,
    llm_judging,
    results,
    spelling,
)
from huleedu.contracts.message import Message, Registry, name_of


def _messages_of(module: object) -> list[type[Message]]:
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Message)
        and isinstance(thing.__struct_config__.tag, str)
        and "." in thing.__struct_config__.tag
    ]


CATALOGUE: Registry = {
    name_of(message): message
    for module in (
        *(gateway, files, lifecycle, batches, classes),
        *(spelling, linguistics, judging, results, exports, drafting, llm_judging),
    )
    for message in _messages_of(module)
}
