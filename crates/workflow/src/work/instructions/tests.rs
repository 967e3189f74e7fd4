//! Which template fits which paper, and which are refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use uuid::Uuid;

use super::*;
use crate::documents::Fields;
use crate::work::agency::{CHAIRMAN, CHIEF, CLERK, CULTURE, ECONOMY, caller, person, staff};

fn template(kinds: &[&str], issuers: &[&str]) -> Template {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Template {
        name: " Báo cáo\ttài chính ".to_owned(),
        words: "Giao phòng Kinh tế chủ trì.".to_owned(),
        parts: vec![
            TemplatePart {
                part: TaskKind::Lead,
                to: Recipient::Unit { id: ECONOMY },
            },
            TemplatePart {
                part: TaskKind::Inform,
                to: Recipient::Unit { id: CULTURE },
            },
        ],
        term: Some(Term::WorkingDays { amount: 5 }),
        urgency: Urgency::Urgent,
        asks_confirmation: true,
        kinds: owned(kinds),
        issuers: owned(issuers),
    }
}

fn paper(kind: Option<&str>, issuer: Option<&str>) -> Fields {
    Fields {
        kind: kind.map(str::to_owned),
        issuer: issuer.map(str::to_owned),
        ..Fields::default()
    }
}

#[test]
fn the_more_a_template_names_of_the_paper_the_better_it_fits() {
    let paper = paper(Some("cong_van"), Some("Sở Tài chính tỉnh Lạc Giang"));
    let both = template(&["cong_van"], &["sở nội vụ", "SO TAI CHINH"]);
    let whole = template(&[], &["Sở Tài chính tỉnh Lạc Giang"]);
    let begin = template(&[], &["Sở Tài chính"]);
    let kind = template(&["bao_cao", "cong_van"], &[]);
    let any = template(&[], &[]);
    let ranks: Vec<_> = [&both, &whole, &begin, &kind, &any]
        .map(|one| one.fit(&paper).unwrap().rank())
        .into();
    assert!(ranks.is_sorted_by(|one, next| one > next), "{ranks:?}");
    let why = both.fit(&paper).unwrap();
    assert!(why.by_kind);
    assert_eq!(why.by_issuer.as_deref(), Some("SO TAI CHINH"));
}

#[test]
fn a_template_for_others_does_not_fit() {
    let of = |kind, issuer| paper(Some(kind), Some(issuer));
    let both = template(&["cong_van"], &["Sở Tài chính"]);
    assert_eq!(both.fit(&of("bao_cao", "Sở Tài chính")), None);
    assert_eq!(both.fit(&of("cong_van", "Sở Nội vụ")), None);
    assert_eq!(both.fit(&paper(Some("cong_van"), None)), None);
    assert_eq!(both.fit(&paper(None, Some("Sở Tài chính"))), None);
    // Whole words only.
    let short = template(&[], &["Sở Tài"]);
    assert_eq!(short.fit(&of("cong_van", "Sở Tàichính")), None);
}

#[test]
fn a_template_is_given_as_it_says() {
    let given = template(&[], &[]).assignments();
    let lead = &given[0];
    assert_eq!(lead.assignee, Principal::Head(ECONOMY));
    let days = Term::WorkingDays { amount: 5 };
    assert_eq!(lead.by, Some(By::Within(days, None)));
    assert!(lead.asks_confirmation);
    assert_eq!(lead.urgency, Urgency::Urgent);
    let inform = &given[1];
    assert_eq!((inform.by, inform.asks_confirmation), (None, false));
}

#[test]
fn whoever_left_is_named() {
    let mut left = template(&[], &[]);
    assert!(left.gone(&staff()).is_empty());
    let nobody = Recipient::Person {
        id: PersonId(Uuid::from_u128(999)),
    };
    left.parts[1].to = nobody;
    assert_eq!(left.gone(&staff()), [nobody]);
}

