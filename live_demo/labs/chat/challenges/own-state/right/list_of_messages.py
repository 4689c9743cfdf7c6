from channels.generic.websocket import WebsocketConsumer


class CountingConsumer(WebsocketConsumer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.messages = []

    def receive(self, text_data=None, bytes_data=None):
        if text_data == "bye":
            self.send(f"you sent {len(self.messages)} messages")
            self.close(4000)
        else:
            self.messages.append(text_data)
            self.send(f"{len(self.messages)}: {text_data}")
