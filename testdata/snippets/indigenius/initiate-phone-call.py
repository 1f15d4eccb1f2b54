import json
import os

import requests

order = {"phone_purchase_id": "665e4a34c65bb95f2f2d72e1", "phoneNumber": "+14155552671", "provider": "twilio"}
reply = requests.post(
    os.environ["BASE_URL"] + "/v1/calls/phone/initiate",
    json=order,
    headers={"X-API-Key": os.environ["API_KEY"]},
    timeout=10,
)
print(json.dumps(reply.json()))
