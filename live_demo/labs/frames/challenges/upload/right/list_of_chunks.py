import json

from channels.generic.websocket import WebsocketConsumer


class UploadConsumer(WebsocketConsumer):
    def connect(self):
        self.missing = None
        self.accept()

    def receive(self, text_data=None, bytes_data=None):
        if bytes_data is None:
            announced = json.loads(text_data)
            self.name, self.missing, self.chunks = announced["name"], announced["size"], []
        elif self.missing is None:
            self.close(4000)
            return
        else:
            self.chunks.append(bytes_data)
            self.missing -= len(bytes_data)
        if self.missing < 0:
            self.close(4010)
        elif not self.missing:
            text = str(b"".join(self.chunks), "utf-8")
            self.send(json.dumps({"name": self.name, "text": text}))
            self.missing = None
