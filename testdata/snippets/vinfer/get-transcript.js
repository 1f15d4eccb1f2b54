const { BASE_URL, API_KEY } = process.env;

async function main() {
  const answer = await fetch(`${BASE_URL}/v1/calls/cal_3x7q9m2k8wvt/transcript`, {
    headers: { Authorization: `Bearer ${API_KEY}` },
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  console.log(JSON.stringify(await answer.json()));
}

main();
