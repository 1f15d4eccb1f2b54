curl --silent --show-error --fail-with-body "$BASE_URL/v1/calls/query?status=completed&per_page=25&sort_column=call_duration&order=asc" \
  --header "Authorization: Bearer $API_KEY" \
  --header 'Content-Type: application/json'
