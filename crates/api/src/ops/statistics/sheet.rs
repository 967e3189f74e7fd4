//! The figures of a period as a sheet (XLSX).

use ::printing::child::Request;
use ::printing::{Align, Cell, Column, Mark, Row, Table};
use workflow::access::Caller;
use workflow::calendar::Punctuality;

use super::figures::{By, FigureRow, Period, figures};
use crate::clock::VIETNAM;
use crate::error::Result;
use crate::ops::App;

/// The figures as XLSX, with who printed them and when.
pub async fn sheet(app: &App, caller: &Caller, period: Period, by: By) -> Result<Vec<u8>> {
    let figures = figures(app, caller, period, by).await?;
    let db = &app.0.db;
    let agency = storage::organisations::get(db, caller.organisation).await?;
    let people = storage::organisations::list_people_by_ids(db, &[caller.person]).await?;
    let total = FigureRow {
        key: String::new(),
        name: Some("Tổng cộng".to_owned()),
        counts: figures.total,
    };
    let table = Table {
        titles: vec![
            "Tình hình giải quyết văn bản đến theo hạn".to_owned(),
            agency.name,
            format!(
                "Hạn xử lý từ ngày {} đến ngày {}",
                Cell::Date(period.from).printed(),
                Cell::Date(period.to).printed()
            ),
        ],
        sheet: "Thống kê".to_owned(),
        columns: columns(by),
        rows: figures.rows.iter().chain([&total]).map(row).collect(),
        totals: Vec::new(),
        numbered: false,
        mark: Mark {
            by: people
                .into_iter()
                .next()
                .map_or_else(String::new, |person| person.name),
            at: app.0.clock.now().to_offset(VIETNAM),
        },
    };
    let request = Request::TableXlsx(Box::new(table));
    app.0.printer.print(request, None).await
}

fn columns(by: By) -> Vec<Column> {
    let first = match by {
        By::Unit => "Đơn vị chủ trì",
        By::Month => "Tháng",
        By::Kind => "Loại văn bản",
    };
    let figures = Punctuality::ALL.map(|standing| match standing {
        Punctuality::Early => "Xong trước hạn",
        Punctuality::OnTime => "Xong đúng hạn",
        Punctuality::Late => "Xong quá hạn",
        Punctuality::Open => "Đang xử lý, trong hạn",
        Punctuality::OpenLate => "Đang xử lý, quá hạn",
    });
    let column = |heading: &str, weight: f64, align: Align| Column {
        heading: heading.to_owned(),
        weight,
        align,
    };
    let figures = figures.into_iter().chain(["Cộng"]);
    std::iter::once(column(first, 3.0, Align::Left))
        .chain(figures.map(|heading| column(heading, 1.0, Align::Right)))
        .collect()
}

fn row(figures: &FigureRow) -> Row {
    let sum = figures.counts.iter().sum::<u64>();
    let number = |count: u64| Cell::from(u32::try_from(count).unwrap_or(u32::MAX));
    let name = figures.name.as_deref().unwrap_or("Chưa xác định");
    let counts = figures.counts.iter().copied().chain([sum]).map(number);
    Row {
        cells: std::iter::once(Cell::from(name)).chain(counts).collect(),
        struck: false,
    }
}
