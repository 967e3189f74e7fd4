//! The figures as they are written down: one JSON object a line.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::Result;

/// Where figures go.
pub struct Report {
    file: File,
}

impl Report {
    /// Begins the file anew.
    pub fn begin(path: &Path) -> Result<Self> {
        Ok(Self {
            file: File::create(path)?,
        })
    }

    /// Writes a figure.
    pub fn figure(&mut self, name: &str, value: f64, unit: &str) -> Result<()> {
        self.write(&json!({ "name": name, "value": rounded(value), "unit": unit }))
    }

    /// Writes a figure with its ratio to what stands beside it.
    pub fn beside(
        &mut self,
        name: &str,
        (value, unit): (f64, &str),
        (bare, beside): (f64, &str),
    ) -> Result<()> {
        let ratio = if bare > 0.0 {
            json!(rounded(value / bare))
        } else {
            Value::Null
        };
        self.write(&json!({
            "name": name, "value": rounded(value), "unit": unit, "ratio": ratio, "beside": beside,
            "beside_value": rounded(bare),
        }))
    }

    fn write(&mut self, figure: &Value) -> Result<()> {
        println!("{figure}");
        writeln!(self.file, "{figure}")?;
        Ok(self.file.flush()?)
    }
}

/// Four significant digits.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let step = 10f64.powi(digits.clamp(0, 9));
    (value * step).round() / step
}

/// The value below which the given share of the values lies; the values are sorted by it.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values
        .get((last as f64 * share).round() as usize)
        .copied()
        .unwrap_or_default()
}
