async function main() {
  const response = await fetch(`${process.env.BASE_URL}/health`);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  console.log(JSON.stringify(await response.json()));
}

main();
