import json
import os

import requests

reply = requests.get(os.environ["BASE_URL"] + "/v1/calls", headers={"X-API-Key": os.environ["API_KEY"]}, timeout=10)
print(json.dumps(reply.json()))
