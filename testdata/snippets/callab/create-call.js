const { BASE_URL, API_KEY } = process.env;

async function main() {
  const order = {
    "campaign_id": "550e8400-e29b-41d4-a716-446655440001",
    "ai_agent_id": "550e8400-e29b-41d4-a716-446655440002",
    "contact_id": "550e8400-e29b-41d4-a716-446655440003",
    "call_sid": "CALL_abc123def457",
    "call_from": "+1234567890",
    "call_to": "+9876543210",
    "call_direction": "outbound",
    "workspace": "production",
    "agent_dynamic_variables": {
      "customer_name": "John"
    }
  };
  const response = await fetch(`${BASE_URL}/v1/calls`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify(order),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
