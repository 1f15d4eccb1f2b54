// Package grade says how good a suite of scenarios is. It breaks an implementation in every way that its document and
// its written oddities allow, one at a time, and asks whether a scenario turns red; and it changes what the documents
// leave free, after which none may.
//
// Begin with Grade, or with Catch for scenarios that are being written. The implementation is a World of handlers in
// this process, which is never changed: what breaks it is a Proxy between it and the runner, for requests, for the
// control port and for callbacks. Nothing here knows a provider; what is written by hand comes in with the Suite.
//
//	runner  --request-->  Proxy(Tampering)  -->  World
//	runner  <-callback--  Proxy(Tampering)  <--  World
//
// A scenario that a tampering cannot reach passes as it does without, so it is not played: a recording of one clean run
// says which member, status and event each scenario comes by. A tampering that nothing sets off gives no verdict.
package grade
