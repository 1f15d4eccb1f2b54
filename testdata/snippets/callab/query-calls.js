const { BASE_URL, API_KEY } = process.env;

async function main() {
  const response = await fetch(`${BASE_URL}/v1/calls/query?status=completed&per_page=25&sort_column=call_duration&order=asc`, {
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
