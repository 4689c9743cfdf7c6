"""Whether learners' own code is on, and why not."""

import platform

import pytest
from django.core.exceptions import ImproperlyConfigured

from live_demo.sandbox import seccomp, self_test, status
from live_demo.sandbox.bpf import end
from tutorial.health import _own_code


@pytest.fixture(autouse=True)
def _fresh():
    status.forget()
    yield
    status.forget()


def mode(settings, name):
    settings.OWN_CODE = {**settings.OWN_CODE, "MODE": name}


def test_the_self_test_finds_nothing_here(settings):
    mode(settings, "auto")
    assert self_test.escapes()[0] == []
    assert status.status().is_on


def test_off_is_off_without_a_test(settings, monkeypatch):
    mode(settings, "off")
    monkeypatch.setattr(status, "escapes", lambda: pytest.fail("it was tested"))
    assert "operator" in status.status().why


def test_an_escape_switches_it_off_and_is_named(settings, monkeypatch):
    mode(settings, "auto")
    monkeypatch.setattr(status, "escapes", lambda: (["it can fork"], 7))
    assert status.status().why == "A sandboxed worker failed its self-test: it can fork."


def test_without_landlock_it_is_on_with_a_note(settings, monkeypatch):
    mode(settings, "auto")
    monkeypatch.setattr(status, "escapes", lambda: ([], 0))
    assert status.status().is_on
    assert "Landlock" in status.status().note


def test_a_site_that_requires_it_does_not_start_without(settings, monkeypatch):
    mode(settings, "require")
    monkeypatch.setattr(status, "escapes", lambda: (["it can fork"], 7))
    with pytest.raises(ImproperlyConfigured, match="it can fork"):
        status.check_at_start()


def test_a_machine_whose_system_calls_are_unknown_is_named(settings, monkeypatch):
    mode(settings, "auto")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert "riscv64" in status.status().why


def test_a_fork_server_that_is_not_there_is_named(settings, tmp_path):
    settings.OWN_CODE = {**settings.OWN_CODE, "MODE": "auto", "SOCKET": str(tmp_path / "none")}
    assert "cannot be reached" in status.status().why


JUMP = 5


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_ends_with_a_refusal_and_no_jump_leaves_it(machine):
    code = seccomp.program(machine)
    instructions = [code[place : place + 8] for place in range(0, len(code), 8)]
    assert instructions[-1] == end(0x00050001)
    for place, each in enumerate(instructions):
        if each[0] & 7 == JUMP:
            assert place + 1 + max(each[2:4]) < len(instructions)


def test_the_front_page_of_the_admin_names_what_is_missing(admin_client, monkeypatch):
    monkeypatch.setattr(
        status, "_known", status.Status("A sandboxed worker failed its self-test: it can fork.")
    )
    assert "it can fork" in admin_client.get("/admin/").content.decode()
    monkeypatch.setattr(status, "_known", status.Status())
    assert "own code" not in admin_client.get("/admin/").content.decode()


def test_readyz_says_why_own_code_is_off_and_is_ready_all_the_same(monkeypatch):
    monkeypatch.setattr(status, "_known", None)
    assert _own_code() == "being tested"
    monkeypatch.setattr(status, "_known", status.Status("It can fork."))
    assert _own_code() == "off. It can fork."
    monkeypatch.setattr(status, "_known", status.Status())
    assert _own_code() == "ok"


def test_a_fork_server_that_comes_late_is_found(settings, monkeypatch):
    mode(settings, "auto")
    found = [([f"{self_test.UNREACHABLE} (ConnectionRefusedError)"], 0), ([], 7)]
    monkeypatch.setattr(status, "escapes", lambda: found.pop(0))
    monkeypatch.setattr(status, "RETRY_SECONDS", -1)
    assert not status.status().is_on
    assert status.status().is_on
