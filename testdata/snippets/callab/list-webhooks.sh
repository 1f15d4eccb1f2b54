curl --silent --show-error --fail-with-body "$BASE_URL/v1/webhooks" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json'
