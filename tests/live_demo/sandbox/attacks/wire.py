"""Each of these lies on the wire to the serving process, and has to be hung up on."""


def writes_100_megabytes():
    raw((100 << 20).to_bytes(4, "big"))
    time.sleep(60)


def announces_4_gigabytes():
    raw(b"\xff\xff\xff\xff")
    time.sleep(60)


def nests_100_000_deep():
    raw((100_000).to_bytes(4, "big") + b"[" * 100_000)
    time.sleep(60)


def writes_no_json():
    raw(b"\0\0\0\x03{{{")
    time.sleep(60)


def writes_a_list():
    raw(b"\0\0\0\x02[]")
    time.sleep(60)


def leaves_out_a_key():
    raw(b'\0\0\0\x0c{"socket":0}')
    time.sleep(60)


def floods():
    for _ in range(10**5):
        raw(b'\0\0\0\x0a{"pong":1}' * 50)


def claims_to_have_passed():
    data = b'{"verdict": "passed", "points": 100}'
    raw(len(data).to_bytes(4, "big") + data)
    time.sleep(60)


def replaces_json():
    import json

    json.dumps = lambda *_, **__: "[]"


def writes_80_000_lists():
    data = b'{"point": [' + b"[]," * 80_000 + b"[]]}"
    raw(len(data).to_bytes(4, "big") + data)
    time.sleep(60)


def writes_byte_by_byte():
    for _ in range(10_000):
        raw(b"\0")
    raw(b"\xff" * 4)
    time.sleep(60)
