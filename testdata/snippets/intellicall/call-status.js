const { BASE_URL, API_KEY } = process.env;

async function main() {
  const response = await fetch(`${BASE_URL}/calls/5deb67aa-d54d-4536-9a25-a29813b3bddd`, {
    headers: { Authorization: `Bearer ${API_KEY}` },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
