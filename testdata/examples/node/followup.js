// Calls customers through Intellicall, and texts each who has answered.
export class FollowUp {
  // text sends a message to a phone number.
  constructor(url, key, text) {
    Object.assign(this, { url, key, text });
    this.texted = new Set(); // uuids of calls
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

  // heard takes the result of a call, which may come more than once, and even twice at the same time: so it is noted
  // before the text is sent.
  async heard({ uuid, status, customer_number: customer }) {
    if (status !== 'ANSWER' || this.texted.has(uuid)) return;
    this.texted.add(uuid);
    try {
      await this.text(customer);
    } catch (error) {
      this.texted.delete(uuid); // the result will come again
      throw error;
    }
  }
}
