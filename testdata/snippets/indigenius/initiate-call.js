const { BASE_URL, API_KEY } = process.env;

const session = { assistantId: '665e4a34c65bb95f2f2d72e2', type: 'web' };
const reply = await fetch(`${BASE_URL}/v1/calls/initiate`, {
  method: 'POST',
  headers: { 'X-API-Key': API_KEY, 'Content-Type': 'application/json' },
  body: JSON.stringify(session),
});
console.log(JSON.stringify(await reply.json()));
