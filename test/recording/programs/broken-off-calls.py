from openai_client import client

messages = [{"role": "user", "content": "endless"}]
with client.chat.completions.create(model="gpt-4.1-mini", messages=messages, stream=True) as stream:
    next(stream)
