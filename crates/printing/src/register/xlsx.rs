//! The register as a sheet: the words of the cover above the table, the same columns and rows.

use super::Register;
use crate::cell::printed_day;
use crate::{PrintError, Table, table_xlsx};

/// The register as XLSX, with days and numbers as such.
pub fn register_xlsx(register: &Register) -> Result<Vec<u8>, PrintError> {
    register.check()?;
    table_xlsx(&Table {
        titles: titles(register),
        sheet: register.title.clone(),
        columns: register.columns.clone(),
        rows: register.rows.clone(),
        totals: register.totals.clone(),
        numbered: true,
        mark: register.mark.clone(),
    })
}

fn titles(register: &Register) -> Vec<String> {
    let (first, last) = register.period;
    let mut scope = vec![format!(
        "Từ ngày {} đến ngày {}",
        printed_day(first),
        printed_day(last)
    )];
    if let Some((first, last)) = &register.numbers {
        scope.push(format!("từ số {first} đến số {last}"));
    }
    if let Some(volume) = register.volume {
        scope.push(format!("quyển số {volume}"));
    }
    let mut titles = vec![format!(
        "{} – Năm {}",
        register.title.to_uppercase(),
        register.year
    )];
    titles.extend(register.agency_parent.clone());
    titles.push(register.agency.clone());
    titles.push(scope.join("; "));
    titles.extend(
        register
            .filter
            .as_ref()
            .map(|words| format!("Phạm vi in: {words}")),
    );
    titles.push(register.mark.sentence());
    titles
}
