//! What happens in the agencies beside their papers: numbers that are kept, people who stand in, somebody who moves, a right that waits to be confirmed.

use workflow::RegisterId;
use workflow::access::{Caller, Principal, Role};
use workflow::delegation::{Capacity, PaperScope};
use workflow::registers::{Book, Reservation};

use super::data::missing;
use super::play::Play;
use super::ways::Who;
use super::world::{Agency, MOVE_DAY, Person};
use crate::error::Result;
use crate::ops::access;
use crate::ops::delegations::{Wish as Standing, give};
use crate::ops::organisations::{NewPosition, appoint, end_holding, hand_over};
use crate::ops::registers::{self, Reserve};

/// Days on which a deputy leader is away, the last one included.
const AWAY: [u32; 2] = [5, 7];
/// From this day on the leader is away, some days beyond the end of the month.
const LEADER_AWAY: u32 = 20;
const RESERVE_DAY: u32 = 8;
const GIVE_UP_DAY: u32 = 13;

/// Who takes the step of somebody who is away.
pub fn stands_in<'a>(agency: &'a Agency, person: &Person, day: u32) -> Option<&'a Person> {
    let is_away = day > AWAY[0] && day <= AWAY[1];
    let mut leaders = agency
        .people
        .iter()
        .filter(|one| one.role == Role::Leader)
        .skip(1);
    let deputy = leaders.next()?;
    let away = leaders
        .next()
        .filter(|away| is_away && away.id == person.id);
    away.map(|_| deputy)
}

/// What is due on a day before anything else.
pub async fn on_day(play: &mut Play<'_>, day: u32) -> Result<()> {
    for at in 0..play.agencies.len() {
        match day {
            RESERVE_DAY => reserve(play, at).await?,
            GIVE_UP_DAY => give_up(play, at).await?,
            _ => {}
        }
        if day == AWAY[0] {
            let until = play.days.due(AWAY[1], 0);
            delegate(play, at, (2, 1), (until, "Đi công tác tại các địa phương")).await?;
        }
        if day == LEADER_AWAY {
            let until = play.days.due(LEADER_AWAY, 4);
            delegate(play, at, (0, 1), (until, "Dự lớp bồi dưỡng tại tỉnh")).await?;
        }
        if day == MOVE_DAY {
            somebody_moves(play, at).await?;
        }
    }
    Ok(())
}

/// A head asks that somebody of another unit may read a paper; nobody has confirmed it yet.
pub async fn last_day(play: &mut Play<'_>) -> Result<()> {
    for at in 0..play.agencies.len() {
        let agency = &play.agencies[at];
        let mut lives = play
            .lives
            .iter()
            .enumerate()
            .filter(|(_, life)| life.agency == at && life.way.key == "in_progress");
        let found = lives.find_map(|(number, life)| {
            let near = [&life.topic.unit, &life.topic.with];
            let reader = agency.people.iter().find(|person| {
                let unit = person.unit.as_ref();
                person.role == Role::Specialist && unit.is_some_and(|unit| !near.contains(&unit))
            })?;
            let head = agency.resolve(Who::Head, play.view(number))?;
            Some((play.states[number].incoming?, head.id, reader.id))
        });
        let Some((document, head, reader)) = found else {
            continue;
        };
        let caller = play.callers.of(play.app, head).await?;
        let wish = access::Wish {
            reader: Principal::Person(reader),
            reason: "Cùng tham gia tổ công tác, cần đọc văn bản gốc".to_owned(),
            until: None,
        };
        access::ask(play.app, &caller, document, wish, None).await?;
    }
    Ok(())
}

/// Who holds a role, as a caller.
pub async fn holder(play: &mut Play<'_>, at: usize, role: Role) -> Result<Caller> {
    let found = play.agencies[at]
        .people
        .iter()
        .find(|person| person.role == role);
    let person = found.ok_or_else(|| missing("holder of", role.code()))?.id;
    play.callers.of(play.app, person).await
}

