//! Changes that rules decided, written down in the transaction that holds the lock.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
};
use workflow::documents::Urgency;
use workflow::work::{Case, Change, Closed, Due, Moved, Remark, Standing, Task};
use workflow::{DocumentId, PersonId, RemarkId, TaskId};

use super::rows::{AT_ONCE_US, place, task_row, term_of};
use crate::entities::papers::document;
use crate::entities::tasks::{answer, case, due_change, remark, task};
use crate::moments::micros;
use crate::{Result, StorageError, Transaction, grants};

/// Who acted, for what is written in his name.
pub type Acted = Standing;

/// Saves the changes of one action and lets the revision grow; `Stale` when the case was not
/// loaded under the lock.
pub async fn save(tx: &Transaction, case: &Case, acted: Acted, changes: &[Change]) -> Result<()> {
    grow_revision(tx, case).await?;
    for change in changes {
        save_one(tx, case, acted, change).await?;
    }
    Ok(())
}

async fn grow_revision(tx: &Transaction, case: &Case) -> Result<()> {
    let updated = case::Entity::update_many()
        .col_expr(case::Column::Revision, Expr::val(case.revision + 1))
        .filter(case::Column::DocumentId.eq(case.document.0))
        .filter(case::Column::Revision.eq(case.revision))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected != 1 {
        return Err(StorageError::Stale);
    }
    Ok(())
}

async fn save_one(tx: &Transaction, case: &Case, acted: Acted, change: &Change) -> Result<()> {
    let document = case.document;
    match change {
        Change::Open(task) => open(tx, case, task).await,
        Change::Accept { task, holder, at } => accept(tx, *task, *holder, micros(*at)).await,
        Change::Close(task, closed) => close(tx, *task, closed).await,
        Change::Restore {
            task,
            holder,
            accepted_at,
        } => restore(tx, *task, (*holder, accepted_at.map(micros))).await,
        Change::Hang { task, on } => hang(tx, *task, *on).await,
        Change::SetDue { task, due, .. } => {
            let known = case.task(*task).and_then(|task| task.due.clone());
            let dates = (*task, known.as_ref(), due.as_ref());
            set_due(tx, case.urgency, dates, Cause::Granted(acted.person)).await
        }
        Change::Write(remark) => write(tx, document, acted, remark).await,
        Change::Unsay(remark) => unsay(tx, *remark).await,
        Change::Grant(grant) => grants::give(tx, document, std::slice::from_ref(grant)).await,
        Change::EndCause(ended) => grants::end_cause(tx, *ended, Some(document)).await,
        Change::End(end) => {
            let outcome = end.outcome.code();
            set_end(tx, document, Some((micros(end.at), outcome))).await
        }
        Change::Reopen => set_end(tx, document, None).await,
        Change::SetUrgency(urgency) => set_urgency(tx, document, *urgency).await,
        Change::SetDossier(dossier) => set_dossier(tx, document, dossier).await,
        Change::AnsweredBy(answer) => link_answer(tx, document, *answer).await,
        Change::NotAnsweredBy(answer) => unlink_answer(tx, document, *answer).await,
    }
}

