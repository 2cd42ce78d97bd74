"""The small Jepsen: evidence that slots are handed out exactly, for us and for other systems.

`history` is what was asked and answered, `model` the rule of slots for one caller at a time,
`check` decides whether a history keeps the rule, `explain` why two counts differ, `report` draws;
`isolate` finds tests that depend on others, in any suite.
It never imports a service: what it checks, it sees through public doors only.
"""
