curl --silent --show-error "$BASE_URL/v1/calls/phone/initiate" \
  --header "X-API-Key: $API_KEY" --header "Content-Type: application/json" \
  --data '{"phone_purchase_id": "665e4a34c65bb95f2f2d72e1", "phoneNumber": "+14155552671", "provider": "twilio"}'