async fn open(tx: &Transaction, case: &Case, task: &Task) -> Result<()> {
    let assignee = grants::key_of(tx, task.assignee).await?;
    let row = task_row(task, case.document, case.organisation, assignee);
    task::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn accept(tx: &Transaction, task: TaskId, holder: PersonId, at_us: i64) -> Result<()> {
    task::Entity::update_many()
        .col_expr(task::Column::HolderId, Expr::val(holder.0))
        .col_expr(task::Column::AcceptedAtUs, Expr::val(at_us))
        .filter(task::Column::Id.eq(task.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn close(tx: &Transaction, task: TaskId, closed: &Closed) -> Result<()> {
    let by = closed.by.map(|person| person.0);
    let on_behalf_of = closed.on_behalf_of.map(|person| person.0);
    task::Entity::update_many()
        .col_expr(task::Column::ClosedAtUs, Expr::val(micros(closed.at)))
        .col_expr(task::Column::ClosedBy, Expr::val(by))
        .col_expr(task::Column::ClosedFor, Expr::val(on_behalf_of))
        .col_expr(task::Column::Outcome, Expr::val(closed.outcome.code()))
        .filter(task::Column::Id.eq(task.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn restore(
    tx: &Transaction,
    task: TaskId,
    (holder, accepted_at_us): (Option<PersonId>, Option<i64>),
) -> Result<()> {
    let nobody = None::<uuid::Uuid>;
    task::Entity::update_many()
        .col_expr(
            task::Column::HolderId,
            Expr::val(holder.map(|person| person.0)),
        )
        .col_expr(task::Column::AcceptedAtUs, Expr::val(accepted_at_us))
        .col_expr(task::Column::ClosedAtUs, Expr::val(None::<i64>))
        .col_expr(task::Column::ClosedBy, Expr::val(nobody))
        .col_expr(task::Column::ClosedFor, Expr::val(nobody))
        .col_expr(task::Column::Outcome, Expr::val(None::<String>))
        .filter(task::Column::Id.eq(task.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn hang(tx: &Transaction, task: TaskId, on: TaskId) -> Result<()> {
    task::Entity::update_many()
        .col_expr(task::Column::ParentId, Expr::val(on.0))
        .filter(task::Column::Id.eq(task.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Why a date is another one.
#[derive(Clone, Copy)]
enum Cause {
    /// Somebody granted more time.
    Granted(PersonId),
    /// The calendar changed.
    Calendar,
}

/// Saves the dates that a change of the calendar moves and lets the revision grow, like [`save`].
pub async fn save_moved(tx: &Transaction, case: &Case, moved: &[Moved]) -> Result<()> {
    grow_revision(tx, case).await?;
    for one in moved {
        let dates = (one.task, Some(&one.before), Some(&one.after));
        set_due(tx, case.urgency, dates, Cause::Calendar).await?;
    }
    Ok(())
}

async fn set_due(
    tx: &Transaction,
    urgency: Urgency,
    (task, before, after): (TaskId, Option<&Due>, Option<&Due>),
    cause: Cause,
) -> Result<()> {
    let after_us = after.map(|due| micros(due.at));
    let (by, cause) = match cause {
        Cause::Granted(person) => (Some(person.0), "granted"),
        Cause::Calendar => (None, "calendar"),
    };
    task::Entity::update_many()
        .col_expr(task::Column::DueAtUs, Expr::val(after_us))
        .col_expr(task::Column::DueTerm, Expr::val(term_of(after)))
        .col_expr(
            task::Column::LookAtUs,
            Expr::val(after_us.map(|_| AT_ONCE_US)),
        )
        .col_expr(task::Column::Place, Expr::val(place(urgency, after_us)))
        .filter(task::Column::Id.eq(task.0))
        .exec(&tx.inner)
        .await?;
    let row = due_change::ActiveModel {
        id: NotSet,
        task_id: Set(task.0),
        at_us: Set(micros(tx.now)),
        by_id: Set(by),
        before_us: Set(before.map(|due| micros(due.at))),
        after_us: Set(after_us),
        cause: Set(cause.to_owned()),
    };
    due_change::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn write(
    tx: &Transaction,
    document: DocumentId,
    acted: Acted,
    remark: &Remark,
) -> Result<()> {
    let row = remark::ActiveModel {
        id: Set(remark.id.0),
        document_id: Set(document.0),
        task_id: Set(remark.task.map(|task| task.0)),
        author_id: Set(acted.person.0),
        on_behalf_of: Set(acted.on_behalf_of.map(|person| person.0)),
        at_us: Set(micros(tx.now)),
        kind: Set(remark.kind.code().to_owned()),
        text: Set(remark.text.clone()),
        undone_at_us: Set(None),
    };
    remark::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn unsay(tx: &Transaction, remark: RemarkId) -> Result<()> {
    remark::Entity::update_many()
        .col_expr(remark::Column::UndoneAtUs, Expr::val(micros(tx.now)))
        .filter(remark::Column::Id.eq(remark.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn set_end(
    tx: &Transaction,
    document: DocumentId,
    end: Option<(i64, &'static str)>,
) -> Result<()> {
    case::Entity::update_many()
        .col_expr(case::Column::EndedAtUs, Expr::val(end.map(|(at, _)| at)))
        .col_expr(case::Column::Outcome, Expr::val(end.map(|(_, code)| code)))
        .filter(case::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// The paper and what waits for it change places together.
async fn set_urgency(tx: &Transaction, document: DocumentId, urgency: Urgency) -> Result<()> {
    document::Entity::update_many()
        .col_expr(document::Column::Urgency, Expr::val(urgency.code()))
        .col_expr(
            document::Column::Revision,
            Expr::col(document::Column::Revision).add(1),
        )
        .filter(document::Column::Id.eq(document.0))
        .filter(document::Column::Urgency.ne(urgency.code()))
        .exec(&tx.inner)
        .await?;
    let open = task::Entity::find()
        .filter(task::Column::DocumentId.eq(document.0))
        .filter(task::Column::ClosedAtUs.is_null())
        .all(&tx.inner)
        .await?;
    for row in open {
        task::Entity::update_many()
            .col_expr(task::Column::Urgency, Expr::val(urgency.code()))
            .col_expr(
                task::Column::Place,
                Expr::val(place(urgency, row.due_at_us)),
            )
            .filter(task::Column::Id.eq(row.id))
            .exec(&tx.inner)
            .await?;
    }
    Ok(())
}

async fn set_dossier(tx: &Transaction, document: DocumentId, dossier: &str) -> Result<()> {
    let kept = (!dossier.is_empty()).then_some(dossier);
    case::Entity::update_many()
        .col_expr(case::Column::Dossier, Expr::val(kept))
        .filter(case::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn link_answer(tx: &Transaction, document: DocumentId, answer: DocumentId) -> Result<()> {
    let row = answer::ActiveModel {
        document_id: Set(document.0),
        answer_id: Set(answer.0),
    };
    answer::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn unlink_answer(tx: &Transaction, document: DocumentId, answer: DocumentId) -> Result<()> {
    answer::Entity::delete_by_id((document.0, answer.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}
