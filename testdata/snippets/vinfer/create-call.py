import json
import os

import requests

answer = requests.post(
    os.environ["BASE_URL"] + "/v1/calls",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
    json={
        "phone": "+919876543210",
        "name": "Asha Nair",
        "script_id": "scr_5k9m2x7q4wvt",
        "language": "en-IN",
        "variables": {"appointment_date": "3rd February", "doctor_name": "Dr. Kapoor"},
    },
)
answer.raise_for_status()
print(json.dumps(answer.json()))
