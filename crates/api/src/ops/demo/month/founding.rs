//! The first day: abbreviations, registers with their years, a further route, and what came in before the
//! month is entered in the register.

use time::Duration;
use workflow::UnitId;
use workflow::access::{Caller, Principal, Role};
use workflow::calendar::Term;
use workflow::documents::Direction;
use workflow::registers::{Book, Definition, NumberForm};
use workflow::work::TaskKind;
use workflow::work::incoming::{Action, Assignment};
use workflow::work::routes::{Definition as Route, RouteStep, Stage, StepKind, Who as Wanted};

use super::arrange::holder;
use super::data::missing;
use super::play::Play;
use super::templates;
use crate::error::{OpError, Result};
use crate::ops::registers::{self, Wish as Place};
use crate::ops::routes;
use crate::ops::work::{Registration, act, register};

/// Abbreviations, registers, their years, a further route; then the papers of the months before.
pub async fn first_day(play: &mut Play<'_>) -> Result<()> {
    play.app
        .clock()
        .move_to(play.days.moment(0, 0) - Duration::minutes(20));
    for at in 0..play.agencies.len() {
        abbreviations(play, at).await?;
        books(play, at).await?;
        proposals(play, at).await?;
        templates::keep(play, at).await?;
        papers_before(play, at).await?;
    }
    Ok(())
}

async fn abbreviations(play: &mut Play<'_>, at: usize) -> Result<()> {
    let administrator = holder(play, at, Role::Administrator).await?;
    let agency = &play.agencies[at];
    let own = play.month.issuers.get(&agency.slug);
    let own = own.ok_or_else(|| missing("issuer", &agency.slug))?;
    registers::abbreviate(play.app, &administrator, (None, &own.agency), None).await?;
    for (unit, id) in &agency.units {
        registers::abbreviate(play.app, &administrator, (Some(*id), unit), None).await?;
    }
    Ok(())
}

async fn books(play: &mut Play<'_>, at: usize) -> Result<()> {
    let chief = holder(play, at, Role::ChiefOfOffice).await?;
    let invitations = Definition {
        name: "Sổ đăng ký giấy mời".to_owned(),
        kinds: vec!["giay_moi".to_owned()],
        form: NumberForm::parse("{number}/{kind}-{agency}").map_err(OpError::Invalid)?,
        plain_form: None,
        abbreviation: None,
    };
    registers::define(play.app, &chief, (Book::Outgoing, invitations), None).await?;
    let clerk = holder(play, at, Role::Clerk).await?;
    let year = play.app.clock().today().year();
    for book in registers::list(play.app, &clerk).await? {
        registers::open_year(play.app, &clerk, (book.id, year), None).await?;
    }
    Ok(())
}

/// The route of proposals: two opinions side by side before the content is approved.
async fn proposals(play: &mut Play<'_>, at: usize) -> Result<()> {
    let administrator = holder(play, at, Role::Administrator).await?;
    let step = |key: &str, kind: StepKind, who: Wanted| RouteStep {
        key: key.to_owned(),
        kind,
        who,
        due: Some(Term::WorkingDays { amount: 2 }),
    };
    let stage = |name: &str, steps: Vec<RouteStep>| Stage {
        name: name.to_owned(),
        steps,
    };
    let named = |role: Role| Wanted::ChosenAtSubmission { role };
    let route = Route {
        name: "Tờ trình, đề án".to_owned(),
        kinds: ["to_trinh", "de_an", "du_an"].map(str::to_owned).to_vec(),
        stages: vec![
            stage(
                "Lấy ý kiến",
                vec![
                    step("opinion", StepKind::Opinion, named(Role::HeadOfUnit)),
                    step(
                        "inspection",
                        StepKind::Opinion,
                        Wanted::Role {
                            role: Role::Archivist,
                        },
                    ),
                ],
            ),
            stage(
                "Duyệt nội dung",
                vec![step("content", StepKind::Content, Wanted::DrafterUnitHead)],
            ),
            stage(
                "Duyệt thể thức",
                vec![step(
                    "form",
                    StepKind::Form,
                    Wanted::Role {
                        role: Role::ChiefOfOffice,
                    },
                )],
            ),
            stage(
                "Ký ban hành",
                vec![step("signer", StepKind::Final, named(Role::Leader))],
            ),
        ],
    };
    let written = routes::write(play.app, &administrator, None, &route, None).await?;
    routes::publish(play.app, &administrator, written.route, None).await
}

/// What came in before the month is entered in the register and told to the unit it was for.
async fn papers_before(play: &mut Play<'_>, at: usize) -> Result<()> {
    let (clerk, chief) = (
        holder(play, at, Role::Clerk).await?,
        holder(play, at, Role::ChiefOfOffice).await?,
    );
    let app = play.app;
    let (db, sees) = (&app.0.db, clerk.principals());
    let listed = storage::documents::list_visible(db, &sees, None, None, 1000).await?;
    let mut papers = listed.items;
    papers.retain(|paper| paper.fields.direction == Some(Direction::Incoming));
    papers.sort_by_key(|paper| (paper.fields.issued_on, paper.id));
    for paper in papers {
        let submit_to = Some(Principal::Person(chief.person));
        let registration = Registration {
            document: paper.id,
            fields: None,
            wish: Place::default(),
            submit_to,
            accepts_duplicate: true,
        };
        app.clock().advance(Duration::seconds(15));
        register(app, &clerk, registration, None).await?;
        let waits = play.task(paper.id, &chief, &[TaskKind::Distribute]).await?;
        let head = paper
            .unit
            .map_or(Principal::Person(chief.person), Principal::Head);
        let part = Assignment {
            part: TaskKind::Inform,
            assignee: head,
            by: None,
            asks_confirmation: false,
            urgency: paper.fields.urgency,
        };
        let words = play.month.words("before", 0)?;
        act(
            app,
            &chief,
            (paper.id, None),
            &Action::Distribute(waits.id, vec![part], words),
            None,
        )
        .await?;
        let reader = head_of(play, at, paper.unit)
            .await?
            .unwrap_or_else(|| chief.clone());
        let told = play.task(paper.id, &reader, &[TaskKind::Inform]).await?;
        act(
            app,
            &reader,
            (paper.id, None),
            &Action::MarkRead(told.id),
            None,
        )
        .await?;
    }
    Ok(())
}

async fn head_of(play: &mut Play<'_>, at: usize, unit: Option<UnitId>) -> Result<Option<Caller>> {
    let agency = &play.agencies[at];
    let unit = agency.units.iter().find(|(_, id)| Some(*id) == unit);
    let head = agency.people.iter().find(|person| {
        person.role.heads_a_unit() && person.unit.as_ref() == unit.map(|(name, _)| name)
    });
    match head.filter(|_| unit.is_some()) {
        Some(head) => Ok(Some(play.callers.of(play.app, head.id).await?)),
        None => Ok(None),
    }
}
