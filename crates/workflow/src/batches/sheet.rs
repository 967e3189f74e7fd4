//! What the QR code of a separator sheet says: `congvan:sheet:1:<unit>:<register>`, each `-` where the
//! sheet is for any.

use std::fmt;

use crate::{RegisterId, UnitId};

const BEGINNING: &str = "congvan:sheet:";
const VERSION: &str = "1";

/// What a separator sheet wishes for the paper behind it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The unit it goes to.
    pub unit: Option<UnitId>,
    /// The register it is to be entered in.
    pub register: Option<RegisterId>,
}

impl Sheet {
    /// Reads the text of a QR code; none where it is not that of a sheet of this system. One of a version
    /// to come still separates.
    pub fn parse(text: &str) -> Option<Sheet> {
        let mut parts = text.trim().strip_prefix(BEGINNING)?.split(':');
        if parts.next() != Some(VERSION) {
            return Some(Sheet::default());
        }
        let mut id = || parts.next().unwrap_or_default();
        Some(Sheet {
            unit: id().parse().ok(),
            register: id().parse().ok(),
        })
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_any = |id: Option<String>| id.unwrap_or_else(|| "-".to_owned());
        let unit = or_any(self.unit.map(|id| id.to_string()));
        let register = or_any(self.register.map(|id| id.to_string()));
        write!(f, "{BEGINNING}{VERSION}:{unit}:{register}")
    }
}
