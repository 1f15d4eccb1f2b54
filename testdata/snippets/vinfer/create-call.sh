curl --silent --show-error --fail-with-body "$BASE_URL/v1/calls" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json' \
  --data '{
    "phone": "+919876543210",
    "name": "Asha Nair",
    "script_id": "scr_5k9m2x7q4wvt",
    "language": "en-IN",
    "variables": {"appointment_date": "3rd February", "doctor_name": "Dr. Kapoor"}
  }'
