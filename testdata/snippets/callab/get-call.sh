curl --silent --show-error --fail-with-body "$BASE_URL/calls/550e8400-e29b-41d4-a716-446655440000" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json'
