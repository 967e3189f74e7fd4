//! Registers: counters that never skip nor repeat, entries that never vanish, on both databases.

use std::collections::BTreeSet;

use storage::registers::{self, Entry, Filter, Place, Reserving};
use storage::{Database, StorageError};
use time::Date;
use time::macros::date;
use uuid::Uuid;
use workflow::organisations::Validity;
use workflow::registers::{
    Book, CopyKind, Definition, EntryState, NumberForm, Register, Reservation, Symbol, Words,
};
use workflow::{DocumentId, RegisterId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, TODAY, event};

fn register(agency: &Agency, book: Book, name: &str) -> Register {
    let form = match book {
        Book::Incoming => "{number}",
        Book::Outgoing => "{number}/{kind}-{agency}",
        Book::Copies => "{number}/{copy}-{agency}",
    };
    Register {
        id: RegisterId(Uuid::now_v7()),
        organisation: agency.id,
        book,
        definition: Definition {
            name: name.to_owned(),
            kinds: vec!["bao_cao".to_owned()],
            form: NumberForm::parse(form).unwrap(),
            plain_form: None,
            abbreviation: None,
        },
        validity: Validity::since(date!(2026 - 01 - 01)),
        revision: 1,
    }
}

fn symbol(register: &Register) -> Symbol {
    let words = Words {
        agency: Some("UBND".to_owned()),
        unit: None,
        copy: (register.book == Book::Copies).then_some(CopyKind::Certified),
    };
    register.symbol(Some("bao_cao"), 2026, &words).unwrap()
}

fn entry(agency: &Agency, register: &Register, document: DocumentId, dated: Date) -> Entry {
    Entry {
        document,
        dated,
        by: agency.person,
        symbol: symbol(register),
        copy: (register.book == Book::Copies).then_some(CopyKind::Certified),
    }
}

