#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::UnitId;
use crate::access::{Appointment, Caller, Role, Scope};

fn register(id: u128, book: Book, kinds: &[&str], form: &str, plain: Option<&str>) -> Register {
    Register {
        id: RegisterId(Uuid::from_u128(id)),
        organisation: OrganisationId(Uuid::from_u128(1)),
        book,
        definition: Definition {
            name: format!("Sổ {id}"),
            kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
            form: NumberForm::parse(form).unwrap(),
            plain_form: plain.map(|plain| NumberForm::parse(plain).unwrap()),
            abbreviation: None,
        },
        validity: Validity::since(date!(2026 - 01 - 01)),
        revision: 1,
    }
}

fn words(agency: &str, unit: &str, copy: Option<CopyKind>) -> Words {
    Words {
        agency: Some(agency.to_owned()).filter(|text| !text.is_empty()),
        unit: Some(unit.to_owned()).filter(|text| !text.is_empty()),
        copy,
    }
}

#[test]
fn numbers_are_written_as_the_decree_has_them() {
    let outgoing = "{number}/{kind}-{agency}";
    let plain = Some("{number}/{agency}-{unit}");
    for (book, form, kind, number, expected) in [
        (Book::Outgoing, outgoing, "quyet_dinh", 15, "15/QĐ-UBND"),
        (Book::Outgoing, outgoing, "quy_dinh", 9, "09/QyĐ-UBND"),
        (Book::Outgoing, outgoing, "chuong_trinh", 10, "10/CTr-UBND"),
        (Book::Outgoing, outgoing, "to_trinh", 1, "01/TTr-UBND"),
        (Book::Outgoing, outgoing, "cong_van", 12, "12/UBND-VX"),
        (Book::Outgoing, outgoing, "thu_cong", 1234, "1234/UBND-VX"),
        (
            Book::Outgoing,
            "{number}/{year}/{kind}-{agency}",
            "nghi_dinh",
            30,
            "30/2026/NĐ-UBND",
        ),
        (
            Book::Outgoing,
            "{number}-{kind}/{agency}",
            "quyet_dinh",
            5,
            "05-QĐ/UBND",
        ),
        (
            Book::Copies,
            "{number}/{copy}-{agency}",
            "",
            3,
            "03/TrS-UBND",
        ),
        (Book::Incoming, "{number}", "", 7, "07"),
    ] {
        let register = register(1, book, &[], form, plain.filter(|_| book == Book::Outgoing));
        let kind = Some(kind).filter(|kind| !kind.is_empty());
        let words = words("UBND", "VX", Some(CopyKind::Extract));
        let symbol = register.symbol(kind, 2026, &words).unwrap();
        assert_eq!(symbol.with(number), expected);
    }
}

#[test]
fn a_council_writes_its_own_abbreviation() {
    let mut council = register(1, Book::Outgoing, &[], "{number}/{kind}-{agency}", None);
    council.definition.abbreviation = Some("HĐTĐKT".to_owned());
    let symbol = council.symbol(Some("bao_cao"), 2026, &words("UBND", "", None));
    assert_eq!(symbol.unwrap().with(2), "02/BC-HĐTĐKT");
}

#[test]
fn missing_words_are_asked_for() {
    let outgoing = register(1, Book::Outgoing, &[], "{number}/{kind}-{agency}", None);
    let letters = register(
        1,
        Book::Outgoing,
        &[],
        "{number}/{kind}-{agency}",
        Some("{number}/{agency}-{unit}"),
    );
    let copies = register(1, Book::Copies, &[], "{number}/{copy}-{agency}", None);
    for (register, kind, words, code) in [
        (
            &outgoing,
            None,
            words("A", "B", None),
            "registers.kind_needed",
        ),
        (
            &outgoing,
            Some("cong_van"),
            words("A", "B", None),
            "registers.kind_plain",
        ),
        (
            &outgoing,
            Some("bao_cao"),
            words("", "B", None),
            "registers.agency_abbreviation",
        ),
        (
            &letters,
            Some("cong_van"),
            words("A", "", None),
            "registers.unit_abbreviation",
        ),
        (&copies, None, words("A", "", None), "registers.copy_needed"),
    ] {
        assert_eq!(register.symbol(kind, 2026, &words).unwrap_err().code, code);
    }
}

