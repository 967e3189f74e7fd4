#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::DocumentId;

#[test]
fn the_size_of_a_sample_is_that_of_the_tables() {
    use Certainty::{Ninety, NinetyFive, NinetyNine};
    for (population, certainty, margin, size) in [
        (10_000, NinetyFive, 5.0, 370),
        (100, NinetyFive, 5.0, 80),
        (1_000, NinetyFive, 5.0, 278),
        (1_000_000, NinetyFive, 5.0, 384),
        (10_000, NinetyNine, 5.0, 623),
        (10_000, NinetyFive, 1.0, 4_900),
        (10_000, Ninety, 5.0, 264),
        (1_400_000, NinetyNine, 1.0, 16_394),
        (1, NinetyNine, 0.5, 1),
        (0, NinetyFive, 5.0, 0),
    ] {
        let found = sample_size(population, certainty, margin).unwrap();
        assert_eq!(found, size, "{population} {certainty:?} {margin}");
    }
    for margin in [0.0, 0.4, 21.0, f64::NAN] {
        let refusal = sample_size(10, NinetyFive, margin).unwrap_err();
        assert_eq!(refusal.code, "quality.margin");
    }
}

#[test]
fn the_interval_is_that_of_wilson() {
    let near = |found: Interval, low: f64, high: f64| {
        assert!((found.low - low).abs() < 5e-4, "{found:?}");
        assert!((found.high - high).abs() < 5e-4, "{found:?}");
    };
    let of = |errors, checked| wilson(errors, checked, Certainty::NinetyFive).unwrap();
    near(of(10, 100), 0.0552, 0.1744);
    near(of(0, 10), 0.0, 0.2775);
    near(of(10, 10), 0.7225, 1.0);
    near(of(1, 370), 0.0005, 0.0151);
    assert_eq!(wilson(0, 0, Certainty::NinetyFive), None);
}

fn papers(count: u128) -> Vec<DocumentId> {
    let id = |number: u128| DocumentId(Uuid::from_u128((number << 64) | 7));
    (1..=count).map(id).collect()
}

proptest! {
    #[test]
    fn a_draw_repeats_itself_and_takes_no_paper_twice(seed: u64, count in 1u128..200, size in 0u32..250) {
        let population = papers(count);
        let drawn = draw(seed, &population, size);
        let mut backwards = population.clone();
        backwards.reverse();
        prop_assert_eq!(&draw(seed, &backwards, size), &drawn);
        let mut once = drawn.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), drawn.len());
        prop_assert_eq!(drawn.len() as u128, count.min(u128::from(size)));
        prop_assert!(drawn.iter().all(|id| population.contains(id)));
    }

    #[test]
    fn a_larger_draw_begins_with_the_smaller_one(seed: u64, size in 1u32..50) {
        let population = papers(100);
        let all = draw(seed, &population, 100);
        prop_assert_eq!(&draw(seed, &population, size)[..], &all[..size as usize]);
    }

    #[test]
    fn normal_forms_stay_as_they_are(value in "\\PC{0,40}") {
        for field in Field::ALL {
            let once = normal(field, &value);
            prop_assert_eq!(normal(field, &once), once);
        }
    }
}

#[test]
fn every_paper_has_the_same_chance() {
    let population = papers(20);
    let mut drawn = [0u32; 20];
    for seed in 0..2_000 {
        for id in draw(seed, &population, 5) {
            drawn[population.iter().position(|one| *one == id).unwrap()] += 1;
        }
    }
    // 500 are expected of each; six standard deviations are 116.
    assert!(
        drawn.iter().all(|times| (384..=616).contains(times)),
        "{drawn:?}"
    );
}

#[test]
fn what_is_written_otherwise_is_the_same() {
    for (field, one, other, is_same) in [
        (
            Field::Subject,
            "Về việc hòa giải",
            "về  việc hoà giải",
            true,
        ),
        (Field::Subject, "thủy lợi", "thuỷ lợi", true),
        (Field::Subject, "Ke\u{302}\u{301} hoạch", "Kế hoạch", true),
        (Field::Subject, "Kế hoạch.", "Kế hoạch", true),
        (
            Field::Subject,
            "Kế hoạch năm 2025",
            "Kế hoạch năm 2026",
            false,
        ),
        (Field::Subject, "giá", "gia", false),
        (Field::Subject, "má-mà", "mà-má", false),
        (Field::Issuer, "UBND xã An Phú", "UBND XÃ AN PHÚ", true),
        (Field::Code, "05/QĐ-UBND", "5/QÐ–UBND", true),
        (Field::Code, "118 / BC - UBND", "118/BC-UBND", true),
        (Field::Code, "118/BC-UBND", "119/BC-UBND", false),
        (Field::IssuedOn, "2026-09-04", "4/9/2026", true),
        (Field::IssuedOn, "2026-09-04", "2026-04-09", false),
        (Field::Kind, "bao_cao", "", false),
    ] {
        assert_eq!(
            same(field, Some(one), Some(other)),
            is_same,
            "{one} {other}"
        );
    }
    assert!(same(Field::Code, None, Some("  ")));
}

#[test]
fn a_paper_is_as_sure_as_its_least_sure_field() {
    let all = sureness(|_| Some(95));
    assert_eq!((all.least, all.unsure.len()), (95, 0));
    let one = sureness(|field| Some(if field == Field::Kind { 89 } else { 99 }));
    assert_eq!((one.least, one.unsure), (89, vec![Field::Kind]));
    let missing = sureness(|field| (field != Field::Code).then_some(99));
    assert_eq!((missing.least, missing.unsure), (0, vec![Field::Code]));
}

#[test]
fn what_a_clerk_changed_added_or_removed_was_suggested_wrongly() {
    let settled = Fields {
        subject: Some("Về việc hoà giải".into()),
        code: Some("7/BC-UBND".into()),
        issued_on: Some(date!(2026 - 09 - 14)),
        ..Fields::default()
    };
    let found = verdicts(&settled, |field| match field {
        Field::Subject => Some(("về việc hòa giải", 80)),
        Field::Code => Some(("1/BC-UBND", 70)),
        Field::Kind => Some(("bao_cao", 60)),
        Field::IssuedOn | Field::Issuer => None,
    });
    let row = |field, confidence, kept| Verdict {
        field,
        confidence,
        kept,
    };
    let expected = [
        row(Field::Code, Some(70), false),
        row(Field::IssuedOn, None, false),
        row(Field::Kind, Some(60), false),
        row(Field::Subject, Some(80), true),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_forecast_says_what_a_job_needs_and_nothing_that_is_not_known() {
    let plan = Plan {
        pages: 1_400_000,
        days: 180,
        cores: 2,
        hours: 24.0,
        core_hour: 1_000.0,
    };
    let unknown = forecast(&Pace::default(), &plan);
    assert_eq!(unknown.pages_a_day_needed, 7_778);
    assert_eq!((unknown.cost, unknown.cores_needed), (None, None));
    let pace = Pace {
        pages: 14_000,
        days_worked: 7,
        measured: 10_000,
        cpu_ms: 36_000_000,
    };
    let known = forecast(&pace, &plan);
    assert_eq!(known.cpu_s_per_page, Some(3.6));
    assert_eq!(known.core_hours, Some(1_400.0));
    assert_eq!(known.cost, Some(1_400_000.0));
    assert_eq!(known.cores_needed, Some(1));
    assert_eq!(known.days_at_this_pace, Some(700.0));
    assert!((known.days_on_cores.unwrap() - 29.166_67).abs() < 1e-3);
    assert!((known.pages_per_core_minute.unwrap() - 16.666_67).abs() < 1e-3);
}
