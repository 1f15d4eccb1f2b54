import json
import os

import requests

response = requests.get(
    os.environ["BASE_URL"] + "/v1/calls/550e8400-e29b-41d4-a716-446655440000",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"], "Content-Type": "application/json"},
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
