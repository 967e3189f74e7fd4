//! The calendar of an agency above the days of the law.

use storage::{Database, StorageError, calendar};
use time::Date;
use time::macros::date;
use workflow::calendar::{DayEntry, DayKind, OfficeHours};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW};

fn entry(day: Date, kind: DayKind) -> DayEntry {
    DayEntry::entered(day, kind, "Nghỉ bão", "Công điện 12/CĐ-UBND").unwrap()
}

async fn puts(db: &Database, agency: &Agency, entry: &DayEntry) {
    let tx = db.begin(NOW).await.unwrap();
    calendar::put_day(&tx, agency.id, entry).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn own_days_lie_above_those_of_the_law(fresh: &Fresh) {
        let db = &fresh.db;
        let (a, b) = (Agency::found(db, "a").await, Agency::found(db, "b").await);
        let culture_day = date!(2026 - 11 - 24);
        let lawful = calendar::load(db, a.id).await.unwrap();
        assert!(!lawful.is_working_day(culture_day));
        assert_eq!(lawful.hours(), OfficeHours::default());
        assert_eq!(calendar::version(db, a.id).await.unwrap(), 0);

        let storm = entry(date!(2026 - 11 - 25), DayKind::CompensatoryOff);
        puts(db, &a, &storm).await;
        puts(db, &a, &entry(culture_day, DayKind::Holiday)).await;
        let worked = entry(culture_day, DayKind::WorkingDay);
        puts(db, &a, &worked).await;
        let own = calendar::load(db, a.id).await.unwrap();
        assert_eq!(own.entry(culture_day), Some(&worked));
        assert!(own.is_working_day(culture_day) && !own.is_working_day(storm.day));
        assert_eq!(calendar::version(db, a.id).await.unwrap(), 3);
        assert_eq!(calendar::load(db, b.id).await.unwrap(), lawful);
        assert_eq!(calendar::version(db, b.id).await.unwrap(), 0);

        let listed = calendar::list_days(db, a.id, culture_day, storm.day).await.unwrap();
        assert_eq!(listed, [worked.clone(), storm.clone()]);
        let one = calendar::list_days(db, a.id, storm.day, date!(2026 - 12 - 31)).await.unwrap();
        assert_eq!(one, [storm]);

        let tx = db.begin(NOW).await.unwrap();
        assert!(calendar::remove_day(&tx, a.id, culture_day).await.unwrap());
        assert!(!calendar::remove_day(&tx, a.id, culture_day).await.unwrap());
        assert!(!calendar::remove_day(&tx, b.id, date!(2026 - 11 - 25)).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!calendar::load(db, a.id).await.unwrap().is_working_day(culture_day));
        assert_eq!(calendar::version(db, a.id).await.unwrap(), 4);
    }
}

on_both! {
    async fn office_hours_are_kept_while_days_change(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let hours = OfficeHours::from_minutes([420, 690, 780, 990]).unwrap();
        let tx = db.begin(NOW).await.unwrap();
        calendar::put_hours(&tx, agency.id, hours).await.unwrap();
        tx.commit().await.unwrap();
        puts(db, &agency, &entry(date!(2026 - 12 - 26), DayKind::HalfDay)).await;
        assert_eq!(calendar::load(db, agency.id).await.unwrap().hours(), hours);
        assert_eq!(calendar::version(db, agency.id).await.unwrap(), 2);
        let tx = db.begin(NOW).await.unwrap();
        calendar::put_hours(&tx, agency.id, OfficeHours::default()).await.unwrap();
        drop(tx);
        assert_eq!(calendar::load(db, agency.id).await.unwrap().hours(), hours, "rolled back");
    }
}

on_both! {
    async fn two_changes_at_once_have_two_versions(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let changes = (1..=8).map(|number| {
            let (db, day) = (db.clone(), Date::from_ordinal_date(2026, number).unwrap());
            tokio::spawn(async move { puts(&db, &agency, &entry(day, DayKind::Holiday)).await })
        });
        for change in changes.collect::<Vec<_>>() {
            change.await.unwrap();
        }
        assert_eq!(calendar::version(db, agency.id).await.unwrap(), 8);
    }
}

on_both! {
    async fn a_damaged_calendar_is_told_not_guessed(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        puts(db, &agency, &entry(date!(2026 - 12 - 26), DayKind::HalfDay)).await;
        fresh.sql("UPDATE calendar_day SET kind = 'siesta'").await;
        let damaged = calendar::load(db, agency.id).await;
        assert!(matches!(damaged, Err(StorageError::Corrupt(what)) if what.contains("siesta")));
    }
}
