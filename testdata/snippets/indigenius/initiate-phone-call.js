const { BASE_URL, API_KEY } = process.env;

const order = { phone_purchase_id: '665e4a34c65bb95f2f2d72e1', phoneNumber: '+14155552671', provider: 'twilio' };
const reply = await fetch(`${BASE_URL}/v1/calls/phone/initiate`, {
  method: 'POST',
  headers: { 'X-API-Key': API_KEY, 'Content-Type': 'application/json' },
  body: JSON.stringify(order),
});
console.log(JSON.stringify(await reply.json()));
