import json
import os

import requests

answer = requests.get(
    os.environ["BASE_URL"] + "/v1/calls/cal_3x7q9m2k8wvt",
    headers={"Authorization": "Bearer " + os.environ["API_KEY"]},
)
answer.raise_for_status()
print(json.dumps(answer.json()))
