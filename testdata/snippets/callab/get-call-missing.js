const { BASE_URL, API_KEY } = process.env;

async function main() {
  const response = await fetch(`${BASE_URL}/calls/550e8400-e29b-41d4-a716-44665544000f`, {
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
