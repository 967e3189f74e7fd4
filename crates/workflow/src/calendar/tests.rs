//! The published days of 2025 and 2026, the rules of counting as a table, and their properties.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

use super::*;

fn off(calendar: &Calendar, year: i32) -> Vec<Date> {
    weekdays(year)
        .filter(|day| !is_weekend(*day) && !calendar.is_working_day(*day))
        .collect()
}

fn worked_weekends(calendar: &Calendar, year: i32) -> Vec<Date> {
    weekdays(year)
        .filter(|day| is_weekend(*day) && calendar.is_working_day(*day))
        .collect()
}

fn weekdays(year: i32) -> impl Iterator<Item = Date> {
    (1..=time::util::days_in_year(year)).map(move |day| Date::from_ordinal_date(year, day).unwrap())
}

fn entry(day: Date, kind: DayKind) -> DayEntry {
    DayEntry::entered(day, kind, "Ngày thử", "Thông báo thử").unwrap()
}

fn with(entries: impl IntoIterator<Item = (Date, DayKind)>) -> Calendar {
    let entries = entries.into_iter().map(|(day, kind)| entry(day, kind));
    Calendar::new(entries, OfficeHours::default())
}

#[test]
fn every_published_day_of_2025_and_2026_is_as_the_notices_say() {
    let calendar = Calendar::default();
    let of_2025 = [
        date!(2025 - 01 - 01),
        date!(2025 - 01 - 27),
        date!(2025 - 01 - 28),
        date!(2025 - 01 - 29),
        date!(2025 - 01 - 30),
        date!(2025 - 01 - 31),
        date!(2025 - 04 - 07),
        date!(2025 - 04 - 30),
        date!(2025 - 05 - 01),
        date!(2025 - 05 - 02),
        date!(2025 - 09 - 01),
        date!(2025 - 09 - 02),
    ];
    assert_eq!(off(&calendar, 2025), of_2025);
    assert_eq!(worked_weekends(&calendar, 2025), [date!(2025 - 04 - 26)]);
    let of_2026 = [
        date!(2026 - 01 - 01),
        date!(2026 - 01 - 02),
        date!(2026 - 02 - 16),
        date!(2026 - 02 - 17),
        date!(2026 - 02 - 18),
        date!(2026 - 02 - 19),
        date!(2026 - 02 - 20),
        date!(2026 - 04 - 27),
        date!(2026 - 04 - 30),
        date!(2026 - 05 - 01),
        date!(2026 - 08 - 31),
        date!(2026 - 09 - 01),
        date!(2026 - 09 - 02),
        date!(2026 - 11 - 24),
    ];
    assert_eq!(off(&calendar, 2026), of_2026);
    let worked = [date!(2026 - 01 - 10), date!(2026 - 08 - 22)];
    assert_eq!(worked_weekends(&calendar, 2026), worked);
}

#[test]
fn each_day_of_the_law_has_its_kind_name_and_source() {
    let calendar = Calendar::default();
    for (day, kind, name, source) in [
        (
            date!(2026 - 01 - 01),
            DayKind::Holiday,
            "Tết Dương lịch",
            "Điểm a khoản 1 Điều 112",
        ),
        (
            date!(2026 - 01 - 02),
            DayKind::CompensatoryOff,
            "Nghỉ hoán đổi với ngày 10/01",
            "12729/VPCP-KGVX",
        ),
        (
            date!(2026 - 01 - 10),
            DayKind::WorkingDay,
            "Làm bù ngày 02/01",
            "12729/VPCP-KGVX",
        ),
        (
            date!(2026 - 02 - 17),
            DayKind::Holiday,
            "Tết Nguyên đán",
            "9441/TB-BNV",
        ),
        (
            date!(2026 - 04 - 26),
            DayKind::Holiday,
            "Giỗ Tổ Hùng Vương",
            "Điểm e khoản 1 Điều 112",
        ),
        (
            date!(2026 - 04 - 27),
            DayKind::CompensatoryOff,
            "Nghỉ bù Giỗ Tổ Hùng Vương (26/04)",
            "Khoản 3 Điều 111",
        ),
        (
            date!(2026 - 09 - 01),
            DayKind::Holiday,
            "Quốc khánh (ngày liền kề)",
            "9441/TB-BNV",
        ),
        (
            date!(2026 - 11 - 24),
            DayKind::Holiday,
            "Ngày Văn hóa Việt Nam",
            "28/2026/QH16",
        ),
        (
            date!(2025 - 05 - 02),
            DayKind::CompensatoryOff,
            "Nghỉ hoán đổi với ngày 26/04",
            "6150/TB-BLĐTBXH",
        ),
    ] {
        let found = calendar.entry(day).unwrap();
        assert_eq!((found.kind, found.name.as_str()), (kind, name), "{day}");
        assert!(found.source.contains(source), "{day}: {}", found.source);
    }
}

