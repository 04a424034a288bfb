//! Whole-system tests, one binary.

mod pooled;
