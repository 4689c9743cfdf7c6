"""The clock of a bench with two browsers: its times read as the server's, and both runs are on it."""

from live_demo.view.values import readable_time
from tests.support.servers import ROOT

MODULE = (ROOT / "tutorial" / "static" / "js" / "bench_clock.js").read_text()
READ = """async ([source, times]) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    const { onClock, readableTime, withoutBeginning } = await import(url)
    const alone = onClock('b', 7)
    const first = withoutBeginning('<!--began 1000000--><p>a</p>', 'a')
    const rest = withoutBeginning('<!--began 3500000-->b', 'b')
    return [alone, first + rest, onClock('a', 7), onClock('b', 7), times.map(readableTime)]
}"""


def test_times_of_both_browsers_are_on_one_clock_and_read_as_the_servers(empty_page):
    times = [0, 31, 999, 1_000, 4_870, 99_940, 100_000, 26_534_100]
    alone, rest, first, second, read = empty_page.evaluate(READ, [MODULE, times])
    assert (alone, rest) == (7, "<p>a</p>b")
    assert (first, second) == (7, 2_500_007)
    assert read == [readable_time(each) for each in times]
