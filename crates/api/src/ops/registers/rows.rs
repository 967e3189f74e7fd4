//! The lines of the official books (NĐ 30/2020 Phụ lục IV), cell by cell.

use ::printing::Cell;
use storage::documents::Document;
use storage::registers::Line;
use workflow::documents::kind_by_code;
use workflow::registers::EntryState;

use super::fates::{Fates, text, written};

/// Number and symbol; of a number that no paper has the number alone, below 10 with a zero (NĐ 30/2020 Phụ lục I).
fn number(line: &Line) -> Cell {
    let alone = || format!("{:02}", line.kept.place.number);
    text(line.kept.code.clone().unwrap_or_else(alone))
}

pub(super) fn incoming_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    let fields = document.map(|document| &document.fields);
    vec![
        line.kept.dated.into(),
        Cell::Number(line.kept.place.number.into()),
        fields.and_then(|fields| fields.issuer.clone()).into(),
        fields.and_then(|fields| fields.code.clone()).into(),
        fields.and_then(|fields| fields.issued_on).into(),
        subject(document),
        fates.receivers(document),
        fates.given_on(document),
        Cell::Empty,
        note(line),
    ]
}

pub(super) fn outgoing_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    let signer = document.and_then(|document| document.fields.signer.clone());
    vec![
        number(line),
        line.kept.dated.into(),
        subject(document),
        signer.into(),
        fates.sent_to(document),
        Cell::Empty,
        Cell::Empty,
        fates.sent_on(document),
        Cell::Empty,
        note(line),
    ]
}

pub(super) fn follow_up_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    vec![
        Cell::Number(line.kept.place.number.into()),
        described(document),
        fates.receivers(document),
        fates.due_on(document),
        if line.is_recalled {
            text("Đã thu hồi".to_owned())
        } else {
            fates.progress(document)
        },
        fates.answers(document),
        note(line),
    ]
}

pub(super) fn post_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    vec![
        fates.sent_on(document),
        number(line),
        fates.sent_to(document),
        Cell::Empty,
        Cell::Empty,
        note(line),
    ]
}

fn kind_name(document: &Document) -> Option<&'static str> {
    let code = document.fields.kind.as_deref()?;
    kind_by_code(code).map(|kind| kind.name)
}

/// Tên loại và trích yếu.
fn subject(document: Option<&Document>) -> Cell {
    let Some(document) = document else {
        return Cell::Empty;
    };
    let parts = [kind_name(document), document.fields.subject.as_deref()];
    text(parts.into_iter().flatten().collect::<Vec<_>>().join(". "))
}

/// Tên loại, số và ký hiệu, ngày tháng và tên cơ quan ban hành.
fn described(document: Option<&Document>) -> Cell {
    let Some(document) = document else {
        return Cell::Empty;
    };
    let fields = &document.fields;
    let day = fields.issued_on.map(|day| format!("ngày {}", written(day)));
    let code = fields.code.as_ref().map(|code| format!("số {code}"));
    let parts = [
        kind_name(document).map(str::to_owned),
        code,
        day,
        fields.issuer.as_ref().map(|issuer| format!("của {issuer}")),
    ];
    text(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Why a number bears no paper, or one that was recalled; such numbers stay visible.
fn note(line: &Line) -> Cell {
    let kept = &line.kept;
    let why = kept.reason.as_deref().unwrap_or_default();
    text(match kept.state {
        EntryState::Cancelled => format!("Đã hủy: {why}"),
        EntryState::GivenUp => format!("Không dùng: {why}"),
        EntryState::Reserved => {
            let purpose = kept.purpose.as_deref().unwrap_or_default();
            format!("Giữ số: {purpose}")
        }
        EntryState::Used if line.is_recalled => "Thu hồi".to_owned(),
        EntryState::Used => String::new(),
    })
}