async fn opens(db: &Database, agency: &Agency, book: Book) -> Register {
    let register = register(agency, book, "Sổ thử");
    let tx = db.begin(NOW).await.unwrap();
    registers::insert(&tx, &register).await.unwrap();
    assert!(
        registers::open_year(&tx, register.id, 2026, agency.person)
            .await
            .unwrap()
    );
    assert!(
        !registers::open_year(&tx, register.id, 2026, agency.person)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    register
}

/// Takes a number in a transaction of its own, with an event as every write has one.
async fn takes(
    db: &Database,
    agency: &Agency,
    register: &Register,
    document: DocumentId,
) -> storage::Result<registers::Taken> {
    let mut tx = db.begin(NOW).await?;
    let entry = entry(agency, register, document, TODAY);
    let taken = registers::take_number(&tx, register, 2026, entry).await?;
    tx.record(
        agency.id,
        event("register.number_taken", &document.to_string()),
    );
    tx.commit().await?;
    Ok(taken)
}

async fn numbers(db: &Database, register: &Register, agency: &Agency) -> Vec<(i32, EntryState)> {
    let everybody = agency.everyone();
    let mut after = None;
    let mut found = Vec::new();
    loop {
        let place = (register.id, 2026);
        let part =
            registers::list_entries(db, place, &Filter::default(), &everybody, (after, 7)).await;
        let part = part.unwrap();
        assert!(part.lines.len() <= 7);
        found.extend(
            part.lines
                .iter()
                .map(|line| (line.kept.place.number, line.kept.state)),
        );
        after = part.next;
        if after.is_none() {
            return found;
        }
    }
}

on_both! {
    async fn definitions_are_kept_and_changed_once(fresh: &Fresh) {
        let db = &fresh.db;
        let (a, b) = (Agency::found(db, "a").await, Agency::found(db, "b").await);
        let mut kept = opens(db, &a, Book::Outgoing).await;
        assert_eq!(registers::list(db, a.id).await.unwrap(), std::slice::from_ref(&kept));
        assert_eq!(registers::find(db, a.id, kept.id).await.unwrap().as_ref(), Some(&kept));
        assert_eq!(registers::find(db, b.id, kept.id).await.unwrap(), None);
        let tx = db.begin(NOW).await.unwrap();
        let twin = register(&a, Book::Outgoing, "Sổ thử");
        let refused = registers::insert(&tx, &twin).await;
        assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
        drop(tx);
        kept.definition.plain_form = Some(NumberForm::parse("{number}/{agency}").unwrap());
        kept.validity.to = Some(TODAY);
        let tx = db.begin(NOW).await.unwrap();
        registers::update(&tx, &kept).await.unwrap();
        assert!(matches!(registers::update(&tx, &kept).await, Err(StorageError::Stale)));
        tx.commit().await.unwrap();
        let changed = registers::find(db, a.id, kept.id).await.unwrap().unwrap();
        assert_eq!(changed, Register { revision: 2, ..kept });
    }
}

on_both! {
    async fn abbreviations_belong_to_their_agency(fresh: &Fresh) {
        let db = &fresh.db;
        let (a, b) = (Agency::found(db, "a").await, Agency::found(db, "b").await);
        let unit = a.unit("Phòng", None);
        let tx = db.begin(NOW).await.unwrap();
        storage::organisations::insert_unit(&tx, &unit).await.unwrap();
        registers::set_abbreviation(&tx, a.id, "UBND").await.unwrap();
        registers::set_unit_abbreviation(&tx, a.id, unit.id, "KT").await.unwrap();
        let foreign = registers::set_unit_abbreviation(&tx, b.id, unit.id, "X").await;
        assert!(matches!(foreign, Err(StorageError::NotFound(_))));
        tx.commit().await.unwrap();
        let agency = registers::find_abbreviation(db, a.id).await.unwrap();
        assert_eq!(agency.as_deref(), Some("UBND"));
        assert_eq!(registers::find_abbreviation(db, b.id).await.unwrap(), None);
        let units = registers::list_unit_abbreviations(db, a.id).await.unwrap();
        assert_eq!(units.into_iter().collect::<Vec<_>>(), [(unit.id, "KT".to_owned())]);
    }
}

on_both! {
    async fn writers_side_by_side_leave_no_gap_and_no_repeat(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let register = opens(db, &agency, Book::Outgoing).await;
        let other = fresh.another().await;
        let mut papers = Vec::new();
        for _ in 0..40 {
            papers.push(agency.keeps_paper(db, "Báo cáo").await);
        }
        let writers = papers.iter().enumerate().map(|(place, paper)| {
            let (db, register, paper) = (if place % 2 == 0 { db.clone() } else { other.clone() }, register.clone(), *paper);
            tokio::spawn(async move {
                if place % 5 == 4 {
                    // Rolled back after the number was taken: the next one gets it.
                    let tx = db.begin(NOW).await.unwrap();
                    let entry = entry(&agency, &register, paper, TODAY);
                    registers::take_number(&tx, &register, 2026, entry).await.unwrap();
                    drop(tx);
                    return None;
                }
                Some(takes(&db, &agency, &register, paper).await.unwrap().number)
            })
        });
        let writers: Vec<_> = writers.collect();
        let mut taken = BTreeSet::new();
        for writer in writers {
            if let Some(number) = writer.await.unwrap() {
                assert!(taken.insert(number), "{number} was given twice");
            }
        }
        assert_eq!(taken, (1..=32).collect());
        let expected: Vec<_> = (1..=32).map(|number| (number, EntryState::Used)).collect();
        assert_eq!(numbers(db, &register, &agency).await, expected);
        let year = registers::find_year(db, register.id, 2026).await.unwrap().unwrap();
        assert_eq!((year.last, year.last_on), (32, Some(TODAY)));
        storage::events::verify(db, agency.id).await.unwrap().unwrap();
    }
}

on_both! {
    async fn a_number_goes_through_its_states(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let register = opens(db, &agency, Book::Outgoing).await;
        let (one, two) = (agency.keeps_paper(db, "Một").await, agency.keeps_paper(db, "Hai").await);
        let place = |number| Place { register: register.id, year: 2026, number };
        let reserving = Reserving {
            kept_for: Reservation { day: Some(TODAY), unit: None },
            purpose: "Họp cuối ngày".to_owned(),
            by: agency.person,
        };
        let tx = db.begin(NOW).await.unwrap();
        for expected in 1..=3 {
            let number = registers::reserve_number(&tx, &register, 2026, &reserving).await;
            assert_eq!(number.unwrap(), expected);
        }
        let entry_of = |document| entry(&agency, &register, document, TODAY);
        let taken = registers::use_reserved(&tx, &register, (2026, 2), entry_of(one)).await.unwrap();
        assert_eq!((taken.number, taken.code.as_str()), (2, "02/BC-UBND"));
        let again = registers::use_reserved(&tx, &register, (2026, 2), entry_of(two)).await;
        assert!(matches!(again, Err(StorageError::Stale)));
        registers::give_up(&tx, place(1), agency.person, "Không họp").await.unwrap();
        assert!(matches!(
            registers::give_up(&tx, place(2), agency.person, "x").await,
            Err(StorageError::Stale)
        ));
        tx.commit().await.unwrap();

        let twice = takes(db, &agency, &register, one).await;
        assert!(matches!(twice, Err(StorageError::Conflict(_))), "{twice:?}");
        let standing = registers::find_standing(db, one).await.unwrap().unwrap();
        assert_eq!((standing.place, standing.reservation), (place(2), Some(reserving.kept_for)));
        let tx = db.begin(NOW).await.unwrap();
        registers::cancel(&tx, place(2), agency.person, "Sai thể thức").await.unwrap();
        assert!(matches!(
            registers::cancel(&tx, place(2), agency.person, "x").await,
            Err(StorageError::Stale)
        ));
        let ended = registers::give_up_all(&tx, &register, 2026, (agency.person, "Hết năm")).await;
        assert_eq!(ended.unwrap(), [3]);
        tx.commit().await.unwrap();
        assert_eq!(registers::find_standing(db, one).await.unwrap(), None);
        assert_eq!(takes(db, &agency, &register, one).await.unwrap().number, 4);
        let cancelled = registers::find_entry(db, place(2)).await.unwrap().unwrap();
        assert_eq!(cancelled.document, Some(one));
        assert_eq!(cancelled.code.as_deref(), Some("02/BC-UBND"));
        assert_eq!(cancelled.reason.as_deref(), Some("Sai thể thức"));
        assert_eq!(
            numbers(db, &register, &agency).await,
            [
                (1, EntryState::GivenUp),
                (2, EntryState::Cancelled),
                (3, EntryState::GivenUp),
                (4, EntryState::Used)
            ]
        );
    }
}

on_both! {
    async fn a_closed_year_and_an_earlier_day_give_no_number(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let outgoing = opens(db, &agency, Book::Outgoing).await;
        let incoming = opens(db, &agency, Book::Incoming).await;
        let mut papers = Vec::new();
        for _ in 0..6 {
            papers.push(agency.keeps_paper(db, "x").await);
        }
        let earlier = date!(2026 - 11 - 20);
        let tx = db.begin(NOW).await.unwrap();
        let take = async |register: &Register, paper: usize, dated| {
            let entry = entry(&agency, register, papers[paper], dated);
            registers::take_number(&tx, register, 2026, entry).await
        };
        assert_eq!(take(&outgoing, 0, TODAY).await.unwrap().number, 1);
        assert!(matches!(take(&outgoing, 1, earlier).await, Err(StorageError::Stale)));
        assert_eq!(take(&outgoing, 1, TODAY).await.unwrap().number, 2);
        assert_eq!(take(&incoming, 2, TODAY).await.unwrap().number, 1);
        let late = take(&incoming, 3, earlier).await.unwrap();
        assert_eq!((late.number, late.code.as_str()), (2, "02"));
        let year = registers::find_year(&tx, incoming.id, 2026).await.unwrap().unwrap();
        assert_eq!(year.last_on, Some(TODAY), "an earlier arrival does not turn the day back");
        registers::close_year(&tx, outgoing.id, 2026, agency.person).await.unwrap();
        let again = registers::close_year(&tx, outgoing.id, 2026, agency.person).await;
        assert!(matches!(again, Err(StorageError::Stale)));
        assert!(matches!(take(&outgoing, 4, TODAY).await, Err(StorageError::Stale)));
        tx.commit().await.unwrap();
        let years = registers::list_years(db, outgoing.id).await.unwrap();
        assert_eq!(years.len(), 1);
        assert!(years[0].closed);
    }
}

on_both! {
    async fn the_database_itself_refuses_what_a_program_must_not_write(fresh: &Fresh) {
        use sea_orm::ConnectionTrait;
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let outgoing = opens(db, &agency, Book::Outgoing).await;
        let second = register(&agency, Book::Outgoing, "Sổ khác");
        let copies = opens(db, &agency, Book::Copies).await;
        let paper = agency.keeps_paper(db, "x").await;
        let other = agency.keeps_paper(db, "y").await;
        let tx = db.begin(NOW).await.unwrap();
        registers::insert(&tx, &second).await.unwrap();
        registers::open_year(&tx, second.id, 2026, agency.person).await.unwrap();
        tx.commit().await.unwrap();
        takes(db, &agency, &outgoing, paper).await.unwrap();
        // The same number and symbol out of another register.
        let same = takes(db, &agency, &second, other).await;
        match same {
            Err(StorageError::Conflict(on)) => assert!(on.contains("symbol"), "{on}"),
            other => panic!("{other:?}"),
        }
        // A paper may be copied as often as wanted.
        assert_eq!(takes(db, &agency, &copies, paper).await.unwrap().code, "01/SY-UBND");
        assert_eq!(takes(db, &agency, &copies, paper).await.unwrap().code, "02/SY-UBND");
        // A counter that was set back by hand meets the key.
        fresh.sql("UPDATE register_year SET last = 0").await;
        let repeat = takes(db, &agency, &outgoing, other).await;
        assert!(matches!(repeat, Err(StorageError::Conflict(_))), "{repeat:?}");
        let orphan = fresh
            .raw
            .execute_unprepared("UPDATE register_entry SET document_id = NULL")
            .await;
        assert!(orphan.is_err(), "a used number without a paper");
    }
}

on_both! {
    async fn lines_are_filtered_and_hidden_papers_stay_hidden(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let register = opens(db, &agency, Book::Outgoing).await;
        let open = agency.keeps_paper(db, "Báo cáo tình hình mưa lũ").await;
        let tx = db.begin(NOW).await.unwrap();
        let hidden = agency.inserts_paper(&tx, "Mưa lũ kín").await;
        tx.commit().await.unwrap();
        fresh.sql("UPDATE document SET kind = 'bao_cao', issuer = 'UBND xã A'").await;
        takes(db, &agency, &register, open).await.unwrap();
        takes(db, &agency, &register, hidden).await.unwrap();
        let listed = async |filter: Filter| {
            let place = (register.id, 2026);
            let everybody = agency.everyone();
            let part = registers::list_entries(db, place, &filter, &everybody, (None, 50)).await;
            let lines = part.unwrap().lines;
            lines
                .iter()
                .map(|line| (line.kept.place.number, line.document.is_some()))
                .collect::<Vec<_>>()
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(listed(Filter::default()).await, [(1, true), (2, false)]);
        for (filter, expected) in [
            (Filter { kind: some("bao_cao"), ..Filter::default() }, vec![(1, true)]),
            (Filter { kind: some("to_trinh"), ..Filter::default() }, vec![]),
            (Filter { issuer: some("UBND xã A"), ..Filter::default() }, vec![(1, true)]),
            (Filter { text: some("mua lu"), ..Filter::default() }, vec![(1, true)]),
            (Filter { text: some("02/bc"), ..Filter::default() }, vec![(2, false)]),
            (Filter { from: Some(TODAY), to: Some(TODAY), ..Filter::default() }, vec![(1, true), (2, false)]),
            (Filter { to: Some(date!(2026 - 11 - 22)), ..Filter::default() }, vec![]),
            (Filter { state: Some(EntryState::Cancelled), ..Filter::default() }, vec![]),
        ] {
            assert_eq!(listed(filter.clone()).await, expected, "{filter:?}");
        }
    }
}
