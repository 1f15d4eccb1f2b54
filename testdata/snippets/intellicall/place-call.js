const { BASE_URL, API_KEY } = process.env;

async function main() {
  const response = await fetch(`${BASE_URL}/calls`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      from_number: "919800000000",
      to_number: "9876543210",
      crm_username: "agent.017",
      uuid: "550e8400-e29b-41d4-a716-446655440000",
    }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
