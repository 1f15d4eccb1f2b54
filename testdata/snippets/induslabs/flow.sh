token=$(curl --silent --request POST "$BASE_URL/api/login" --header 'Content-Type: application/json' \
  --data '{"email": "user@example.com", "password": "your_password"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

call=$(curl --silent --request POST "$BASE_URL/api/calls/click2call" \
  --header "Authorization: Bearer $token" --header 'Content-Type: application/json' \
  --data '{"customer_number": "919999999999", "agent_number": "918888888888", "did": "919484956750",
           "callback_url": "https://example.com/webhooks/indus/click2call", "transcript": true, "transcript_language": "hi"}' |
  sed 's/.*"call_id":"\([^"]*\)".*/\1/')

curl --silent --output /dev/null "$BASE_URL/api/calls/recent?limit=10&page=1" --header "Authorization: Bearer $token"
curl --silent --show-error "$BASE_URL/api/calls/$call/transcript" --header "Authorization: Bearer $token"
