//! The month of the demo office: played through the operations, and what it leaves behind holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use api::clock::Clock;
use api::config::Config;
use api::ops::demo::{Files, Lived, Then, furnish, live, office, since};
use api::ops::{App, Parts, audit, index, jobs};
use storage::{Database, DatabaseConfig};
use stories::program::congvan;
use stories::server::sqlite;
use time::OffsetDateTime;
use time::macros::datetime;
use workflow::DocumentId;
use workflow::access::Scope;
use workflow::work::{Case, Outcome, Phase, TaskKind};

/// A Monday afternoon.
const NOW: OffsetDateTime = datetime!(2026-11-23 09:15 UTC);

async fn lives_a_month(folder: &Path) -> (App, Lived) {
    let config = Config::load(folder, None, Vec::<(String, String)>::new()).unwrap();
    let program = congvan().to_string_lossy().into_owned();
    let parts = Parts {
        clock: Clock::manual(since(NOW)),
        index_in_memory: true,
        reader_command: vec![program.clone(), "read-file".into()],
        printer_command: vec![program, "print-file".into()],
    };
    let app = App::open(config, parts).await.unwrap();
    let described = office().unwrap();
    furnish(&app, &described, Then::Month).await.unwrap();
    let lived = live(&app, (&described, Files::Words), NOW, &|_, _| ())
        .await
        .unwrap();
    (app, lived)
}

async fn cases(db: &Database, folder: &Path) -> Vec<Case> {
    let ids = sqlite(folder, "select hex(document_id) from work");
    let mut cases = Vec::new();
    for id in ids.lines() {
        let id: DocumentId = format!("doc_{}", id.to_lowercase()).parse().unwrap();
        cases.push(storage::work::find_case(db, id).await.unwrap().unwrap());
    }
    cases
}

/// Every phase and every kind of task is there, and what must always hold does.
fn are_in_every_state(cases: &[Case]) {
    for case in cases {
        assert_eq!(case.fault(), None, "{}", case.document);
    }
    let mut phases: BTreeMap<String, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases {
        let phase = serde_json::to_value(case.phase().unwrap()).unwrap();
        *phases
            .entry(phase.as_str().unwrap().to_owned())
            .or_default() += 1;
        for task in case.open_tasks() {
            *kinds.entry(task.kind.code()).or_default() += 1;
        }
        let closed = case.tasks.iter().filter_map(|task| task.closed.as_ref());
        for closed in closed {
            *outcomes.entry(closed.outcome.code()).or_default() += 1;
        }
    }
    println!("phases {phases:?}\nopen tasks {kinds:?}\noutcomes {outcomes:?}");
    for phase in [
        Phase::Received,
        Phase::Registered,
        Phase::Submitted,
        Phase::InProgress,
        Phase::ToConfirm,
        Phase::Finished,
        Phase::ReturnedToSender,
        Phase::Drafting,
        Phase::InApproval,
        Phase::ToNumber,
        Phase::ToDispatch,
        Phase::Recalled,
        Phase::Abandoned,
    ] {
        let code = serde_json::to_value(phase).unwrap();
        assert!(
            phases.contains_key(code.as_str().unwrap()),
            "no paper is {code}"
        );
    }
    // Nobody asks the other agency for a paper back.
    for kind in TaskKind::ALL
        .into_iter()
        .filter(|one| *one != TaskKind::AnswerRecall)
    {
        assert!(
            kinds.contains_key(kind.code()),
            "nothing waits: {}",
            kind.code()
        );
    }
    // A paper ends by being recalled, a task never.
    for outcome in Outcome::ALL
        .into_iter()
        .filter(|one| *one != Outcome::Recalled)
    {
        assert!(
            outcomes.contains_key(outcome.code()),
            "nothing ended: {}",
            outcome.code()
        );
    }
    let late = |case: &&Case| {
        let mut open = case.open_tasks();
        open.any(|task| task.kind.is_work() && task.due.as_ref().is_some_and(|due| due.at < NOW))
    };
    assert!(
        cases.iter().filter(late).count() >= 5,
        "hardly anything is late"
    );
}

/// Numbers run from 1 without a gap, in every state a number can be in.
fn have_numbers_without_gaps(folder: &Path) {
    let series = sqlite(
        folder,
        "select hex(register_id), year, count(*), min(number), max(number) from register_entry group by 1, 2",
    );
    for line in series.lines() {
        let cells: Vec<_> = line.split('|').collect();
        assert_eq!((cells[3], cells[2]), ("1", cells[4]), "{line}");
    }
    assert!(series.lines().count() >= 6, "{series}");
    let states = sqlite(
        folder,
        "select state, count(*) from register_entry group by 1",
    );
    println!("numbers {}", states.replace('\n', ", "));
    for state in ["reserved", "used", "given_up", "cancelled"] {
        assert!(states.contains(state), "no number is {state}: {states}");
    }
}

/// Something waits for everybody.
async fn have_work_for_everybody(app: &App, db: &Database) {
    for organisation in storage::organisations::list(db).await.unwrap() {
        let people = storage::organisations::list_people(db, organisation.id);
        for person in people.await.unwrap() {
            let today = app.clock().today();
            let caller = storage::identity::find_caller(db, person.id, &Scope::ALL, today);
            let caller = caller.await.unwrap().unwrap();
            let counts = api::ops::work::count(app, &caller).await.unwrap();
            let waiting: u64 = counts.iter().map(|count| count.waiting).sum();
            println!("{:24} {waiting}", person.login);
            assert!(waiting > 0, "nothing waits for {}", person.login);
        }
    }
}

#[test]
fn the_demo_office_has_lived_a_month() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let (app, lived) = lives_a_month(folder.path()).await;
        println!(
            "{} papers, {} steps in {:?}",
            lived.papers,
            lived.steps,
            begun.elapsed()
        );
        assert!(lived.papers >= 300, "{}", lived.papers);
        assert_eq!(app.clock().now(), NOW);
        let (open, dead, _) = jobs::backlog(&app).await.unwrap();
        assert_eq!((open, dead), (0, 0));

        let place = DatabaseConfig {
            url: app.config().database_url(),
            read_connections: 1,
        };
        let db = Database::connect(&place).await.unwrap();
        are_in_every_state(&cases(&db, folder.path()).await);
        have_numbers_without_gaps(folder.path());
        have_work_for_everybody(&app, &db).await;
        for (organisation, verdict) in audit::verify(&app).await.unwrap() {
            let events =
                verdict.unwrap_or_else(|broken| panic!("{}: {broken:?}", organisation.slug));
            assert!(events > 500, "{}: {events}", organisation.slug);
        }
        let waits =
            "select count(*) from document where direction = 'incoming' and register is null";
        let waits: u32 = sqlite(folder.path(), waits).parse().unwrap();
        assert!(waits >= 10, "{waits}");
        let delegations = "select count(*), sum(settled_at_us is not null) from delegation";
        assert_eq!(sqlite(folder.path(), delegations), "4|2");
        let widenings = "select count(*) from widening where decided_at_us is null";
        assert_eq!(sqlite(folder.path(), widenings), "2");
        while index::follow_once(&app).await.unwrap() > 0 {}
        println!("with the index in {:?}", begun.elapsed());
    });
}
