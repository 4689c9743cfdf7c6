"""The cache on a real Redis that is paused, killed and started again."""

import json
import os
import pickle
import re
import signal
import time

import pytest
import redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from tests.support.engines import free_port, redis_process
from tutorial.cache import LocalCache, RedisOrLocalCache
from tutorial.circuit_breaker import Breaker


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def cache(port):
    return RedisOrLocalCache(f"redis://127.0.0.1:{port}/0", {})


def test_the_cache_keeps_values_in_redis(cache, port):
    with redis_process(port):
        cache.set("a", 1)
        another_process = RedisOrLocalCache(f"redis://127.0.0.1:{port}/0?another", {})
        assert another_process.get("a") == 1
        assert not cache.is_away


def test_the_counters_of_many_networks_are_kept_side_by_side(cache):
    for memory in (cache, LocalCache("many-networks", {})):
        for network in range(1000):
            memory.add(f"count-{network}", 0)
        assert all(memory.incr(f"count-{network}") == 1 for network in range(1000))


def test_what_is_in_redis_is_json_and_nothing_else_is_read(cache, port):
    with redis_process(port):
        cache.set("a", {"text": "é", "rows": [1, 2.5, None, True]})
        cache.set("n", 1)
        assert cache.incr("n") == 2
        client = redis.Redis(port=port)
        stored = {name.decode().split(":")[-1]: client.get(name) for name in client.scan_iter()}
        assert json.loads(stored["a"]) == {"text": "é", "rows": [1, 2.5, None, True]}
        assert stored["n"] == b"2"
        with pytest.raises(TypeError):
            cache.set("b", object())
        for name in list(client.scan_iter()):
            client.set(name, pickle.dumps(Trap()))
        assert cache.get("a") is None
        assert cache.get_many(["a", "n"]) == {"a": None, "n": None}


class Trap:
    """A pickle that fails the test when it is read."""

    def __reduce__(self):
        return pytest.fail, ("a pickle was read",)


def test_pages_are_the_same_out_of_redis(port, lesson, settings, client):
    address = f"redis://127.0.0.1:{port}/0?pages"
    with redis_process(port):
        settings.CACHES = {"default": {"BACKEND": "tutorial.cache.RedisOrLocalCache", "LOCATION": address}}
        for page in ("", "flow/", "transcript/", "quiz/", "step/"):
            first, second = (client.get(f"{lesson.get_absolute_url()}{page}") for _ in range(2))
            assert first.status_code == second.status_code == 200
            assert without_tokens(first.text) == without_tokens(second.text)
        found = [client.get("/search/?q=websocket").text for _ in range(2)]
        assert without_tokens(found[0]) == without_tokens(found[1])


def without_tokens(html):
    return re.sub(r'(nonce|value|X-CSRFToken)("?[:=] ?)"[^"]*"', "", html)


def test_every_method_works_while_redis_is_away(cache):
    assert cache.get("a") is None
    assert cache.is_away
    assert cache.add("n", 0)
    assert not cache.add("n", 0)
    assert [cache.incr("n"), cache.incr("n"), cache.get("n")] == [1, 2, 2]
    assert cache.set_many({"b": [1], "c": "x"}) == []
    assert cache.get_many(["b", "c", "d"]) == {"b": [1], "c": "x"}
    assert cache.get_or_set("e", lambda: 5) == 5
    assert cache.has_key("b")
    assert cache.touch("b")
    assert cache.delete("b")
    cache.delete_many(["c"])
    cache.clear()
    assert cache.get_many(["b", "c", "e"]) == {}


def test_a_paused_redis_is_asked_once_and_then_left_alone(cache, port, monkeypatch):
    asked = []
    monkeypatch.setattr(cache._redis, "get", lambda *key, **named: asked.append(key) or stuck.get("a"))
    with redis_process(port) as process:
        stuck = RedisOrLocalCache(f"redis://127.0.0.1:{port}/0?same", {})._redis
        os.kill(process.pid, signal.SIGSTOP)
        try:
            with pytest.raises(RedisTimeoutError):
                stuck.get("a")
            assert [cache.get("a") for _ in range(5)] == [None] * 5
        finally:
            os.kill(process.pid, signal.SIGCONT)
    assert len(asked) == 1


def test_what_was_counted_locally_is_forgotten_once_redis_is_back(cache, port):
    cache.set("n", 7)
    with redis_process(port):
        cache._breaker._closed_again_at = time.monotonic()
        assert cache.get("n") is None
        assert not cache.is_away
        cache.set("n", 1)
    assert cache.get("n") is None


def test_a_restart_of_redis_is_not_felt(cache, port):
    with redis_process(port):
        cache.set("a", 1)
    with redis_process(port):
        cache.set("a", 2)
        assert cache.get("a") == 2
        assert not cache.is_away


def test_a_breaker_lets_one_caller_try_again_after_its_time():
    now = [0.0]
    breaker = Breaker(5, clock=lambda: now[0])
    assert breaker.lets_through()
    assert breaker.lets_through()
    breaker.failed()
    now[0] = 4.9
    assert not breaker.lets_through()
    now[0] = 5
    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]
    assert breaker.worked()
    assert [breaker.lets_through(), breaker.lets_through(), breaker.worked()] == [True, True, False]
