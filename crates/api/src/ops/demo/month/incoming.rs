//! Steps on what comes in: bringing it in, and each action on its way.

use workflow::access::Principal;
use workflow::calendar::Term;
use workflow::documents::{Direction, Fields, Urgency};
use workflow::work::incoming::{Action, Assignment, Finish};
use workflow::work::{By, Task, TaskKind};
use workflow::{DocumentId, TaskId};

use super::data::missing;
use super::play::{Play, Taken};
use super::ways::{Act, Part, Who};
use crate::error::Result;

/// What a step does with the paper that came in.
pub enum Next {
    /// An action on it.
    Act(Action),
    /// Nothing: the agency has nobody to whom it could go.
    Nothing,
    /// The step is about something else.
    Elsewhere,
}

const WORK: [TaskKind; 2] = [TaskKind::Lead, TaskKind::Support];
const GIVEN: [TaskKind; 1] = [TaskKind::Distribute];

impl Play<'_> {
    /// The clerk scans what the post has brought; some of it is left to be recognised.
    pub async fn capture(&mut self, taken: &Taken<'_>, known: bool) -> Result<()> {
        let play: &Play<'_> = self;
        let paper = play.paper_in(taken.life)?;
        let path = paper
            .write(play.app, play.files, &format!("in-{}", taken.life))
            .await?;
        let fields = if known {
            paper.fields()
        } else {
            Fields::default()
        };
        let fields = Fields {
            direction: Some(Direction::Incoming),
            ..fields
        };
        let name = format!("{}-{}", paper.dated, paper.code().replace('/', "-"));
        let document = self.keep(taken, (&path, &name), (None, fields)).await?.0;
        self.states[taken.life].incoming = Some(document);
        Ok(())
    }

    /// What a step does with the paper that came in.
    pub async fn on_incoming(&self, taken: &Taken<'_>) -> Result<Next> {
        match &taken.step.act {
            Act::Submit { to } | Act::Pass { to } | Act::HandOver { to } => {
                let to = self.principal(taken.life, *to)?;
                self.giving(taken, to).await
            }
            Act::Distribute { parts, .. } | Act::Add { parts } | Act::AssignOn { parts } => {
                let parts = self.parts(taken, parts)?;
                self.instruction(taken, parts).await
            }
            Act::Receive
            | Act::ReturnToSender
            | Act::DecideTime { .. }
            | Act::TakeBack { .. }
            | Act::Correct { .. } => self.ordered(taken).await.map(Next::Act),
            _ => self.own_part(taken).await,
        }
    }

    /// It goes to somebody else, where there is one.
    async fn giving(&self, taken: &Taken<'_>, to: Option<Principal>) -> Result<Next> {
        let words = |case: &str| self.month.words(case, taken.turn);
        let Some(to) = to else {
            return Ok(Next::Nothing);
        };
        Ok(Next::Act(match &taken.step.act {
            Act::Submit { .. } => Action::Submit(to, Some(words("submit")?)),
            Act::Pass { .. } => {
                let task = self.own(taken, &GIVEN).await?.id;
                Action::Pass(task, to, Some(words("pass")?))
            }
            _ => Action::HandOver(self.own(taken, &WORK).await?.id, to, words("hand_over")?),
        }))
    }

    /// An instruction with its parts, where there is somebody to take them.
    async fn instruction(&self, taken: &Taken<'_>, parts: Vec<Assignment>) -> Result<Next> {
        let words = |case: &str| self.month.words(case, taken.turn);
        if parts.is_empty() {
            return Ok(Next::Nothing);
        }
        Ok(Next::Act(match &taken.step.act {
            Act::Add { .. } => Action::Add(parts, words("add")?),
            Act::AssignOn { .. } => {
                let task = self.own(taken, &WORK).await?.id;
                Action::AssignOn(task, parts, words("assign")?)
            }
            Act::Distribute { words: case, .. } => {
                let task = self.own(taken, &GIVEN).await?.id;
                let case = case.as_deref().unwrap_or("instruction");
                Action::Distribute(task, parts, words(case)?)
            }
            _ => return Ok(Next::Elsewhere),
        }))
    }

    /// What is decided by the clerk, or by whoever gave a part.
    async fn ordered(&self, taken: &Taken<'_>) -> Result<Action> {
        let words = |case: &str| self.month.words(case, taken.turn);
        Ok(match &taken.step.act {
            Act::Receive => Action::Receive(self.lives[taken.life].urgency),
            Act::DecideTime { grant } => self.decide_time(taken, *grant).await?,
            Act::TakeBack { of } => {
                Action::TakeBack(self.given_to(taken, *of).await?, words("take_back")?)
            }
            Act::Correct { of, to, days } => self.correct(taken, (*of, *to), within(*days)).await?,
            _ => Action::ReturnToSender(words("return_to_sender")?),
        })
    }

    /// What whoever has a part does with it.
    async fn own_part(&self, taken: &Taken<'_>) -> Result<Next> {
        let words = |case: &str| self.month.words(case, taken.turn);
        let kinds: &[TaskKind] = match &taken.step.act {
            Act::Accept
            | Act::Return
            | Act::Refuse
            | Act::Report
            | Act::AskTime { .. }
            | Act::Close { .. } => &WORK,
            Act::Confirm | Act::SendBack => &[TaskKind::Confirm],
            Act::Read => &[TaskKind::Inform],
            _ => return Ok(Next::Elsewhere),
        };
        let task = self.own(taken, kinds).await?.id;
        Ok(Next::Act(match &taken.step.act {
            Act::Accept => Action::Accept(task),
            Act::Return => Action::Return(task, words("return")?),
            Act::Refuse => Action::Refuse(task, words("refuse")?),
            Act::Report => Action::Report(task, words("report")?),
            Act::AskTime { days } => {
                let until = self.days.due(self.day, *days);
                Action::AskTime(task, until, words("ask_time")?)
            }
            Act::Close { answered } => Action::Close(task, self.finish(taken, *answered)?),
            Act::Confirm => Action::Confirm(task, Some(words("confirm")?)),
            Act::SendBack => Action::SendBack(task, words("send_back")?),
            _ => Action::MarkRead(task),
        }))
    }

    fn paper_of(&self, life: usize) -> Result<DocumentId> {
        self.states[life]
            .incoming
            .ok_or_else(|| missing("paper", "in"))
    }

    async fn own(&self, taken: &Taken<'_>, kinds: &[TaskKind]) -> Result<Task> {
        self.task(self.paper_of(taken.life)?, &taken.doer.place, kinds)
            .await
    }

    fn parts(&self, taken: &Taken<'_>, parts: &[Part]) -> Result<Vec<Assignment>> {
        let mut given = Vec::new();
        for part in parts {
            let Some(assignee) = self.principal(taken.life, part.to)? else {
                continue;
            };
            given.push(Assignment {
                part: part.kind,
                assignee,
                by: part.due.map(within),
                asks_confirmation: part.confirm,
                urgency: Urgency::Normal,
            });
        }
        Ok(given)
    }

    async fn decide_time(&self, taken: &Taken<'_>, grant: bool) -> Result<Action> {
        let asked = self.own(taken, &[TaskKind::Extension]).await?;
        let until = asked.due.filter(|_| grant).map(|due| due.at);
        let case = if grant { "grant_time" } else { "deny_time" };
        Ok(Action::DecideTime(
            asked.id,
            until,
            self.month.words(case, taken.turn)?,
        ))
    }

    fn finish(&self, taken: &Taken<'_>, answered: bool) -> Result<Finish> {
        let life = &self.lives[taken.life];
        let answer = self.states[taken.life].drafts.last().copied();
        Ok(Finish {
            result: life.topic.result.clone(),
            answered_by: answer.filter(|_| answered),
            dossier: Some(
                self.month
                    .words("dossier", life.dossier(self.agency(taken.life)))?,
            ),
        })
    }

    /// The open part that was given to somebody.
    async fn given_to(&self, taken: &Taken<'_>, who: Who) -> Result<TaskId> {
        let case = storage::work::find_case(&self.app.0.db, self.paper_of(taken.life)?).await?;
        let to = self.principal(taken.life, who)?;
        let found = case.as_ref().and_then(|case| {
            let mut open = case.open_tasks();
            open.find(|task| Some(task.assignee) == to && task.kind.is_part())
        });
        found
            .map(|task| task.id)
            .ok_or_else(|| missing("part of", &format!("{who:?}")))
    }

    async fn correct(&self, taken: &Taken<'_>, (of, to): (Who, Who), due: By) -> Result<Action> {
        let assignee = self.principal(taken.life, to)?;
        let part = Assignment {
            part: TaskKind::Lead,
            assignee: assignee.ok_or_else(|| missing("person", &format!("{to:?}")))?,
            by: Some(due),
            asks_confirmation: false,
            urgency: Urgency::Normal,
        };
        let words = self.month.words("correct", taken.turn)?;
        Ok(Action::Correct(
            self.given_to(taken, of).await?,
            part,
            words,
        ))
    }
}

/// So many working days from now.
pub fn within(days: u32) -> By {
    By::Within(Term::WorkingDays { amount: days }, None)
}
