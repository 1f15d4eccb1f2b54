package engine

// Addresses says how to reach what is listening.
func (l Listeners) Addresses() Addresses { return *addressesOf(l) }
