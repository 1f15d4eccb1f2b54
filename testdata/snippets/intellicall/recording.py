import json
import os

import requests

response = requests.get(
    os.environ["BASE_URL"] + "/recordings/crm_0b9a5c1e-64d2-4f3b-8a7d-2f60c1e9d845_4e8d07.wav",
    timeout=10,
)
response.raise_for_status()
print(json.dumps({"type": response.headers["Content-Type"], "bytes": len(response.content)}))
