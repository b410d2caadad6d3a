import json
import sys

from anthropic import APIError
from anthropic_client import client


def asked(content, **options):
    messages = [{"role": "user", "content": content}]
    return {"model": "claude-haiku-4-5", "max_tokens": 100, "messages": messages, **options}


answer = client.messages.create(**asked("plain", metadata={"user_id": "u-17"}))
events = list(client.messages.create(**asked("streamed", stream=True)))
with client.messages.stream(**asked("streamed again")) as stream:
    said = stream.get_final_text()
client.messages.create(**asked("busy"))
try:
    client.messages.create(**asked("wrong"))
except APIError:
    pass
json.dump([answer.content[0].type, len(events), said], sys.stdout)
