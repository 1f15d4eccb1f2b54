const { BASE_URL, API_KEY } = process.env;

const call = '665e4a34c65bb95f2f2d72e1';
const reply = await fetch(`${BASE_URL}/v1/calls/${call}/analysis`, { headers: { 'X-API-Key': API_KEY } });
console.log(JSON.stringify(await reply.json()));
