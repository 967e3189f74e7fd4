//! One entity per table; they stay inside this crate.
