import json
import os

import requests

response = requests.get(
    os.environ["BASE_URL"] + "/calls/5deb67aa-d54d-4536-9a25-a29813b3bddd",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
