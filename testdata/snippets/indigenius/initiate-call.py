import json
import os

import requests

session = {"assistantId": "665e4a34c65bb95f2f2d72e2", "type": "web"}
reply = requests.post(
    os.environ["BASE_URL"] + "/v1/calls/initiate",
    json=session,
    headers={"X-API-Key": os.environ["API_KEY"]},
    timeout=10,
)
print(json.dumps(reply.json()))
