//! What became of the papers of a register, as its columns tell it.

use std::collections::{BTreeSet, HashMap};

use ::printing::Cell;
use storage::documents::Document;
use storage::registers::Line;
use time::Date;
use workflow::DocumentId;
use workflow::access::Caller;
use workflow::work::outgoing::Recipient;
use workflow::work::{Task, TaskKind};

use crate::clock::VIETNAM;
use crate::error::Result;
use crate::ops::App;
use crate::ops::work::Names;

/// Where a paper was sent.
struct Dispatch {
    /// The first time.
    on: Date,
    /// To whom, each once.
    to: Vec<String>,
}

/// What became of the papers of a register.
pub(super) struct Fates {
    tasks: HashMap<DocumentId, Vec<Task>>,
    answers: HashMap<DocumentId, Vec<Document>>,
    sent: HashMap<DocumentId, Dispatch>,
    names: Names,
    /// Today in Vietnam.
    pub today: Date,
}

impl Fates {
    /// Loads it for the lines of a register.
    pub async fn load(app: &App, caller: &Caller, lines: &[Line]) -> Result<Fates> {
        let db = &app.0.db;
        let papers = lines
            .iter()
            .filter_map(|line| Some(line.document.as_ref()?.id));
        let papers: Vec<_> = papers.collect();
        let mut tasks: HashMap<_, Vec<_>> = HashMap::new();
        for (document, task) in storage::work::list_tasks(db, &papers).await? {
            tasks.entry(document).or_default().push(task);
        }
        let all: Vec<_> = tasks.values().flatten().collect();
        let names = Names::of(app, &all, Vec::new()).await?;
        let pairs = storage::work::list_answers_of(db, &papers).await?;
        let ids: Vec<_> = pairs.iter().map(|(_, answer)| *answer).collect();
        let principals = caller.principals();
        let found = storage::documents::list_visible_of(db, &ids, &principals).await?;
        let mut answers: HashMap<_, Vec<_>> = HashMap::new();
        for (document, answer) in pairs {
            let answer = found.iter().find(|one| one.id == answer).cloned();
            answers.entry(document).or_default().extend(answer);
        }
        Ok(Fates {
            tasks,
            answers,
            sent: dispatches(app, &papers).await?,
            names,
            today: app.0.clock.today(),
        })
    }

    fn tasks(&self, document: Option<&Document>) -> &[Task] {
        let found = document.and_then(|document| self.tasks.get(&document.id));
        found.map_or(&[], Vec::as_slice)
    }

