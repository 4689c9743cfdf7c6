"""Forms of texts that a program sends, and how each is said in words.

`$` of pydantic is the end of the text. Each pattern means the same in Python, Rust and JavaScript.
"""

SLUG = r"^[-a-zA-Z0-9_]+$"
STORED_IDENTIFIER = r"^[^\x00-\x1f\x7f-\x9f]+$"
IDENTIFIER = r"^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x1f\x7f-\x9f\s][^\x00-\x1f\x7f-\x9f]*$"
CURSOR = r"^[0-9]{1,18}$"
IDEMPOTENCY_KEY = r"^[\x21-\x7e]+$"

WORDS = {
    SLUG: "Send a text of letters from a to z, digits, '-' and '_' only.",
    STORED_IDENTIFIER: "Send a text without control characters.",
    IDENTIFIER: "Send a text without control characters, and with more in it than blanks.",
    CURSOR: "Send a cursor as the API gave it, such as 1024.",
    IDEMPOTENCY_KEY: "Send a text of printable ASCII characters, without blanks.",
}
"""{pattern: what to send}."""
