import json
import os

import requests

response = requests.get(
    os.environ["BASE_URL"] + "/v1/calls/query?status=completed&per_page=25&sort_column=call_duration&order=asc",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"], "Content-Type": "application/json"},
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
