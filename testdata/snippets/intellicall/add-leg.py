import json
import os

import requests

response = requests.post(
    os.environ["BASE_URL"] + "/calls/5deb67aa-d54d-4536-9a25-a29813b3bddd/add-leg",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    json={"number": "9812300000", "max_ring_time": 20},
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