#[test]
fn a_year_without_notice_follows_the_rule_and_says_that_it_is_a_forecast() {
    let calendar = Calendar::default();
    let of_2027 = [
        date!(2027 - 01 - 01),
        // Tết: Thursday 4 to Monday 8 February; Saturday and Sunday are made up.
        date!(2027 - 02 - 04),
        date!(2027 - 02 - 05),
        date!(2027 - 02 - 08),
        date!(2027 - 02 - 09),
        date!(2027 - 02 - 10),
        date!(2027 - 04 - 16),
        date!(2027 - 04 - 30),
        // 1 May is a Saturday.
        date!(2027 - 05 - 03),
        date!(2027 - 09 - 02),
        date!(2027 - 09 - 03),
        date!(2027 - 11 - 24),
    ];
    assert_eq!(off(&calendar, 2027), of_2027);
    assert!(worked_weekends(&calendar, 2027).is_empty());
    assert!(!has_notice(2027) && has_notice(2026) && has_notice(2025));
    for day in [
        date!(2027 - 02 - 05),
        date!(2027 - 02 - 10),
        date!(2027 - 09 - 03),
    ] {
        let source = &calendar.entry(day).unwrap().source;
        assert!(source.contains("dự kiến"), "{source}");
    }
    let sure = &calendar.entry(date!(2027 - 04 - 30)).unwrap().source;
    assert!(!sure.contains("dự kiến"), "{sure}");
}

#[test]
fn the_rule_of_the_forecast_gives_the_days_that_the_notices_gave() {
    for year in [2025, 2026] {
        let mut days = statutory::tests::forecast(year);
        days.retain(|day| !is_weekend(*day));
        let noticed: Vec<_> = off(&Calendar::default(), year)
            .into_iter()
            .filter(|day| !has_been_exchanged(*day) && *day != date!(2026 - 11 - 24))
            .collect();
        assert_eq!(days, noticed);
    }
}

fn has_been_exchanged(day: Date) -> bool {
    let calendar = Calendar::default();
    calendar.entry(day).unwrap().name.contains("hoán đổi")
}

#[test]
fn the_culture_day_is_not_made_up_and_begins_in_2026() {
    let calendar = Calendar::default();
    assert!(calendar.entry(date!(2025 - 11 - 24)).is_none());
    // 24 November 2029 is a Saturday.
    assert!(calendar.entry(date!(2029 - 11 - 24)).is_some());
    assert!(calendar.is_working_day(date!(2029 - 11 - 26)));
    assert!(statutory(2020).is_empty() && statutory(2101).is_empty());
    for year in STATUTORY_YEARS {
        let days = statutory(year);
        assert!(days.iter().all(|entry| entry.day.year() == year));
        assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
    }
}

#[test]
fn an_entry_of_the_agency_goes_before_the_law() {
    let storm = date!(2026 - 11 - 25);
    let calendar = with([
        (date!(2026 - 11 - 24), DayKind::WorkingDay),
        (storm, DayKind::CompensatoryOff),
        (date!(2026 - 11 - 28), DayKind::HalfDay),
    ]);
    assert!(calendar.is_working_day(date!(2026 - 11 - 24)));
    assert!(!calendar.is_working_day(storm) && calendar.is_own(storm));
    assert!(
        calendar.is_working_day(date!(2026 - 11 - 28)),
        "a Saturday morning"
    );
    let november = calendar.entries_of(2026).into_iter();
    let november: Vec<_> = november
        .filter(|entry| entry.day > date!(2026 - 09 - 02))
        .map(|entry| (entry.day.day(), entry.kind))
        .collect();
    let expected = [
        (24, DayKind::WorkingDay),
        (25, DayKind::CompensatoryOff),
        (28, DayKind::HalfDay),
    ];
    assert_eq!(november, expected);
}

