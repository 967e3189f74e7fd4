//! Whether a route can be published: every fault is told at once.

use std::collections::BTreeSet;

use super::{Definition, RouteStep, Stage, StepKind, Who};
use crate::Refusal;
use crate::access::{Caller, Principal, Role};
use crate::calendar::{LONGEST_TERM, Term};
use crate::documents::kind_by_code;
use crate::work::Staff;

/// Longest name of a route, a stage or a key, in characters.
pub const NAME_MAX_CHARS: usize = 100;
/// Most stages of a route.
pub const MOST_STAGES: usize = 20;
/// Most steps of a stage.
pub const MOST_STEPS: usize = 20;
/// Most kinds that a route names.
const MOST_KINDS: usize = 100;
/// Most steps of a route whose people are named at submission.
pub const MOST_CHOSEN: usize = 10;

/// Refuses whoever may not edit routes: they are the administrator's.
pub fn may_edit(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::Administrator])
}

/// Refuses a definition that is too large to be kept, whatever else is wrong with it.
pub fn check_bounds(definition: &Definition) -> Result<(), Refusal> {
    let steps = definition.steps().count();
    let texts = definition.stages.iter().map(|stage| &stage.name);
    let keys = definition.steps().map(|(_, step)| &step.key);
    let is_long = |text: &String| text.chars().count() > NAME_MAX_CHARS;
    if is_long(&definition.name) || texts.chain(keys).chain(&definition.kinds).any(is_long) {
        return Err(Refusal::new("routes.name_needed").with("max", NAME_MAX_CHARS));
    }
    if definition.stages.len() > MOST_STAGES
        || steps > MOST_STAGES * MOST_STEPS
        || definition.kinds.len() > MOST_KINDS
    {
        return Err(Refusal::new("routes.stages_count").with("max", MOST_STAGES));
    }
    Ok(())
}

/// What keeps a definition from being published, for the staff of the day.
pub fn check(definition: &Definition, staff: &Staff) -> Vec<Refusal> {
    let mut faults = check_shape(definition);
    let missing = definition
        .steps()
        .filter(|(_, step)| !answers_today(step, staff));
    faults.extend(missing.map(|(_, step)| about(step, "routes.nobody_there")));
    faults
}

/// What is wrong with a definition whatever the staff.
pub fn check_shape(definition: &Definition) -> Vec<Refusal> {
    let mut faults = Vec::new();
    check_name(&definition.name, &mut faults);
    for kind in &definition.kinds {
        if kind_by_code(kind).is_none() {
            faults.push(Refusal::new("documents.kind_unknown").with("kind", kind.clone()));
        }
    }
    if definition.stages.is_empty() || definition.stages.len() > MOST_STAGES {
        faults.push(Refusal::new("routes.stages_count").with("max", MOST_STAGES));
    }
    for (number, stage) in definition.stages.iter().enumerate() {
        check_stage(number, stage, &mut faults);
    }
    check_steps(definition, &mut faults);
    check_approvals(definition, &mut faults);
    faults
}

fn check_name(name: &str, faults: &mut Vec<Refusal>) {
    let length = name.trim().chars().count();
    let is_visible = !name.chars().any(char::is_control);
    if length == 0 || length > NAME_MAX_CHARS || !is_visible {
        faults.push(Refusal::new("routes.name_needed").with("max", NAME_MAX_CHARS));
    }
}

fn check_stage(number: usize, stage: &Stage, faults: &mut Vec<Refusal>) {
    check_name(&stage.name, faults);
    if stage.steps.is_empty() || stage.steps.len() > MOST_STEPS {
        let fault = Refusal::new("routes.steps_count").with("stage", number + 1);
        faults.push(fault.with("max", MOST_STEPS));
    }
}

fn check_steps(definition: &Definition, faults: &mut Vec<Refusal>) {
    let mut keys = BTreeSet::new();
    for (_, step) in definition.steps() {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if step.key.is_empty() || step.key.len() > NAME_MAX_CHARS || !step.key.chars().all(fits) {
            faults.push(about(step, "routes.key_unfit"));
        }
        if !keys.insert(step.key.as_str()) {
            faults.push(about(step, "routes.key_twice"));
        }
        // A route serves many papers: a day of the calendar fits none of the later ones.
        let fits = |term: Term| !matches!(term, Term::Date { .. }) && term.check().is_ok();
        if !step.due.is_none_or(fits) {
            faults.push(about(step, "routes.term_unfit").with("max", LONGEST_TERM));
        }
    }
    if definition.chosen_steps().count() > MOST_CHOSEN {
        faults.push(Refusal::new("routes.chosen_many").with("max", MOST_CHOSEN));
    }
}

/// Content and form are answered for apart (Điều 12) before the one entitled to sign approves, and
/// nothing comes after or beside that.
fn check_approvals(definition: &Definition, faults: &mut Vec<Refusal>) {
    let count = |kind: StepKind| {
        let steps = definition.steps();
        steps.filter(|(_, step)| step.kind == kind).count()
    };
    if count(StepKind::Content) == 0 {
        faults.push(Refusal::new("routes.content_needed"));
    }
    if count(StepKind::Form) == 0 {
        faults.push(Refusal::new("routes.form_needed"));
    }
    let is_last_alone = definition.stages.last().is_some_and(
        |stage| matches!(stage.steps.as_slice(), [only] if only.kind == StepKind::Final),
    );
    if count(StepKind::Final) != 1 || !is_last_alone {
        faults.push(Refusal::new("routes.final_last"));
    }
}

fn answers_today(step: &RouteStep, staff: &Staff) -> bool {
    match step.who {
        Who::Person { person } => staff.has_somebody(Principal::Person(person)),
        Who::Position { position } => staff.has_somebody(Principal::Position(position)),
        Who::UnitHead { unit } => staff.has_somebody(Principal::Head(unit)),
        Who::DrafterUnitHead => has_role(staff, Role::HeadOfUnit),
        Who::Role { role } | Who::ChosenAtSubmission { role } => has_role(staff, role),
    }
}

/// An administrator reads no paper, so he answers for no step.
fn has_role(staff: &Staff, role: Role) -> bool {
    role != Role::Administrator && staff.members.iter().any(|member| member.role == role)
}

fn about(step: &RouteStep, code: &'static str) -> Refusal {
    Refusal::new(code).with("step", step.key.clone())
}
