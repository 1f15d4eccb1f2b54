curl --silent --show-error --request POST "$BASE_URL/api/login" \
  --header 'Content-Type: application/json' \
  --data '{"email": "user@example.com", "password": "your_password"}'
