const { BASE_URL, API_KEY } = process.env;

async function main() {
  const response = await fetch(`${BASE_URL}/v1/webhooks`, {
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
