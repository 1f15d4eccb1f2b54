curl --silent --show-error --fail-with-body --get "$BASE_URL/v1/calls" \
  --header "Authorization: Bearer $API_KEY" \
  --data-urlencode campaign_id=cmp_8f3k2m9qw4tz \
  --data-urlencode from=2024-01-01T00:00:00Z \
  --data-urlencode disposition=interested \
  --data-urlencode limit=50
