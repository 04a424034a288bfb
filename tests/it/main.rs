//! Tests of the built program, from outside.
#![expect(clippy::disallowed_methods, reason = "tests look at the files that the program writes")]

mod pki;
