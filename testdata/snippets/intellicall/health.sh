curl --silent --show-error --fail-with-body "$BASE_URL/health"
