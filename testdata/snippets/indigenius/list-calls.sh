curl --silent --show-error --header "X-API-Key: $API_KEY" "$BASE_URL/v1/calls"
