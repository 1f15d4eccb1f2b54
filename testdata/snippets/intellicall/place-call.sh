curl --silent --show-error --fail-with-body "$BASE_URL/calls" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json' \
  --data '{
    "from_number": "919800000000",
    "to_number": "9876543210",
    "crm_username": "agent.017",
    "uuid": "550e8400-e29b-41d4-a716-446655440000"
  }'
