FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /ringer ./cmd/ringer

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /ringer /ringer
USER 65532:65532
# Receivers of callbacks are other containers, so private addresses may be called back; public ones still may not.
ENV RINGER_HOST=0.0.0.0 \
    RINGER_CONTROL=0.0.0.0:4100 \
    RINGER_ALLOW_CALLBACK=private
# The control port, then one port for each provider.
EXPOSE 4100 4101 4102 4103 4104 4105
HEALTHCHECK --interval=5s --timeout=4s --start-period=5s --retries=3 CMD ["/ringer", "ready"]
ENTRYPOINT ["/ringer"]
CMD ["serve"]
