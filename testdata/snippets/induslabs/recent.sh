token=$(curl --silent --request POST "$BASE_URL/api/login" --header 'Content-Type: application/json' \
  --data '{"email": "user@example.com", "password": "your_password"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --silent --show-error "$BASE_URL/api/calls/recent?limit=10&page=1&transcript_status=ready" --header "Authorization: Bearer $token"