    /// The parts that instructions gave; what was handed over or taken back was given to nobody.
    fn given<'a>(&'a self, document: Option<&Document>) -> impl Iterator<Item = &'a Task> {
        let tasks = self.tasks(document);
        let is_instruction = |task: &Task| task.kind == TaskKind::Distribute;
        let instructions: Vec<_> = tasks.iter().filter(|task| is_instruction(task)).collect();
        tasks.iter().filter(move |task| {
            let stays = task
                .closed
                .as_ref()
                .is_none_or(|end| end.outcome.keeps_the_right());
            let from = instructions
                .iter()
                .any(|given| Some(given.id) == task.parent);
            task.kind.is_work() && stays && from
        })
    }

    /// Đơn vị hoặc người nhận.
    pub fn receivers(&self, document: Option<&Document>) -> Cell {
        let mut names: Vec<_> = self
            .given(document)
            .filter_map(|task| self.names.principal(task.assignee))
            .collect();
        names.dedup();
        text(names.join("; "))
    }

    /// Ngày chuyển.
    pub fn given_on(&self, document: Option<&Document>) -> Cell {
        let first = self.given(document).map(|task| task.opened_at).min();
        first.map(|at| at.to_offset(VIETNAM).date()).into()
    }

    /// Nơi nhận văn bản: where it was sent; inside the agency where it was given to somebody.
    pub fn sent_to(&self, document: Option<&Document>) -> Cell {
        match self.dispatch(document) {
            Some(sent) => text(sent.to.join("; ")),
            None => self.receivers(document),
        }
    }

    /// The day on which it was sent first.
    pub fn sent_on(&self, document: Option<&Document>) -> Cell {
        match self.dispatch(document) {
            Some(sent) => Some(sent.on).into(),
            None => self.given_on(document),
        }
    }

    fn dispatch(&self, document: Option<&Document>) -> Option<&Dispatch> {
        self.sent.get(&document?.id)
    }

    /// Thời hạn giải quyết.
    pub fn due_on(&self, document: Option<&Document>) -> Cell {
        let leads = self
            .given(document)
            .filter(|task| task.kind == TaskKind::Lead);
        let due = leads.filter_map(|task| task.due.as_ref()).map(|due| due.at);
        due.max().map(|at| at.to_offset(VIETNAM).date()).into()
    }

    /// How far the lead is, in the words of the book.
    pub fn progress(&self, document: Option<&Document>) -> Cell {
        let leads = self
            .given(document)
            .filter(|task| task.kind == TaskKind::Lead);
        let Some(lead) = leads.last() else {
            return Cell::Empty;
        };
        let due = lead
            .due
            .as_ref()
            .map(|due| due.at.to_offset(VIETNAM).date());
        if let Some(closed) = &lead.closed {
            let day = closed.at.to_offset(VIETNAM).date();
            let late = due.is_some_and(|due| day > due);
            let how = if late { ", quá hạn" } else { "" };
            return text(format!("Đã giải quyết {}{how}", written(day)));
        }
        let late = due.is_some_and(|due| self.today > due);
        text(
            if late {
                "Quá hạn, đang giải quyết"
            } else {
                "Đang giải quyết"
            }
            .to_owned(),
        )
    }

    /// Số, ký hiệu văn bản trả lời.
    pub fn answers(&self, document: Option<&Document>) -> Cell {
        let found = document.and_then(|document| self.answers.get(&document.id));
        let codes = found
            .into_iter()
            .flatten()
            .filter_map(|one| one.fields.code.clone());
        text(codes.collect::<Vec<_>>().join("; "))
    }
}

async fn dispatches(app: &App, papers: &[DocumentId]) -> Result<HashMap<DocumentId, Dispatch>> {
    let db = &app.0.db;
    let sent = storage::outgoing::list_sent_of(db, papers).await?;
    let units = sent.iter().filter_map(|(_, sent)| match sent.to {
        Recipient::Unit { unit } => Some(unit),
        _ => None,
    });
    let units = storage::organisations::list_units_by_ids(db, &units.collect::<Vec<_>>()).await?;
    let agencies = storage::organisations::list(db).await?;
    let mut dispatches: HashMap<_, Dispatch> = HashMap::new();
    for (document, sent) in sent {
        let name = match sent.to {
            Recipient::Organisation { organisation } => {
                let mut agencies = agencies.iter();
                let found = agencies.find(|agency| agency.id == organisation);
                found.map(|agency| agency.name.clone())
            }
            Recipient::Unit { unit } => {
                let found = units.iter().find(|one| one.id == unit);
                found.map(|unit| unit.name.clone())
            }
            Recipient::Outside { name, .. } => Some(name),
        };
        let on = sent.at.to_offset(VIETNAM).date();
        let to = Vec::new();
        let dispatch = dispatches.entry(document).or_insert(Dispatch { on, to });
        dispatch.to.extend(name);
    }
    for dispatch in dispatches.values_mut() {
        let mut named = BTreeSet::new();
        dispatch.to.retain(|name| named.insert(name.clone()));
    }
    Ok(dispatches)
}

/// Words, or room for a hand.
pub(super) fn text(words: String) -> Cell {
    if words.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(words)
    }
}

/// A day as dd/MM/yyyy.
pub(super) fn written(day: Date) -> String {
    Cell::Date(day).printed()
}
