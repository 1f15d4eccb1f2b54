const { BASE_URL, API_KEY } = process.env;

async function main() {
  const answer = await fetch(`${BASE_URL}/v1/calls`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      phone: "+919876543210",
      name: "Asha Nair",
      script_id: "scr_5k9m2x7q4wvt",
      language: "en-IN",
      variables: { appointment_date: "3rd February", doctor_name: "Dr. Kapoor" },
    }),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  console.log(JSON.stringify(await answer.json()));
}

main();
