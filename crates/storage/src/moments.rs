//! Moments at the edge of the crate: rows hold microseconds since 1970-01-01 UTC, callers hold
//! `OffsetDateTime`.

use time::OffsetDateTime;

use crate::{Result, StorageError};

/// Microseconds of a moment; what lies beyond the range of `i64` is cut to it.
pub(crate) fn micros(moment: OffsetDateTime) -> i64 {
    let micros = moment.unix_timestamp_nanos().div_euclid(1000);
    i64::try_from(micros).unwrap_or(if micros < 0 { i64::MIN } else { i64::MAX })
}

/// The moment of a row.
pub(crate) fn moment(micros: i64) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000)
        .map_err(|_| StorageError::Corrupt(format!("moment {micros} µs is out of range")))
}
