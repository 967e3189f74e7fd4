//! What the yearly notices to the civil service have decided, as they were published.
//!
//! The notice of a year names the five days of Tết and the second day of Quốc khánh (Bộ luật Lao
//! động Điều 112.3) and may exchange a weekday for a Saturday.

use time::Date;
use time::macros::date;

/// A weekday off against a Saturday worked (hoán đổi ngày làm việc).
pub(super) struct Exchange {
    pub off: Date,
    pub worked: Date,
    pub source: &'static str,
}

/// The notice of one year.
pub(super) struct Notice {
    pub year: i32,
    /// The first of the five days of Tết.
    pub tet: Date,
    /// The day beside 02/9.
    pub beside_national_day: Date,
    pub source: &'static str,
    pub exchanges: &'static [Exchange],
}

const OF_2025: &str = "Thông báo 6150/TB-BLĐTBXH ngày 03/12/2024";
const OF_2026: &str = "Thông báo 9441/TB-BNV ngày 16/10/2025";

pub(super) const PUBLISHED: [Notice; 2] = [
    Notice {
        year: 2025,
        tet: date!(2025 - 01 - 27),
        beside_national_day: date!(2025 - 09 - 01),
        source: OF_2025,
        exchanges: &[Exchange {
            off: date!(2025 - 05 - 02),
            worked: date!(2025 - 04 - 26),
            source: OF_2025,
        }],
    },
    Notice {
        year: 2026,
        tet: date!(2026 - 02 - 16),
        beside_national_day: date!(2026 - 09 - 01),
        source: OF_2026,
        exchanges: &[
            Exchange {
                off: date!(2026 - 01 - 02),
                worked: date!(2026 - 01 - 10),
                source: "Công văn 12729/VPCP-KGVX",
            },
            Exchange {
                off: date!(2026 - 08 - 31),
                worked: date!(2026 - 08 - 22),
                source: OF_2026,
            },
        ],
    },
];
