//! Playing the month: every step is an operation, called by whoever takes it, at its moment.

use std::path::Path;

use futures::future::try_join_all;
use workflow::access::{Audience, Caller, Principal};
use workflow::documents::Fields;
use workflow::jobs::Priority;
use workflow::work::incoming::Action;
use workflow::work::{Task, TaskKind};
use workflow::{DocumentId, FileId};

use super::data::{Month, missing};
use super::days::Days;
use super::incoming::Next;
use super::paper::Files;
use super::plan::{Life, Moment, lives, moments};
use super::ways::{Act, Step, Who};
use super::world::{Agency, Callers, View};
use super::{arrange, founding};
use crate::error::{OpError, Result};
use crate::ops::documents::{Incoming, Origin, capture};
use crate::ops::registers::Registered;
use crate::ops::{App, access, delegations, jobs, notices, reminders, work};

/// What has become of a paper so far.
#[derive(Default)]
pub struct State {
    /// The paper that came in.
    pub incoming: Option<DocumentId>,
    /// The papers drafted, the first one first.
    pub drafts: Vec<DocumentId>,
    /// Versions of the last draft.
    pub versions: u32,
    /// Whether the last draft was submitted before.
    pub submitted: bool,
    /// Where a paper was entered that never was a draft.
    pub entered: Option<Registered>,
}

/// The month at play.
pub struct Play<'a> {
    pub app: &'a App,
    pub month: &'a Month,
    pub agencies: &'a [Agency],
    pub days: &'a Days,
    pub lives: Vec<Life<'a>>,
    pub states: Vec<State>,
    pub callers: Callers,
    pub files: Files,
    /// Whether a file was brought in that was not read yet.
    pub unread: bool,
    pub day: u32,
    /// Whether somebody has done something by mistake and undone it.
    pub has_slipped: bool,
    /// Numbers that are kept in the register of what goes out.
    pub reserved: Vec<(usize, i32)>,
}

/// Whoever takes a step.
pub struct Doer {
    /// In whose place.
    pub place: Caller,
    /// Who does it, himself or standing in.
    pub caller: Caller,
}

/// What a step is taken on.
pub struct Taken<'s> {
    pub life: usize,
    pub step: &'s Step,
    /// Tells sentences apart.
    pub turn: u32,
    pub doer: Doer,
}

impl<'a> Play<'a> {
    /// A month that begins.
    pub fn new(
        app: &'a App,
        (month, agencies, days): (&'a Month, &'a [Agency], &'a Days),
        files: Files,
    ) -> Play<'a> {
        let lives = lives(month, agencies);
        let states = lives.iter().map(|_| State::default()).collect();
        Play {
            app,
            month,
            agencies,
            days,
            lives,
            states,
            callers: Callers::default(),
            files,
            unread: false,
            day: 0,
            has_slipped: false,
            reserved: Vec::new(),
        }
    }

    /// Plays it to its end; tells after each step how many are done.
    pub async fn run(&mut self, told: &(dyn Fn(usize, usize) + Sync)) -> Result<usize> {
        let moments = moments(&self.lives);
        founding::first_day(self).await?;
        let mut today = None;
        for (done, moment) in moments.iter().enumerate() {
            self.app
                .clock()
                .move_to(self.days.moment(moment.day, moment.minute));
            if today != Some(moment.day) {
                today = Some(moment.day);
                self.begin_day(moment.day).await?;
            }
            self.step(*moment).await?;
            told(done + 1, moments.len());
        }
        self.read().await?;
        arrange::last_day(self).await?;
        reminders::turn(self.app).await?;
        self.tell().await?;
        Ok(moments.len())
    }

    /// Tells people what the day before has brought them.
    async fn tell(&self) -> Result<()> {
        while notices::tell_once(self.app).await? > 0 {}
        Ok(())
    }

    async fn begin_day(&mut self, day: u32) -> Result<()> {
        self.day = day;
        self.tell().await?;
        // Whoever was at his desk yesterday has seen what he was told until then.
        for caller in self.callers.everyone() {
            notices::see(self.app, caller, None).await?;
        }
        self.callers.forget();
        delegations::settle(self.app).await?;
        reminders::turn(self.app).await?;
        access::expire(self.app).await?;
        arrange::on_day(self, day).await
    }

