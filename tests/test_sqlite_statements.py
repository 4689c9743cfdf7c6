import pytest
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db


@pytest.fixture
def sqlite(tmp_path):
    handler = ConnectionHandler(
        {"default": {"ENGINE": "tutorial.sqlite3", "NAME": tmp_path / "some.sqlite3"}}
    )
    yield handler["default"]
    handler.close_all()


@pytest.mark.parametrize(
    ("sql", "params"),
    [("SELECT %s, '%%s', '100%%'", ["a"]), ("SELECT %(own)s, '%%s', '100%%'", {"own": "a"})],
)
def test_a_statement_has_its_parameters_and_its_percent_signs_each_time(sqlite, sql, params):
    with sqlite.cursor() as cursor:
        assert [cursor.execute(sql, params).fetchone() for _ in range(2)] == [("a", "%s", "100%")] * 2


def test_a_statement_without_parameters_is_left_as_it_is(sqlite):
    with sqlite.cursor() as cursor:
        assert cursor.execute("SELECT '%s'").fetchone() == ("%s",)
