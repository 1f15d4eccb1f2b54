curl --silent --show-error --header "X-API-Key: $API_KEY" "$BASE_URL/v1/calls/665e4a34c65bb95f2f2d72e1/transcripts"
