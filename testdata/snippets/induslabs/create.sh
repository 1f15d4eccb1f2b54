token=$(curl --silent --request POST "$BASE_URL/api/login" --header 'Content-Type: application/json' \
  --data '{"email": "user@example.com", "password": "your_password"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --silent --show-error --request POST "$BASE_URL/api/calls/click2call" \
  --header "Authorization: Bearer $token" --header 'Content-Type: application/json' \
  --data '{"customer_number": "919999999999", "agent_number": "918888888888", "did": "919484956750",
           "callback_url": "https://example.com/webhooks/indus/click2call", "transcript": true, "transcript_language": "hi"}'
