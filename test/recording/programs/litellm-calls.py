import asyncio
import json
import sys

from litellm_calls import recorder

with open(sys.argv[1]) as payloads:
    for number, line in enumerate(payloads):
        payload = json.loads(line)
        is_failure = payload["status"] == "failure"
        event = ({"standard_logging_object": payload}, None, None, None)
        if number % 2 == 0:
            (recorder.log_failure_event if is_failure else recorder.log_success_event)(*event)
        else:
            asyncio.run((recorder.async_log_failure_event if is_failure else recorder.async_log_success_event)(*event))
recorder.log_success_event({}, None, None, None)
