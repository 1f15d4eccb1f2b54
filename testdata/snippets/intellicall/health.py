import json
import os

import requests

response = requests.get(os.environ["BASE_URL"] + "/health", timeout=10)
response.raise_for_status()
print(json.dumps(response.json()))
