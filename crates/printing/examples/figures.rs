//! Prints a made-up register and stamps copies of papers, and tells what it cost:
//! `figures <rows> <folder> [paper.pdf …]`.

use std::time::Instant;

use printing::{
    ArrivalStamp, Cell, Column, Mark, Place, Register, Row, Signature, forms, register_pdf,
    register_xlsx, stamp_arrival,
};
use time::macros::{date, datetime};

const SUBJECTS: [&str; 5] = [
    "Công văn về việc đôn đốc giải ngân vốn đầu tư công các tháng cuối năm",
    "Quyết định về việc phê duyệt kế hoạch sử dụng đất của các xã trên địa bàn, kèm danh mục công trình, dự án phải thu hồi đất và chuyển mục đích sử dụng đất trong năm kế hoạch",
    "Báo cáo kết quả tiếp công dân và giải quyết khiếu nại, tố cáo quý III",
    "Giấy mời họp giao ban",
    "Tờ trình đề nghị ban hành nghị quyết quy định mức thu, chế độ thu, nộp, quản lý và sử dụng các khoản phí, lệ phí thuộc thẩm quyền quyết định của Hội đồng nhân dân",
];
const ISSUERS: [&str; 4] = [
    "Sở Tài chính",
    "Ủy ban nhân dân xã Thanh Sơn",
    "Văn phòng Hội đồng nhân dân",
    "Ban Quản lý dự án đầu tư xây dựng khu vực số 2",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let rows: u32 = args.next().ok_or("rows?")?.parse()?;
    let folder = args.next().ok_or("folder?")?;
    print(rows, &folder)?;
    for (name, title, columns) in [
        ("outgoing", forms::OUTGOING_TITLE, forms::outgoing()),
        ("follow-up", forms::FOLLOW_UP_TITLE, forms::follow_up()),
        ("post", forms::POST_TITLE, forms::post()),
    ] {
        let mut register = register(0);
        register.rows = (1..=30).map(|number| row(number, &columns)).collect();
        register.columns = columns;
        title.clone_into(&mut register.title);
        std::fs::write(format!("{folder}/{name}.pdf"), register_pdf(&register)?)?;
    }
    args.try_for_each(|paper| stamp(&paper, &folder))
}

fn print(rows: u32, folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    let register = register(rows);
    for (name, make) in [
        ("register.pdf", register_pdf as fn(&Register) -> _),
        ("register.xlsx", register_xlsx),
    ] {
        let started = Instant::now();
        let bytes = make(&register)?;
        let took = started.elapsed().as_secs_f64();
        std::fs::write(format!("{folder}/{name}"), &bytes)?;
        println!(
            "{name}: {rows} rows in {took:.2} s, {:.0} rows/s, {} kB, peak {} MB",
            f64::from(rows) / took,
            bytes.len() / 1000,
            peak_mb()?
        );
    }
    Ok(())
}

fn stamp(paper: &str, folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    let original = std::fs::read(paper)?;
    let stamp = ArrivalStamp {
        agency: "Ủy ban nhân dân xã Mường Thanh".to_owned(),
        number: "1204".to_owned(),
        day: date!(2026 - 11 - 20),
        forwarded_to: Some("Phòng Kinh tế, Hạ tầng và Đô thị".to_owned()),
        dossier: None,
    };
    let started = Instant::now();
    let outcome = stamp_arrival(&original, &stamp, Place::default());
    let took = started.elapsed().as_millis();
    let name = std::path::Path::new(paper)
        .file_name()
        .ok_or("name?")?
        .to_string_lossy();
    match outcome {
        Ok(copy) => {
            println!(
                "{name}: {:?} in {took} ms, {} bytes become {}",
                copy.way,
                original.len(),
                copy.pdf.len()
            );
            std::fs::write(format!("{folder}/stamped-{name}"), copy.pdf)?;
        }
        Err(error) => println!("{name}: {} in {took} ms", error.code()),
    }
    Ok(())
}

fn peak_mb() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kb: u64 = line
        .and_then(|line| line.split_whitespace().nth(1))
        .ok_or("VmHWM?")?
        .parse()?;
    Ok(kb / 1000)
}

fn register(rows: u32) -> Register {
    Register {
        agency_parent: Some("Ủy ban nhân dân tỉnh Hoàng Liên".to_owned()),
        agency: "Ủy ban nhân dân xã Mường Thanh".to_owned(),
        title: forms::INCOMING_TITLE.to_owned(),
        year: 2026,
        period: (date!(2026 - 01 - 01), date!(2026 - 12 - 31)),
        numbers: Some(("01".to_owned(), rows.to_string())),
        volume: Some(1),
        columns: forms::incoming(),
        rows: (1..=rows)
            .map(|number| row(number, &forms::incoming()))
            .collect(),
        totals: vec![format!("Tổng số: {rows} văn bản")],
        filter: None,
        signatures: ["Người lập", "Chánh văn phòng"]
            .map(|post| Signature {
                post: post.to_owned(),
                name: None,
            })
            .to_vec(),
        mark: Mark {
            by: "Trần Thị Lan".to_owned(),
            at: datetime!(2026-12-31 16:30 +7),
        },
    }
}

fn row(number: u32, columns: &[Column]) -> Row {
    let struck = number % 40 == 17;
    Row {
        cells: columns
            .iter()
            .map(|column| cell(number, &column.heading, struck))
            .collect(),
        struck,
    }
}

fn cell(number: u32, heading: &str, struck: bool) -> Cell {
    let at = number as usize;
    let day = date!(2026 - 01 - 05) + time::Duration::days(i64::from(number % 350));
    let code = format!("{}/STC-QLNS", number * 7 % 3000);
    let subject = SUBJECTS[at % SUBJECTS.len()];
    let issuer = ISSUERS[at % ISSUERS.len()];
    match heading {
        "Ngày đến" | "Ngày chuyển" => day.into(),
        "Ngày tháng văn bản" => (day - time::Duration::days(3)).into(),
        "Thời hạn giải quyết" => (day + time::Duration::days(9)).into(),
        "Số đến" => number.into(),
        "Số lượng bản" | "Số lượng bì" => (number % 12 + 1).into(),
        "Số, ký hiệu văn bản" | "Số, ký hiệu văn bản trả lời" => code.into(),
        "Tác giả" => issuer.into(),
        "Người ký" => "Nguyễn Văn Bình".into(),
        "Nơi nhận văn bản" => format!("{issuer}; các phòng chuyên môn; lưu").into(),
        "Đơn vị, người nhận bản lưu" => "Văn thư; Phòng Kinh tế".into(),
        "Đơn vị hoặc người nhận" => "Phòng Kinh tế".into(),
        "Tiến độ giải quyết" => "Đã trả lời đúng hạn".into(),
        "Ghi chú" if struck => "Hủy số: đăng ký trùng".into(),
        "Ghi chú" | "Ký nhận" | "Ký nhận và dấu bưu điện" => Cell::Empty,
        "Tên loại và trích yếu nội dung văn bản" => subject.into(),
        _ => format!("{subject} (số {code} ngày 02/01/2026, {issuer})").into(),
    }
}
