curl --silent --show-error --fail-with-body "$BASE_URL/v1/calls/make-call" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json' \
  --data '{"ai_agent_id": "550e8400-e29b-41d4-a716-446655440002", "call_from": "+1234567890", "call_to": "(987) 654-3210", "dynamic_variables": [{"name": "customer_name", "value": "John"}], "workspace": "production"}'
