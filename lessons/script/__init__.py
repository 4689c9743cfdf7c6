"""The script language: what the clients of a run do, row by row. Pure.

`language` documents every row and every key. Lessons write a script as `[[script]]` in lesson.toml, what-ifs
as `script` in what_ifs.toml. It has a player in Python, `live_demo.record.player`, and one in JavaScript,
static/js/script_player.js.
"""