/// Friday 20 November 2026, 15:00 in Vietnam.
const FRIDAY: OffsetDateTime = datetime!(2026-11-20 08:00 UTC);

#[test]
fn terms_end_as_the_rules_of_counting_say() {
    let calendar = Calendar::default();
    let days = |amount| Term::CalendarDays { amount };
    let working = |amount| Term::WorkingDays { amount };
    for (start, term, end) in [
        // The day of the event is not counted; the end is 24:00 (Đ147.2, Đ148.6).
        (
            datetime!(2026-11-16 09:00 +7),
            days(1),
            date!(2026 - 11 - 17),
        ),
        (
            datetime!(2026-11-16 00:00 +7),
            days(1),
            date!(2026 - 11 - 17),
        ),
        // A last day of rest moves the end to the next working day (Đ148.5): a Sunday, a holiday.
        (FRIDAY, days(2), date!(2026 - 11 - 23)),
        (FRIDAY, days(4), date!(2026 - 11 - 25)),
        // The same numbered day; the last of the month where it is missing (Đ148.3, Đ148.4).
        (
            datetime!(2026-10-12 09:00 +7),
            Term::Months { amount: 1 },
            date!(2026 - 11 - 12),
        ),
        (
            datetime!(2025-12-31 09:00 +7),
            Term::Months { amount: 2 },
            date!(2026 - 03 - 02),
        ),
        (
            datetime!(2028-02-29 09:00 +7),
            Term::Years { amount: 2 },
            date!(2030 - 02 - 28),
        ),
        // The N-th working day after the event: weekend and 24/11 are skipped.
        (FRIDAY, working(1), date!(2026 - 11 - 23)),
        (FRIDAY, working(2), date!(2026 - 11 - 25)),
        // Worked Saturday 22/8 counts; 31/8 against it, 01/9 and 02/9 do not.
        (
            datetime!(2026-08-21 09:00 +7),
            working(1),
            date!(2026 - 08 - 22),
        ),
        (
            datetime!(2026-08-28 09:00 +7),
            working(1),
            date!(2026 - 09 - 03),
        ),
        // Across Tết.
        (
            datetime!(2026-02-13 16:00 +7),
            working(1),
            date!(2026 - 02 - 23),
        ),
        (FRIDAY, Term::EndOfNextWorkingDay, date!(2026 - 11 - 23)),
        // Who names a Sunday means it.
        (
            FRIDAY,
            Term::Date {
                date: date!(2026 - 11 - 22),
            },
            date!(2026 - 11 - 22),
        ),
        (
            FRIDAY,
            Term::Date {
                date: date!(2026 - 11 - 20),
            },
            date!(2026 - 11 - 20),
        ),
        // 23:30 UTC on Sunday is Monday morning in Vietnam.
        (
            datetime!(2026-11-15 23:30 UTC),
            days(1),
            date!(2026 - 11 - 17),
        ),
    ] {
        let due = calendar.due(start, term).unwrap();
        assert_eq!(
            (due.date(), due.offset()),
            (end, VIETNAM),
            "{start} {term:?}"
        );
        assert_eq!(
            due.date()
                .next_day()
                .unwrap()
                .midnight()
                .assume_offset(VIETNAM)
                - due,
            Duration::MICROSECOND
        );
    }
}