    /// The sight of a life on people.
    pub fn view(&self, life: usize) -> View<'a> {
        View {
            topic: self.lives[life].topic,
            turn: self.lives[life].turn,
        }
    }

    /// The agency of a life.
    pub fn agency(&self, life: usize) -> &'a Agency {
        &self.agencies[self.lives[life].agency]
    }

    async fn step(&mut self, moment: Moment) -> Result<()> {
        let life = &self.lives[moment.life];
        let way = life.way;
        let step = &way.steps[moment.step];
        let agency = self.agency(moment.life);
        let Some(person) = agency.resolve(step.by, self.view(moment.life)) else {
            return Ok(());
        };
        let turn = life.turn + u32::try_from(moment.step).unwrap_or(0);
        let place = self.callers.of(self.app, person.id).await?;
        let acting = arrange::stands_in(agency, person, moment.day).unwrap_or(person);
        let caller = self.callers.of(self.app, acting.id).await?;
        let taken = Taken {
            life: moment.life,
            step,
            turn,
            doer: Doer { place, caller },
        };
        let done = self.take(&taken).await;
        done.map_err(|error| {
            let (key, number) = (&way.key, moment.step);
            let what = format!(
                "«{key}» ({}), step {number} on day {}",
                life_of(&self.lives, moment),
                moment.day
            );
            OpError::Internal(format!(
                "the month of the demo office: {what}: {:?}: {error:?}",
                step.act
            ))
        })
    }

    async fn take(&mut self, taken: &Taken<'_>) -> Result<()> {
        if matches!(
            taken.step.act,
            Act::Approve | Act::Issue | Act::Register { .. } | Act::Enter
        ) {
            self.read().await?;
        }
        match self.on_incoming(taken).await? {
            Next::Act(action) => {
                let document = self.states[taken.life].incoming;
                let document = document.ok_or_else(|| missing("paper", "in"))?;
                return self.act(taken, document, &action).await;
            }
            Next::Nothing => return Ok(()),
            Next::Elsewhere => {}
        }
        match taken.step.act {
            Act::Capture { known } => self.capture(taken, known).await,
            Act::Register { .. } | Act::Copy | Act::Signed | Act::Enter | Act::Cancel => {
                self.at_the_register(taken).await
            }
            _ => self.outgoing(taken).await,
        }
    }

    /// Acts on an incoming paper; the first instruction of the month is a slip, undone and given again.
    async fn act(
        &mut self,
        taken: &Taken<'_>,
        document: DocumentId,
        action: &Action,
    ) -> Result<()> {
        let (app, caller) = (self.app, &taken.doer.caller);
        work::act(app, caller, (document, None), action, None).await?;
        if self.has_slipped || !matches!(action, Action::Distribute(..)) {
            return Ok(());
        }
        let left = work::show(app, caller, document).await?;
        let Some((back, _)) = left.undo else {
            return Ok(());
        };
        work::undo(app, caller, (document, back.revision), None).await?;
        self.has_slipped = true;
        work::act(app, caller, (document, None), action, None).await
    }

    /// Has read whatever was brought in.
    pub async fn read(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.unread) {
            return Ok(());
        }
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let workers = (0..cores).map(|worker| {
            let app = self.app.clone();
            async move {
                let owner = jobs::owner_name(worker);
                while jobs::run_one(&app, &owner).await? {}
                Ok::<_, OpError>(())
            }
        });
        try_join_all(workers).await?;
        Ok(())
    }

    /// Somebody of the agency as the rules name him; none where there is none.
    pub fn principal(&self, life: usize, who: Who) -> Result<Option<Principal>> {
        self.agency(life).principal(who, self.view(life))
    }

    /// The newest open task of some kinds that waits for somebody.
    pub async fn task(
        &self,
        document: DocumentId,
        who: &Caller,
        kinds: &[TaskKind],
    ) -> Result<Task> {
        let case = storage::work::find_case(&self.app.0.db, document).await?;
        let principals = who.principals();
        let found = case.as_ref().and_then(|case| {
            let mut tasks = case.tasks.iter().rev();
            tasks.find(|task| {
                task.is_open() && kinds.contains(&task.kind) && principals.contains(&task.assignee)
            })
        });
        found
            .cloned()
            .ok_or_else(|| missing("open task of", &format!("{kinds:?}")))
    }

    /// Brings a written file in under a name; answers the paper and the file.
    pub async fn keep(
        &mut self,
        taken: &Taken<'_>,
        (path, name): (&Path, &str),
        (document, fields): (Option<DocumentId>, Fields),
    ) -> Result<(DocumentId, FileId)> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let name = format!("{name}.{ending}");
        let incoming = Incoming {
            path,
            name: &name,
            document,
            audience: Audience::Office,
            fields,
            priority: Priority::Normal,
        };
        let captured =
            capture(self.app, Origin::Caller(&taken.doer.caller), incoming, None).await?;
        tokio::fs::remove_file(path).await?;
        self.unread = true;
        Ok((captured.document, captured.file))
    }
}

fn life_of(lives: &[Life<'_>], moment: Moment) -> String {
    let life = &lives[moment.life];
    format!("{} {}", life.topic.unit, life.turn)
}
