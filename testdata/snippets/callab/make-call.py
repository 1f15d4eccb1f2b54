import json
import os

import requests

response = requests.post(
    os.environ["BASE_URL"] + "/v1/calls/make-call",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    json={
        "ai_agent_id": "550e8400-e29b-41d4-a716-446655440002",
        "call_from": "+1234567890",
        "call_to": "(987) 654-3210",
        "dynamic_variables": [
            {
                "name": "customer_name",
                "value": "John"
            }
        ],
        "workspace": "production"
    },
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
