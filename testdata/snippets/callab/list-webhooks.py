import json
import os

import requests

response = requests.get(
    os.environ["BASE_URL"] + "/v1/webhooks",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"], "Content-Type": "application/json"},
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
