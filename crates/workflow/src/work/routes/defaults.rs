//! The routes a new agency begins with.

use super::{Definition, RouteStep, Stage, StepKind, Who};
use crate::access::Role;
use crate::calendar::Term;

/// «Công văn thường» for every kind, and «Quyết định» with initials and two signers before the one
/// who signs.
pub fn defaults() -> Vec<Definition> {
    vec![letter(), decision()]
}

fn letter() -> Definition {
    Definition {
        name: "Công văn thường".to_owned(),
        kinds: Vec::new(),
        stages: vec![
            stage("Duyệt nội dung", vec![content()]),
            stage("Duyệt thể thức", vec![form()]),
            stage("Ký ban hành", vec![signs("signer", StepKind::Final)]),
        ],
    }
}

fn decision() -> Definition {
    let initials = step(
        "initials",
        StepKind::Initial,
        Who::ChosenAtSubmission {
            role: Role::HeadOfUnit,
        },
    );
    Definition {
        name: "Quyết định".to_owned(),
        kinds: vec!["quyet_dinh".to_owned()],
        stages: vec![
            stage("Duyệt nội dung", vec![content()]),
            stage("Duyệt thể thức, ký nháy", vec![form(), initials]),
            stage(
                "Người ký thứ nhất",
                vec![signs("first_signer", StepKind::Initial)],
            ),
            stage(
                "Người ký thứ hai",
                vec![signs("second_signer", StepKind::Initial)],
            ),
            stage("Ký ban hành", vec![signs("signer", StepKind::Final)]),
        ],
    }
}

fn stage(name: &str, steps: Vec<RouteStep>) -> Stage {
    Stage {
        name: name.to_owned(),
        steps,
    }
}

fn step(key: &str, kind: StepKind, who: Who) -> RouteStep {
    RouteStep {
        key: key.to_owned(),
        kind,
        who,
        due: Some(Term::WorkingDays { amount: 1 }),
    }
}

fn content() -> RouteStep {
    step("content", StepKind::Content, Who::DrafterUnitHead)
}

fn form() -> RouteStep {
    let role = Role::ChiefOfOffice;
    step("form", StepKind::Form, Who::Role { role })
}

fn signs(key: &str, kind: StepKind) -> RouteStep {
    let role = Role::Leader;
    step(key, kind, Who::ChosenAtSubmission { role })
}
