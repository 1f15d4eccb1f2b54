import json
import os

import requests

response = requests.post(
    os.environ["BASE_URL"] + "/calls",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    json={
        "from_number": "919800000000",
        "to_number": "9876543210",
        "crm_username": "agent.017",
        "uuid": "550e8400-e29b-41d4-a716-446655440000",
    },
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
