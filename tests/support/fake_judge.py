"""A judge of challenges that only notes what it is asked: tests say the verdict themselves."""


class PlayedJudge:
    def __init__(self):
        self.asked = []
        self.waiting = {}

    def submit(self, attempt_id, challenge, source, whose):
        self.asked.append((attempt_id, challenge.name, source))

    def pending(self, whose):
        return self.waiting.get(whose, 0)
