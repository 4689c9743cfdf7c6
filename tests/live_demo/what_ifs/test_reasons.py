"""The reason of a grade as HTML."""

from live_demo.templatetags.predictions import line_as_code


def test_the_line_that_a_reason_names_is_code_and_stays_text():
    why = "Line 3 ran: self.said = '<b>' (nothing has changed it since)"
    code = "<code>self.said = &#x27;&lt;b&gt;&#x27;</code>"
    assert line_as_code(why) == f"Line 3 ran: {code} (nothing has changed it since)"
    assert line_as_code("disconnect() has returned.") == "disconnect() has returned."
