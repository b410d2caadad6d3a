import asyncio
import json
import sys

from openai import APIError, AsyncOpenAI, DefaultAsyncHttpxClient
from openai_client import client, for_user
from record_calls import AsyncRecordCalls


def asked(content, **options):
    return {"model": "gpt-4.1", "messages": [{"role": "user", "content": content}], **options}


def streamed(content):
    return asked(content, stream=True, stream_options={"include_usage": True})


async def many():
    transport = AsyncRecordCalls({"feature": "search"})
    async with AsyncOpenAI(http_client=DefaultAsyncHttpxClient(transport=transport)) as other:
        calls = [other.chat.completions.create(**asked(f"one of many, {i} {'long ' * 20_000}")) for i in range(20)]
        await asyncio.gather(*calls)
        return [chunk async for chunk in await other.chat.completions.create(**streamed("streamed"))]


answer = for_user("u-17").chat.completions.create(**asked("plain"))
events = list(client.chat.completions.create(**streamed("streamed")))
client.responses.create(model="gpt-4.1", input="a response")
list(client.responses.create(model="gpt-4.1", input="a streamed response", stream=True))
client.embeddings.create(model="text-embedding-3-small", input="a text")
client.chat.completions.create(**asked("busy"))
for word in ["wrong", "page", "gone"]:
    try:
        client.with_options(max_retries=0).chat.completions.create(**asked(word))
    except APIError:
        pass
more = asyncio.run(many())
assert len(more) == len(events)
json.dump([answer.choices[0].message.content, len(events)], sys.stdout)
