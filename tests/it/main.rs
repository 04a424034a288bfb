//! The whole program, as people and peers meet it.

mod charter;
