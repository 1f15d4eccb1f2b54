//go:build race

package main

// raced tells that the race detector is on, under which grading a whole suite
// takes many times as long: then a part of it stands for all.
const raced = true
