curl --silent --show-error --fail-with-body "$BASE_URL/calls/5deb67aa-d54d-4536-9a25-a29813b3bddd" \
  --header "Authorization: Bearer $API_KEY"
