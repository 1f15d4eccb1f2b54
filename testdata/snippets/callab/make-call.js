const { BASE_URL, API_KEY } = process.env;

async function main() {
  const order = {
    "ai_agent_id": "550e8400-e29b-41d4-a716-446655440002",
    "call_from": "+1234567890",
    "call_to": "(987) 654-3210",
    "dynamic_variables": [
      {
        "name": "customer_name",
        "value": "John"
      }
    ],
    "workspace": "production"
  };
  const response = await fetch(`${BASE_URL}/v1/calls/make-call`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify(order),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
