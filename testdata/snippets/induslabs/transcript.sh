token=$(curl --silent --request POST "$BASE_URL/api/login" --header 'Content-Type: application/json' \
  --data '{"email": "user@example.com", "password": "your_password"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --silent --show-error "$BASE_URL/api/calls/call_ab12cd34ef56gh78/transcript" --header "Authorization: Bearer $token"
