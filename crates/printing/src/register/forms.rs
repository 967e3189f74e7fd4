//! The official books of Nghị định 30/2020/NĐ-CP, Annex IV: titles and columns in their order.
//!
//! The law says «at least these columns»; a caller may add more at the end of the list.

use super::{Align, Column};

/// «Sổ đăng ký văn bản đi».
pub const OUTGOING_TITLE: &str = "Sổ đăng ký văn bản đi";
/// «Sổ đăng ký văn bản đến».
pub const INCOMING_TITLE: &str = "Sổ đăng ký văn bản đến";
/// «Sổ theo dõi giải quyết văn bản đến».
pub const FOLLOW_UP_TITLE: &str = "Sổ theo dõi giải quyết văn bản đến";
/// «Sổ gửi văn bản đi bưu điện».
pub const POST_TITLE: &str = "Sổ gửi văn bản đi bưu điện";

/// The 10 columns of the register of outgoing papers.
pub fn outgoing() -> Vec<Column> {
    columns(&[
        ("Số, ký hiệu văn bản", 11.0, Align::Centre),
        ("Ngày tháng văn bản", 7.6, Align::Centre),
        ("Tên loại và trích yếu nội dung văn bản", 23.0, Align::Left),
        ("Người ký", 9.5, Align::Left),
        ("Nơi nhận văn bản", 13.0, Align::Left),
        ("Đơn vị, người nhận bản lưu", 9.0, Align::Left),
        ("Số lượng bản", 5.4, Align::Centre),
        ("Ngày chuyển", 7.6, Align::Centre),
        ("Ký nhận", 6.4, Align::Centre),
        ("Ghi chú", 8.5, Align::Left),
    ])
}

/// The 10 columns of the register of incoming papers.
pub fn incoming() -> Vec<Column> {
    columns(&[
        ("Ngày đến", 7.6, Align::Centre),
        ("Số đến", 5.2, Align::Centre),
        ("Tác giả", 12.5, Align::Left),
        ("Số, ký hiệu văn bản", 11.0, Align::Centre),
        ("Ngày tháng văn bản", 7.6, Align::Centre),
        ("Tên loại và trích yếu nội dung văn bản", 23.0, Align::Left),
        ("Đơn vị hoặc người nhận", 11.6, Align::Left),
        ("Ngày chuyển", 7.6, Align::Centre),
        ("Ký nhận", 6.4, Align::Centre),
        ("Ghi chú", 8.0, Align::Left),
    ])
}

/// The 7 columns of the follow-up of incoming papers.
pub fn follow_up() -> Vec<Column> {
    columns(&[
        ("Số đến", 6.0, Align::Centre),
        (
            "Tên loại, số và ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản",
            32.0,
            Align::Left,
        ),
        ("Đơn vị hoặc người nhận", 14.0, Align::Left),
        ("Thời hạn giải quyết", 9.0, Align::Centre),
        ("Tiến độ giải quyết", 14.0, Align::Left),
        ("Số, ký hiệu văn bản trả lời", 12.0, Align::Centre),
        ("Ghi chú", 13.0, Align::Left),
    ])
}

/// The 6 columns of the book of papers sent by post.
pub fn post() -> Vec<Column> {
    columns(&[
        ("Ngày chuyển", 10.0, Align::Centre),
        ("Số, ký hiệu văn bản", 16.0, Align::Centre),
        ("Nơi nhận văn bản", 34.0, Align::Left),
        ("Số lượng bì", 8.0, Align::Centre),
        ("Ký nhận và dấu bưu điện", 16.0, Align::Centre),
        ("Ghi chú", 16.0, Align::Left),
    ])
}

fn columns(columns: &[(&str, f64, Align)]) -> Vec<Column> {
    columns
        .iter()
        .map(|&(heading, weight, align)| Column {
            heading: heading.to_owned(),
            weight,
            align,
        })
        .collect()
}
