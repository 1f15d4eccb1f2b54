import json
import os

import requests

call = "665e4a34c65bb95f2f2d72e1"
reply = requests.get(
    os.environ["BASE_URL"] + "/v1/calls/" + call,
    headers={"X-API-Key": os.environ["API_KEY"]},
    timeout=10,
)
print(json.dumps(reply.json()))