#[test]
fn terms_within_a_day_end_at_a_moment() {
    let calendar = with([(date!(2026 - 11 - 28), DayKind::HalfDay)]);
    let hours = |amount| Term::WorkingHours { amount };
    for (start, term, end) in [
        (
            FRIDAY,
            Term::NoonOfNextWorkingDay,
            datetime!(2026-11-23 11:30 +7),
        ),
        // Minutes of the clock do not wait for the office.
        (
            datetime!(2026-11-21 23:30 +7),
            Term::Minutes { amount: 60 },
            datetime!(2026-11-22 00:30 +7),
        ),
        (FRIDAY, hours(2), datetime!(2026-11-20 17:00 +7)),
        (FRIDAY, hours(3), datetime!(2026-11-23 08:30 +7)),
        (
            datetime!(2026-11-20 06:00 +7),
            hours(4),
            datetime!(2026-11-20 11:30 +7),
        ),
        (
            datetime!(2026-11-20 12:00 +7),
            hours(1),
            datetime!(2026-11-20 14:30 +7),
        ),
        // Monday 7.5 hours, Tuesday is 24/11.
        (FRIDAY, hours(10), datetime!(2026-11-25 08:00 +7)),
        // Of a half day only the morning is worked.
        (
            datetime!(2026-11-27 16:00 +7),
            hours(6),
            datetime!(2026-11-30 08:30 +7),
        ),
        (
            datetime!(2026-11-20 09:00:30 +7),
            hours(1),
            datetime!(2026-11-20 10:00:30 +7),
        ),
    ] {
        assert_eq!(calendar.due(start, term), Ok(end), "{start} {term:?}");
    }
}

#[test]
fn the_same_day_warns_before_the_next_one_ends() {
    let calendar = Calendar::default();
    let warn_at = |start| calendar.warn_at(start, Term::EndOfNextWorkingDay).unwrap();
    assert_eq!(warn_at(FRIDAY), Some(datetime!(2026-11-20 17:00 +7)));
    assert_eq!(
        warn_at(datetime!(2026-11-20 17:00 +7)),
        None,
        "the office has closed"
    );
    assert_eq!(warn_at(datetime!(2026-11-21 09:00 +7)), None, "a Saturday");
    let other = calendar.warn_at(FRIDAY, Term::WorkingDays { amount: 1 });
    assert_eq!(other, Ok(None));
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let calendar = Calendar::default();
    let code = |term| calendar.due(FRIDAY, term).unwrap_err().code;
    for amount_of in [
        |amount| Term::Minutes { amount },
        |amount| Term::WorkingHours { amount },
        |amount| Term::WorkingDays { amount },
        |amount| Term::CalendarDays { amount },
        |amount| Term::Months { amount },
        |amount| Term::Years { amount },
    ] {
        assert_eq!(code(amount_of(0)), "calendar.term_empty");
        assert_eq!(code(amount_of(LONGEST_TERM + 1)), "calendar.term_long");
        assert_eq!(code(amount_of(u32::MAX)), "calendar.term_long");
    }
    assert_eq!(code(Term::Years { amount: 9000 }), "calendar.term_long");
    let past = Term::Date {
        date: date!(2026 - 11 - 19),
    };
    assert_eq!(code(past), "calendar.date_past");
    let whole = calendar
        .due(
            FRIDAY,
            Term::WorkingDays {
                amount: LONGEST_TERM,
            },
        )
        .unwrap();
    assert_eq!(
        calendar.working_days_between(FRIDAY.date(), whole.date()),
        LONGEST_TERM
    );
    let hours = Term::WorkingHours {
        amount: LONGEST_TERM,
    };
    let whole = calendar.due(FRIDAY, hours).unwrap();
    let minutes = calendar.working_minutes_between(FRIDAY, whole);
    assert_eq!(minutes, u64::from(LONGEST_TERM) * 60);
    let end = datetime!(9999-12-31 23:59:59 -1);
    assert_eq!(
        calendar
            .due(end, Term::EndOfNextWorkingDay)
            .unwrap_err()
            .code,
        "calendar.term_long"
    );
}

#[test]
fn a_calendar_without_working_days_ends_in_a_refusal() {
    let days = std::iter::successors(Some(date!(2026 - 01 - 01)), |day| day.next_day());
    let calendar = with(days.take(1200).map(|day| (day, DayKind::Holiday)));
    for term in [
        Term::WorkingHours { amount: 1 },
        Term::WorkingDays { amount: 1 },
        Term::CalendarDays { amount: 1 },
        Term::Months { amount: 1 },
        Term::EndOfNextWorkingDay,
        Term::NoonOfNextWorkingDay,
    ] {
        assert_eq!(
            calendar.due(FRIDAY, term).unwrap_err().code,
            "calendar.no_working_day"
        );
    }
}

