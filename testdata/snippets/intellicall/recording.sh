curl --silent --show-error --fail --output /dev/null \
  --write-out '{"type": "%{content_type}", "bytes": %{size_download}}\n' \
  "$BASE_URL/recordings/crm_0b9a5c1e-64d2-4f3b-8a7d-2f60c1e9d845_4e8d07.wav"
