async function main() {
  const response = await fetch(`${process.env.BASE_URL}/recordings/crm_0b9a5c1e-64d2-4f3b-8a7d-2f60c1e9d845_4e8d07.wav`);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const audio = await response.arrayBuffer();
  console.log(JSON.stringify({ type: response.headers.get("content-type"), bytes: audio.byteLength }));
}

main();