#[test]
fn early_on_time_and_late_are_told_in_office_hours() {
    let calendar = Calendar::default();
    let due = calendar
        .due(FRIDAY, Term::WorkingDays { amount: 1 })
        .unwrap();
    let seen = |done| calendar.timeliness(due, done);
    let early = |working_minutes| Timeliness::Early { working_minutes };
    let late = |working_minutes, working_days| Timeliness::Late {
        working_minutes,
        working_days,
    };
    assert_eq!(seen(datetime!(2026-11-20 16:00 +7)), early(60 + 450));
    assert_eq!(seen(datetime!(2026-11-22 09:00 +7)), early(450));
    assert_eq!(seen(due), Timeliness::OnTime);
    assert_eq!(seen(datetime!(2026-11-23 07:00 +7)), Timeliness::OnTime);
    assert_eq!(seen(datetime!(2026-11-23 23:59 +7)), Timeliness::OnTime);
    assert_eq!(seen(datetime!(2026-11-24 08:00 +7)), late(0, 0));
    assert_eq!(seen(datetime!(2026-11-25 08:00 +7)), late(30, 1));
    assert_eq!(seen(datetime!(2026-11-26 13:00 +7)), late(450 + 240, 2));
    assert_eq!(calendar.working_minutes_between(due, FRIDAY), 0);
    assert_eq!(
        calendar.working_days_between(date!(2026 - 11 - 23), date!(2026 - 11 - 20)),
        0
    );
}

#[test]
fn office_hours_follow_one_another() {
    let given = [420, 690, 690, 990];
    assert_eq!(OfficeHours::from_minutes(given).unwrap().minutes(), given);
    assert_eq!(OfficeHours::default().minutes(), [450, 690, 810, 1020]);
    for wrong in [
        [480, 480, 780, 1020],
        [480, 720, 700, 1020],
        [480, 720, 780, 1440],
        [480, 720, 780, 780],
    ] {
        let refused = OfficeHours::from_minutes(wrong).unwrap_err();
        assert_eq!(refused.code, "calendar.hours_wrong", "{wrong:?}");
    }
}

#[test]
fn an_entry_has_a_name_and_a_source() {
    let entered = |name: &str, source: &str| {
        let entry = DayEntry::entered(FRIDAY.date(), DayKind::Holiday, name, source);
        entry.map_err(|refusal| refusal.code)
    };
    assert_eq!(entered(" ", "x"), Err("calendar.day_name"));
    assert_eq!(entered(&"ấ".repeat(201), "x"), Err("calendar.day_name"));
    assert_eq!(entered("x", ""), Err("calendar.day_source"));
    assert_eq!(entered("x", &"ấ".repeat(501)), Err("calendar.day_source"));
    let old = DayEntry::entered(date!(1969 - 12 - 31), DayKind::Holiday, "x", "x");
    assert_eq!(old.unwrap_err().code, "calendar.year");
    assert_eq!(
        entered(" Nghỉ bão ", "Công điện 1").unwrap().name,
        "Nghỉ bão"
    );
}

