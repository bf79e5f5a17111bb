// Package tag says what the words of a sentence are and how they hang together.
//
// It begins with sentences cut into tokens and ends with the same tokens carrying a part of speech, a head and a
// relation. Its models are linear: hashed features, a table of small whole numbers, the largest sum wins. They are
// trained by the commands in train/ and embedded from model/.
package tag
