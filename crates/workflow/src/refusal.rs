//! A refused action: a stable code that a program can compare and a web page can put in words.

use serde::Serialize;
use serde_json::{Map, Value};

/// Why a rule says no. The code never changes its meaning; parameters fill the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable code, dotted, such as `access.role_needed`.
    pub code: &'static str,
    /// Values for the sentence; never contents of a paper.
    pub params: Map<String, Value>,
}

impl Refusal {
    /// A refusal without parameters.
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            params: Map::new(),
        }
    }

    /// Adds one value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl std::error::Error for Refusal {}