#[test]
fn templates_that_could_not_number_are_refused() {
    for text in [
        "",
        "/",
        "{kind}-{agency}",
        "{number}{kind}",
        "{number}/",
        "/{number}",
        "{number}//{kind}",
        "{number} /{kind}",
        "{number}/{number}",
        "{number}/{sector}",
        "{number}/{kind",
        "{number}/UBND",
        "{number}_{kind}",
    ] {
        assert_eq!(
            NumberForm::parse(text).unwrap_err().code,
            "registers.form",
            "{text:?}"
        );
    }
    for text in [
        "{number}",
        "{number}/{year}/{kind}-{agency}",
        "{year}-{number}",
    ] {
        assert_eq!(NumberForm::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn a_definition_has_only_parts_that_its_papers_have() {
    let checked = |book, form: &str, plain: Option<&str>, kinds: &[&str]| {
        let definition = register(1, book, kinds, form, plain).definition;
        definition.checked(book).map_err(|refusal| refusal.code)
    };
    assert_eq!(
        checked(Book::Incoming, "{number}/{kind}", None, &[]),
        Err("registers.form_part")
    );
    assert_eq!(
        checked(Book::Copies, "{number}/{unit}", None, &[]),
        Err("registers.form_part")
    );
    assert_eq!(
        checked(Book::Outgoing, "{number}/{copy}", None, &[]),
        Err("registers.form_part")
    );
    assert_eq!(
        checked(Book::Outgoing, "{number}", Some("{number}/{kind}"), &[]),
        Err("registers.plain_form")
    );
    assert_eq!(
        checked(Book::Outgoing, "{number}", None, &["truyen"]),
        Err("documents.kind_unknown")
    );
    assert_eq!(
        checked(Book::Copies, "{number}/{copy}", None, &["bao_cao"]),
        Err("registers.kinds_of_copies")
    );
    let nameless = Definition {
        name: "  ".to_owned(),
        ..register(1, Book::Incoming, &[], "{number}", None).definition
    };
    assert_eq!(
        nameless.checked(Book::Incoming).unwrap_err().code,
        "registers.name"
    );
}

#[test]
fn abbreviations_keep_their_letters() {
    for (given, kept) in [
        (" UBND ", "UBND"),
        ("BQLDA.ĐT", "BQLDA.ĐT"),
        ("KT&HT", "KT&HT"),
        ("QLVBĐH(1)", "QLVBĐH(1)"),
        ("LĐTB-XH", "LĐTB-XH"),
        ("O\u{31b}", "Ơ"),
    ] {
        assert_eq!(abbreviation(given).as_deref(), Ok(kept));
    }
    for given in [
        "",
        "  ",
        "U BND",
        "A/B",
        "-A",
        "A-",
        "{number}",
        &"A".repeat(31),
    ] {
        assert_eq!(
            abbreviation(given).unwrap_err().code,
            "registers.abbreviation",
            "{given:?}"
        );
    }
}

#[test]
fn the_most_specific_register_holds_a_kind() {
    let on = date!(2026 - 11 - 23);
    let rest = register(1, Book::Outgoing, &[], "{number}", None);
    let wide = register(
        2,
        Book::Outgoing,
        &["quyet_dinh", "bao_cao"],
        "{number}",
        None,
    );
    let narrow = register(3, Book::Outgoing, &["quyet_dinh"], "{number}", None);
    let incoming = register(4, Book::Incoming, &[], "{number}", None);
    let mut ended = register(5, Book::Outgoing, &["to_trinh"], "{number}", None);
    ended.validity.to = Some(date!(2026 - 06 - 30));
    let all = [rest, wide, narrow, incoming, ended];
    let chosen = |kind| choose(&all, Book::Outgoing, kind, on).map(|one| one.id.0.as_u128());
    assert_eq!(chosen(Some("quyet_dinh")), Some(3));
    assert_eq!(chosen(Some("bao_cao")), Some(2));
    assert_eq!(chosen(Some("to_trinh")), Some(1));
    assert_eq!(chosen(None), Some(1));
    assert_eq!(choose(&all, Book::Copies, None, on), None);

    let refused = |register: &Register, kind| {
        holds(&all, register, kind, on).map_err(|refusal| (refusal.code, refusal.params))
    };
    assert_eq!(refused(&all[0], Some("to_trinh")), Ok(()));
    assert_eq!(refused(&all[1], Some("quyet_dinh")), Ok(()), "named in two");
    let (code, params) = refused(&all[0], Some("quyet_dinh")).unwrap_err();
    assert_eq!(
        (code, &params["register"]),
        ("registers.kind_elsewhere", &"Sổ 3".into())
    );
    assert_eq!(
        refused(&all[4], Some("to_trinh")).unwrap_err().0,
        "registers.not_valid"
    );
    let only = [register(
        3,
        Book::Outgoing,
        &["quyet_dinh"],
        "{number}",
        None,
    )];
    let nowhere = holds(&only, &only[0], Some("bao_cao"), on).unwrap_err();
    assert_eq!(nowhere.code, "registers.kind_nowhere");
}

#[test]
fn an_agency_begins_with_registers_that_number() {
    let defaults = default_registers().unwrap();
    let registers: Vec<_> = (1u128..)
        .zip(defaults)
        .map(|(id, (book, definition))| Register {
            definition,
            ..register(id, book, &[], "{number}", None)
        })
        .collect();
    let on = date!(2026 - 11 - 23);
    for kind in crate::documents::KINDS {
        let register = choose(&registers, Book::Outgoing, Some(kind.code), on).unwrap();
        let words = words("UBND", "VP", None);
        let code = register
            .symbol(Some(kind.code), 2026, &words)
            .unwrap()
            .with(1);
        let expected = match kind.abbreviation {
            Some(abbreviation) => format!("01/{abbreviation}-UBND"),
            None => "01/UBND-VP".to_owned(),
        };
        assert_eq!(code, expected);
    }
    assert!(choose(&registers, Book::Incoming, None, on).is_some());
    assert!(choose(&registers, Book::Copies, None, on).is_some());
}

#[test]
fn reserved_numbers_are_for_whom_they_were_reserved() {
    let (day, other) = (date!(2026 - 11 - 20), date!(2026 - 11 - 21));
    let unit = UnitId(Uuid::from_u128(7));
    let for_day = Reservation {
        day: Some(day),
        unit: None,
    };
    let for_unit = Reservation {
        day: None,
        unit: Some(unit),
    };
    let uses = |kept, dated, unit| {
        use_reserved(EntryState::Reserved, kept, dated, unit).map_err(|refusal| refusal.code)
    };
    assert_eq!(uses(for_day, day, None), Ok(EntryState::Used));
    assert_eq!(uses(for_day, other, None), Err("registers.reserved_day"));
    assert_eq!(uses(for_unit, other, Some(unit)), Ok(EntryState::Used));
    assert_eq!(uses(for_unit, other, None), Err("registers.reserved_unit"));
    let nobody = Reservation {
        day: None,
        unit: None,
    };
    assert_eq!(
        nobody.checked(2026).unwrap_err().code,
        "registers.reservation_for"
    );
    assert_eq!(
        for_day.checked(2027).unwrap_err().code,
        "registers.other_year"
    );
    assert_eq!(for_day.checked(2026), Ok(for_day));
}

#[test]
fn a_year_closes_when_it_is_over_and_nothing_is_kept() {
    let today = date!(2026 - 11 - 23);
    let year = Year::opened(2026);
    let tries =
        |year: &Year, holds, today| may_close(year, holds, today).map_err(|refusal| refusal.code);
    assert_eq!(tries(&year, true, today), Err("registers.year_runs"));
    assert_eq!(
        tries(&year, false, today),
        Ok(()),
        "a register no longer used"
    );
    assert_eq!(tries(&year, true, date!(2026 - 12 - 31)), Ok(()));
    let kept = Year {
        reserved: 2,
        ..year
    };
    assert_eq!(
        tries(&kept, true, date!(2027 - 01 - 02)),
        Err("registers.still_reserved")
    );
    let closed = Year {
        closed: true,
        ..year
    };
    assert_eq!(
        tries(&closed, true, date!(2027 - 01 - 02)),
        Err("registers.year_closed")
    );
    assert!(may_open(2025, today).is_ok() && may_open(2027, today).is_ok());
    assert_eq!(
        may_open(2028, today).unwrap_err().code,
        "registers.year_far"
    );
}

#[test]
fn dates_follow_the_order_of_numbers_where_they_have_to() {
    let year = Year {
        last: 4,
        last_on: Some(date!(2026 - 11 - 20)),
        ..Year::opened(2026)
    };
    let next = |book, dated| year.next(book, Some(dated)).map_err(|refusal| refusal.code);
    let (before, after) = (date!(2026 - 11 - 19), date!(2026 - 11 - 20));
    assert_eq!(
        next(Book::Outgoing, before),
        Err("registers.date_before_last")
    );
    assert_eq!(next(Book::Outgoing, after), Ok(5));
    assert_eq!(next(Book::Incoming, before), Ok(5));
    assert_eq!(
        next(Book::Copies, date!(2025 - 12 - 31)),
        Err("registers.other_year")
    );
    assert_eq!(year.next(Book::Outgoing, None), Ok(5));
}

#[test]
fn each_role_does_its_part() {
    let caller = |role| Caller {
        person: crate::PersonId(Uuid::from_u128(1)),
        organisation: OrganisationId(Uuid::from_u128(2)),
        appointments: vec![Appointment {
            position: crate::PositionId(Uuid::from_u128(3)),
            unit: None,
            units_below: vec![],
            role,
        }],
        scopes: Scope::ALL.to_vec(),
    };
    for role in Role::ALL {
        let caller = caller(role);
        let may = [
            may_define(&caller),
            may_keep(&caller),
            may_settle(&caller),
            may_read(&caller),
        ];
        let expected = match role {
            Role::Clerk => [false, true, true, true],
            Role::ChiefOfOffice => [true, false, true, true],
            Role::Leader | Role::Archivist => [false, false, false, true],
            Role::Administrator => [true, false, false, false],
            Role::HeadOfUnit | Role::Specialist => [false; 4],
        };
        assert_eq!(may.map(|answer| answer.is_ok()), expected, "{role:?}");
    }
}

#[test]
fn codes_of_books_states_and_copies_read_back() {
    for book in Book::ALL {
        assert_eq!(Book::from_code(book.code()), Some(book));
    }
    for state in EntryState::ALL {
        assert_eq!(EntryState::from_code(state.code()), Some(state));
    }
    for copy in CopyKind::ALL {
        assert_eq!(CopyKind::from_code(copy.code()), Some(copy));
    }
}

#[derive(Debug, Clone)]
enum Step {
    Take(u16),
    Reserve,
    Settle(Act, usize),
    Close(u16),
}

fn step() -> impl Strategy<Value = Step> {
    let act = prop_oneof![Just(Act::Use), Just(Act::GiveUp), Just(Act::Cancel)];
    prop_oneof![
        8 => (1u16..=365).prop_map(Step::Take),
        4 => Just(Step::Reserve),
        6 => (act, 0usize..40).prop_map(|(act, number)| Step::Settle(act, number)),
        1 => (1u16..=365).prop_map(Step::Close),
    ]
}

fn day(ordinal: u16) -> Date {
    Date::from_ordinal_date(2026, ordinal).unwrap()
}

/// A register of one year, moved by the rules alone.
struct Kept {
    year: Year,
    entries: BTreeMap<i32, EntryState>,
}

impl Kept {
    fn does(&mut self, step: &Step) -> Result<(), Refusal> {
        match step {
            Step::Take(ordinal) => {
                let dated = day(*ordinal);
                let number = self.year.next(Book::Outgoing, Some(dated))?;
                self.enter(number, EntryState::Used);
                self.year.last_on = Some(dated);
            }
            Step::Reserve => {
                let number = self.year.next(Book::Outgoing, None)?;
                self.enter(number, EntryState::Reserved);
            }
            Step::Settle(act, number) => {
                let number = i32::try_from(*number).unwrap();
                let Some(state) = self.entries.get_mut(&number) else {
                    return Ok(());
                };
                *state = state.after(*act)?;
            }
            Step::Close(ordinal) => {
                may_close(&self.year, true, day(*ordinal))?;
                self.year.closed = true;
            }
        }
        let kept = self
            .entries
            .values()
            .filter(|one| **one == EntryState::Reserved);
        self.year.reserved = i32::try_from(kept.count()).unwrap();
        Ok(())
    }

    fn enter(&mut self, number: i32, state: EntryState) {
        assert_eq!(
            self.entries.insert(number, state),
            None,
            "{number} was given twice"
        );
        self.year.last = number;
    }
}

proptest! {
    #[test]
    fn every_number_up_to_the_last_stands_once(steps in prop::collection::vec(step(), 0..120)) {
        let mut kept = Kept { year: Year::opened(2026), entries: BTreeMap::new() };
        for step in &steps {
            let (before, closed) = (kept.entries.clone(), kept.year.closed);
            let done = kept.does(step);
            if done.is_err() {
                prop_assert_eq!(&before, &kept.entries, "a refusal changed something");
            }
            if closed {
                prop_assert_eq!(before.len(), kept.entries.len(), "a closed year went on");
                let reserved = kept.entries.values().any(|one| *one == EntryState::Reserved);
                prop_assert!(!reserved, "a closed year keeps a number for somebody");
            }
            for (number, state) in &before {
                let ended = matches!(state, EntryState::GivenUp | EntryState::Cancelled);
                prop_assert!(!ended || kept.entries[number] == *state, "an end was undone");
            }
            let numbers: Vec<_> = kept.entries.keys().copied().collect();
            prop_assert_eq!(numbers, (1..=kept.year.last).collect::<Vec<_>>());
        }
    }
}
