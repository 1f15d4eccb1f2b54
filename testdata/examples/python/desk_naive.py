"""Calls customers through Indus Labs, and keeps the recording of each call with its ticket."""

import requests


class Desk:
    """One desk; Indus Labs posts to its address, where heard takes what comes."""

    def __init__(self, url, email, password):
        self.url = url
        self.address = None
        self.tickets = {}  # by the ids of their calls
        self.recordings = {}  # URLs by ticket
        answer = requests.post(f"{url}/api/login", json={"email": email, "password": password}, timeout=10)
        answer.raise_for_status()
        self.headers = {"Authorization": "Bearer " + answer.json()["data"]["access_token"]}

    def call(self, ticket, customer):
        """Connect a customer with our agent. The answer names the call."""
        order = {
            "customer_number": customer,
            "agent_number": "918888888888",
            "did": "919484956750",
            "callback_url": self.address,
        }
        answer = requests.post(f"{self.url}/api/calls/click2call", json=order, headers=self.headers, timeout=10)
        answer.raise_for_status()
        self.tickets[answer.json()["data"]["call_id"]] = ticket

    def heard(self, path, body):
        """Take a callback, unless it is of a call that we have not placed."""
        ticket = self.tickets.get(body["data"]["call_id"])
        if ticket and body["event"] == "call.completed":
            self.recordings[ticket] = body["data"]["recording"]
