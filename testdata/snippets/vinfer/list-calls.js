const { BASE_URL, API_KEY } = process.env;

async function main() {
  const wanted = new URLSearchParams({
    campaign_id: "cmp_8f3k2m9qw4tz",
    from: "2024-01-01T00:00:00Z",
    disposition: "interested",
    limit: "50",
  });
  const answer = await fetch(`${BASE_URL}/v1/calls?${wanted}`, {
    headers: { Authorization: `Bearer ${API_KEY}` },
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  console.log(JSON.stringify(await answer.json()));
}

main();