#[test]
fn what_could_not_be_given_is_refused() {
    let fine = template(&["cong_van", "cong_van"], &[" Sở  Tài chính "]);
    let fine = fine.checked().unwrap();
    assert_eq!(fine.name, "Báo cáo tài chính");
    assert_eq!(fine.kinds, ["cong_van"]);
    assert_eq!(fine.issuers, ["Sở Tài chính"]);
    let code = |change: &dyn Fn(&mut Template)| {
        let mut changed = template(&[], &[]);
        change(&mut changed);
        changed.checked().unwrap_err().code
    };
    assert_eq!(code(&|t| t.name = " ".into()), "instructions.name_needed");
    assert_eq!(code(&|t| t.words = "\n".into()), "work.text_needed");
    assert_eq!(code(&|t| t.words = "ă".repeat(4001)), "work.text_long");
    assert_eq!(code(&|t| t.parts.clear()), "work.parts_needed");
    assert_eq!(
        code(&|t| t.parts[1].part = TaskKind::Lead),
        "work.lead_once"
    );
    assert_eq!(
        code(&|t| t.parts[0].part = TaskKind::Support),
        "work.lead_needed"
    );
    assert_eq!(
        code(&|t| t.parts[0].part = TaskKind::Final),
        "work.part_unfit"
    );
    assert_eq!(
        code(&|t| t.parts[1].to = t.parts[0].to),
        "work.assignee_twice"
    );
    let day = time::macros::date!(2026 - 12 - 01);
    assert_eq!(
        code(&|t| t.term = Some(Term::Date { date: day })),
        "instructions.term_unfit"
    );
    assert_eq!(
        code(&|t| t.kinds = vec!["thu_tay".into()]),
        "documents.kind_unknown"
    );
    assert_eq!(
        code(&|t| t.issuers = vec!["…".into()]),
        "instructions.issuer_unfit"
    );
}

#[test]
fn templates_of_the_agency_are_kept_by_the_office_and_own_ones_by_those_who_distribute() {
    assert!(may_keep_shared(&caller(CHIEF)).is_ok());
    let refused = may_keep_shared(&caller(CHAIRMAN)).unwrap_err();
    assert_eq!(refused.code, "access.role_needed");
    assert!(may_keep_own(&caller(CHAIRMAN), person(CHAIRMAN)).is_ok());
    let foreign = may_keep_own(&caller(CHIEF), person(CHAIRMAN)).unwrap_err();
    assert_eq!(foreign.code, "instructions.not_yours");
    let clerk = may_keep_own(&caller(CLERK), person(CLERK)).unwrap_err();
    assert_eq!(clerk.code, "access.role_needed");
}

fn given(issuer: &str, lead: UnitId, words: &str) -> Given {
    Given {
        words: words.to_owned(),
        parts: vec![TemplatePart {
            part: TaskKind::Lead,
            to: Recipient::Unit { id: lead },
        }],
        term: Some(Term::WorkingDays { amount: 3 }),
        issuer: Some(issuer.to_owned()),
    }
}

#[test]
fn what_went_the_same_way_fills_the_form_and_what_did_not_is_only_offered() {
    let (finance, culture) = ("Sở Tài chính", "Sở Văn hóa");
    let to = |lead| given(finance, lead, "Giao tham mưu.");
    let nobody = given(finance, UnitId(Uuid::from_u128(99)), "Giao.");
    for (past, expected) in [
        (vec![], vec![]),
        (vec![to(ECONOMY)], vec![(1, 1, false)]),
        (vec![to(ECONOMY), to(ECONOMY)], vec![(2, 2, true)]),
        (
            vec![to(ECONOMY), to(CULTURE), to(ECONOMY)],
            vec![(2, 3, true), (1, 3, false)],
        ),
        (
            vec![to(ECONOMY), to(CULTURE), to(CULTURE), to(ECONOMY)],
            vec![(2, 4, false), (2, 4, false)],
        ),
        (
            vec![given(culture, CULTURE, "Giao."), to(ECONOMY)],
            vec![(1, 1, false)],
        ),
        (vec![nobody], vec![]),
    ] {
        let found = ways(&past, &paper(None, Some("SO TAI CHINH")), &staff());
        let told: Vec<_> = found
            .iter()
            .map(|way| (way.times, way.of, way.sure))
            .collect();
        assert_eq!(told, expected, "{past:?}");
    }
    let past = [
        given(finance, ECONOMY, "Mới."),
        given(finance, ECONOMY, "Cũ."),
    ];
    let found = ways(&past, &paper(None, Some(finance)), &staff());
    assert_eq!(found[0].words, "Mới.");
    assert!(ways(&past, &paper(None, None), &staff()).is_empty());
}

#[test]
fn phrases_are_what_was_written_more_than_once() {
    let words = [
        "Giao chủ trì.",
        "Để biết.",
        "Một lần.",
        "giao CHỦ TRÌ",
        "Để biết.",
        "Để biết.",
    ];
    let past: Vec<_> = words.iter().map(|text| given("A", ECONOMY, text)).collect();
    assert_eq!(phrases(&past), ["Để biết.", "Giao chủ trì."]);
}