/// Numbers are kept for the unit that is to use one of them.
async fn reserve(play: &mut Play<'_>, at: usize) -> Result<()> {
    let clerk = holder(play, at, Role::Clerk).await?;
    let mut lives = play.lives.iter();
    let uses = lives.find(|life| life.agency == at && life.way.key == "reserved_number");
    let unit = uses
        .ok_or_else(|| missing("way", "reserved_number"))?
        .topic
        .unit
        .as_str();
    let wish = Reserve {
        register: outgoing_book(play, &clerk).await?,
        year: None,
        count: 3,
        kept_for: Reservation {
            day: None,
            unit: Some(play.agencies[at].unit(unit)?),
        },
        purpose: "Giữ số cho các văn bản của đợt công tác cuối tháng".to_owned(),
    };
    let numbers = registers::reserve(play.app, &clerk, wish, None).await?;
    play.reserved
        .extend(numbers.into_iter().map(|number| (at, number)));
    Ok(())
}

async fn give_up(play: &mut Play<'_>, at: usize) -> Result<()> {
    let clerk = holder(play, at, Role::Clerk).await?;
    let Some(kept) = play.reserved.iter().position(|(of, _)| *of == at) else {
        return Ok(());
    };
    let number = play.reserved.remove(kept).1;
    let place = storage::registers::Place {
        register: outgoing_book(play, &clerk).await?,
        year: play.app.clock().today().year(),
        number,
    };
    let because = "Văn bản dự kiến không ban hành";
    registers::give_up(play.app, &clerk, place, because, None).await
}

async fn outgoing_book(play: &Play<'_>, clerk: &Caller) -> Result<RegisterId> {
    let books = registers::list(play.app, clerk).await?;
    let general = books
        .iter()
        .find(|one| one.book == Book::Outgoing && one.definition.kinds.is_empty());
    Ok(general.ok_or_else(|| missing("register", "outgoing"))?.id)
}

/// One leader stands in for another.
async fn delegate(
    play: &mut Play<'_>,
    at: usize,
    (giver, receiver): (usize, usize),
    (to, reason): (time::OffsetDateTime, &str),
) -> Result<()> {
    let leaders = play.agencies[at]
        .people
        .iter()
        .filter(|one| one.role == Role::Leader);
    let leaders: Vec<_> = leaders.map(|one| one.id).collect();
    let (Some(giver), Some(receiver)) = (leaders.get(giver), leaders.get(receiver)) else {
        return Ok(());
    };
    let caller = play.callers.of(play.app, *giver).await?;
    let wish = Standing {
        receiver: *receiver,
        capacity: Capacity::Deputy,
        scope: PaperScope::default(),
        from: play.app.clock().now(),
        to,
        reason: reason.to_owned(),
        paper: None,
    };
    give(play.app, &caller, wish, None).await.map(drop)
}

/// Somebody gets a post in another unit; what waited for him goes to whoever follows.
async fn somebody_moves(play: &mut Play<'_>, at: usize) -> Result<()> {
    let agency = &play.agencies[at];
    let Some(mover) = &agency.mover else {
        return Ok(());
    };
    let (person, successor) = (
        agency.person(&mover.login)?.id,
        agency.person(&mover.successor)?.id,
    );
    let administrator = holder(play, at, Role::Administrator).await?;
    let chief = holder(play, at, Role::ChiefOfOffice).await?;
    let before = play.callers.of(play.app, person).await?;
    let by = (agency.id, Some(administrator.person));
    let post = NewPosition {
        title: mover.title.clone(),
        role: Role::Specialist,
        unit: Some(agency.unit(&mover.to)?),
    };
    while hand_over(play.app, &chief, person, successor).await?.left > 0 {}
    appoint(play.app, by, person, post, (None, None)).await?;
    for post in before.appointments {
        end_holding(play.app, by, (person, post.position), None).await?;
    }
    play.callers.forget();
    Ok(())
}
