"""The fragments of which the group X-ray is made, each compiled once."""

from functools import cache

from live_demo.view.fragments import Fragment


@cache
def note_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_note.html", "text")


@cache
def status_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_status.html", "text")


@cache
def groups_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_groups.html", "items")


@cache
def group_item_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_group.html", "name", "members")


@cache
def member_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_member.html", "label", "state", "mark", "word")


@cache
def table_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_table.html", "columns", "rows")


@cache
def column_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_column.html", "label")


@cache
def row_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_row.html", "sender", "number", "type", "group", "cells")


@cache
def cell_fragment() -> Fragment:
    return Fragment("live_demo/rooms/_cell.html", "fate", "mark", "word")
