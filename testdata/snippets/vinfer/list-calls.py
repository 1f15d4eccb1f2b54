import json
import os

import requests

answer = requests.get(
    os.environ["BASE_URL"] + "/v1/calls",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    params={
        "campaign_id": "cmp_8f3k2m9qw4tz",
        "from": "2024-01-01T00:00:00Z",
        "disposition": "interested",
        "limit": 50,
    },
)
answer.raise_for_status()
print(json.dumps(answer.json()))
