"""The page of a challenge: the way to it, the scripts that judge it, and its hints."""

from live_demo.challenges.definition import challenges_of
from live_demo.challenges.models import Standing
from tests.live_demo.challenges.own_state import BUILD, PAGE


def test_the_page_build_lists_the_challenges(builder):
    assert PAGE in builder.get(BUILD).content.decode()


def test_the_script_of_a_check_is_shown_with_its_empty_texts_and_who_does_what(builder):
    (lines,) = [each.lines for each in challenges_of("chat")["json-protocol"].tests if each.name == "no-json"]
    assert {'send text = ""', 'await like = {"type": "error"}'} <= set(lines)
    assert """send text = '{"type": "ping"}'""" in lines
    page = builder.get(PAGE.replace("own-state", "json-protocol")).content.decode()
    assert "<code>send text = &quot;&quot;</code>" in page
    assert "JSON with at least these keys" in page
    several = [
        line for each in challenges_of("groups").values() for test in each.tests for line in test.lines
    ]
    assert any(line.startswith("client 2: send ") for line in several)


def test_hints_come_one_after_the_other_and_are_counted(builder):
    page = builder.post(f"{PAGE}hint/", follow=True).content.decode()
    assert "Hint 1 of 3:" in page
    assert "Show hint 2 of 3" in page
    for _ in range(5):
        page = builder.post(f"{PAGE}hint/", follow=True).content.decode()
    assert "Hint 3 of 3:" in page
    assert "Show hint" not in page
    assert Standing.objects.get().hints == 3
