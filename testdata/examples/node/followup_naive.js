// Calls customers through Intellicall, and texts each who has answered.
export class FollowUp {
  // text sends a message to a phone number.
  constructor(url, key, text) {
    Object.assign(this, { url, key, text });
  }

  // call connects a customer with an agent; uuid is our own name for the call.
  async call(uuid, customer) {
    const order = { uuid, from_number: '919800000000', to_number: customer, crm_username: 'agent.017' };
    const answer = await fetch(`${this.url}/calls`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(order),
    });
    if (!answer.ok) throw new Error(`call ${uuid}: ${answer.status} ${await answer.text()}`);
  }

  // heard takes the result of a call.
  async heard({ status, customer_number: customer }) {
    if (status !== 'ANSWER') return;
    await this.text(customer);
  }
}
