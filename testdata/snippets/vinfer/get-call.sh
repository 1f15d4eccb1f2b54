curl --silent --show-error --fail-with-body "$BASE_URL/v1/calls/cal_3x7q9m2k8wvt" \
  --header "Authorization: Bearer $API_KEY"
