curl --silent --show-error "$BASE_URL/v1/calls/initiate" \
  --header "X-API-Key: $API_KEY" --header "Content-Type: application/json" \
  --data '{"assistantId": "665e4a34c65bb95f2f2d72e2", "type": "web"}'