#[test]
fn codes_are_the_same_in_json_and_in_rows() {
    for kind in DayKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        assert_eq!(DayKind::from_code(kind.code()), Some(kind));
    }
    let date = Term::Date {
        date: date!(2026 - 12 - 01),
    };
    let written = serde_json::to_string(&date).unwrap();
    assert_eq!(written, r#"{"unit":"date","date":"2026-12-01"}"#);
    let other = serde_json::from_str::<Term>(r#"{"unit":"fortnight"}"#);
    assert!(other.is_err());
    for term in terms(3) {
        let json = serde_json::to_value(term).unwrap();
        assert_eq!(json["unit"], term.unit());
        assert_eq!(serde_json::from_value::<Term>(json).unwrap(), term);
    }
}

fn terms(amount: u32) -> [Term; 9] {
    [
        Term::Minutes { amount },
        Term::WorkingHours { amount },
        Term::WorkingDays { amount },
        Term::CalendarDays { amount },
        Term::Months { amount },
        Term::Years { amount },
        Term::Date {
            date: date!(2029 - 12 - 31),
        },
        Term::EndOfNextWorkingDay,
        Term::NoonOfNextWorkingDay,
    ]
}

/// Moments of 2024 to 2028.
fn moment() -> impl Strategy<Value = OffsetDateTime> {
    (1_704_067_200_i64..1_861_920_000)
        .prop_map(|seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap())
}

fn any_day() -> impl Strategy<Value = Date> {
    (2_460_311_i32..2_462_300).prop_map(|julian| Date::from_julian_day(julian).unwrap())
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let kind = (0..DayKind::ALL.len()).prop_map(|place| DayKind::ALL[place]);
    proptest::collection::vec((any_day(), kind), 0..60).prop_map(with)
}

fn any_term() -> impl Strategy<Value = Term> {
    (1_u32..60, 0_usize..9).prop_map(|(amount, place)| terms(amount)[place])
}

proptest! {
    #[test]
    fn nothing_is_due_before_it_begins(calendar in any_calendar(), start in moment(), term in any_term()) {
        prop_assert!(calendar.due(start, term).unwrap() >= start);
    }

    #[test]
    fn who_begins_later_ends_no_earlier(
        calendar in any_calendar(), start in moment(), seconds in 0_i64..400_000, term in any_term(),
    ) {
        let later = start + Duration::seconds(seconds);
        prop_assert!(calendar.due(start, term).unwrap() <= calendar.due(later, term).unwrap());
    }

    #[test]
    fn one_more_is_later(calendar in any_calendar(), start in moment(), amount in 1_u32..80) {
        let later = |first, second| (calendar.due(start, first).unwrap(), calendar.due(start, second).unwrap());
        let more = amount + 1;
        let (due, next) = later(Term::WorkingDays { amount }, Term::WorkingDays { amount: more });
        prop_assert!(due < next);
        let (due, next) = later(Term::WorkingHours { amount }, Term::WorkingHours { amount: more });
        prop_assert!(due < next);
        let (due, next) = later(Term::CalendarDays { amount }, Term::CalendarDays { amount: more });
        prop_assert!(due <= next);
    }

    #[test]
    fn a_holiday_more_makes_nothing_due_earlier(
        calendar in any_calendar(), day in any_day(), start in moment(), term in any_term(),
    ) {
        let entries = calendar.own.values().cloned();
        let more = Calendar::new(entries.chain([entry(day, DayKind::Holiday)]), calendar.hours());
        prop_assert!(calendar.due(start, term).unwrap() <= more.due(start, term).unwrap());
    }

    #[test]
    fn terms_of_days_end_on_working_days(calendar in any_calendar(), start in moment(), term in any_term()) {
        let due = calendar.due(start, term).unwrap();
        let is_free = matches!(term, Term::Minutes { .. } | Term::Date { .. });
        prop_assert!(is_free || calendar.is_working_day(due.date()));
    }

    #[test]
    fn counting_forward_and_back_agree(calendar in any_calendar(), start in moment(), amount in 1_u32..80) {
        let day = start.to_offset(VIETNAM).date();
        let due = calendar.due(start, Term::WorkingDays { amount }).unwrap();
        prop_assert_eq!(calendar.working_days_between(day, due.date()), amount);
        let due = calendar.due(start, Term::WorkingHours { amount }).unwrap();
        prop_assert_eq!(calendar.working_minutes_between(start, due), u64::from(amount) * 60);
    }

    #[test]
    fn office_minutes_add_up(calendar in any_calendar(), start in moment(), a in 0_i64..9_999, b in 0_i64..9_999) {
        let start = start.replace_second(0).unwrap();
        let (middle, end) = (start + Duration::minutes(a), start + Duration::minutes(a + b));
        let between = |from, to| calendar.working_minutes_between(from, to);
        prop_assert_eq!(between(start, middle) + between(middle, end), between(start, end));
    }
}
