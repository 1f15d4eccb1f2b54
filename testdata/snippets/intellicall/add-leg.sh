curl --silent --show-error --fail-with-body "$BASE_URL/calls/5deb67aa-d54d-4536-9a25-a29813b3bddd/add-leg" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json' \
  --data '{"number": "9812300000", "max_ring_time": 20}'
