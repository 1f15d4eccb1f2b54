"""Calls customers through Indus Labs, and keeps the recording of each call with its ticket."""

import requests


class Desk:
    """One desk; Indus Labs posts to its address, where heard takes what comes."""

    def __init__(self, url, email, password):
        self.url = url
        self.address = None
        self.recordings = {}  # URLs by ticket
        answer = requests.post(f"{url}/api/login", json={"email": email, "password": password}, timeout=10)
        answer.raise_for_status()
        self.headers = {"Authorization": "Bearer " + answer.json()["data"]["access_token"]}

    def call(self, ticket, customer):
        """Connect a customer with our agent. The callback address names the ticket."""
        order = {
            "customer_number": customer,
            "agent_number": "918888888888",
            "did": "919484956750",
            "callback_url": f"{self.address}/{ticket}",
        }
        answer = requests.post(f"{self.url}/api/calls/click2call", json=order, headers=self.headers, timeout=10)
        answer.raise_for_status()

    def heard(self, path, body):
        """Take a callback, which may come before the answer to the request that placed the call."""
        ticket = path.rpartition("/")[2]
        if body["event"] == "call.completed":
            self.recordings[ticket] = body["data"]["recording"]
