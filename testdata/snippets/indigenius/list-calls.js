const { BASE_URL, API_KEY } = process.env;

const reply = await fetch(`${BASE_URL}/v1/calls`, { headers: { 'X-API-Key': API_KEY } });
console.log(JSON.stringify(await reply.json()));
