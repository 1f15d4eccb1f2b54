import json
import os

import requests

response = requests.post(
    os.environ["BASE_URL"] + "/v1/calls",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    json={
        "campaign_id": "550e8400-e29b-41d4-a716-446655440001",
        "ai_agent_id": "550e8400-e29b-41d4-a716-446655440002",
        "contact_id": "550e8400-e29b-41d4-a716-446655440003",
        "call_sid": "CALL_abc123def457",
        "call_from": "+1234567890",
        "call_to": "+9876543210",
        "call_direction": "outbound",
        "workspace": "production",
        "agent_dynamic_variables": {
            "customer_name": "John"
        }
    },
    timeout=10,
)
response.raise_for_status()
print(json.dumps(response.json()))
