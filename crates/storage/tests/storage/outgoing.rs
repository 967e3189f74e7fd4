//! Outgoing papers: what the rules decide is there again, action after action; routes keep what was
//! published.

use std::collections::{BTreeMap, HashMap};

use storage::documents::{self, FileReading};
use storage::{Database, outgoing, routes, work};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use workflow::access::{Appointment, Caller, Principal, Role, Scope};
use workflow::calendar::Calendar;
use workflow::documents::{Direction, ReadingState, Urgency};
use workflow::work::outgoing::{
    Action, DraftFile, Other, Paper, Recipient, ReturnTo, Setting, Submission, act, standing,
};
use workflow::work::routes::{Published, defaults};
use workflow::work::{Actor, By, Case, Context, Member, Staff, TaskKind};
use workflow::{DocumentId, FileId, PositionId, RouteId, TaskId, UnitId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, event, file_with};

/// One person who holds every post, and the paper he brings from draft to recall.
struct Desk {
    db: Database,
    agency: Agency,
    caller: Caller,
    staff: Staff,
    paper: Paper,
    now: OffsetDateTime,
}

impl Desk {
    async fn opens(db: &Database) -> Desk {
        let agency = Agency::found(db, "a").await;
        let unit = agency.unit("Phòng Kinh tế", None);
        let tx = db.begin(NOW).await.unwrap();
        storage::organisations::insert_unit(&tx, &unit)
            .await
            .unwrap();
        let document = agency.inserts_paper(&tx, "Công văn").await;
        tx.commit().await.unwrap();
        let posts: Vec<_> = [
            (Role::Specialist, Some(unit.id)),
            (Role::HeadOfUnit, Some(unit.id)),
            (Role::ChiefOfOffice, None),
            (Role::Leader, None),
            (Role::Clerk, None),
        ]
        .into_iter()
        .map(|(role, unit)| Appointment {
            position: PositionId(Uuid::now_v7()),
            unit,
            units_below: Vec::new(),
            role,
        })
        .collect();
        let members = posts.iter().map(|post| Member {
            person: agency.person,
            position: post.position,
            unit: post.unit,
            role: post.role,
        });
        let case = Case::new(document, agency.id, Urgency::Normal);
        Desk {
            staff: Staff {
                organisation: Some(agency.id),
                members: members.collect(),
                units: HashMap::from([(unit.id, None)]),
            },
            caller: Caller {
                person: agency.person,
                organisation: agency.id,
                appointments: posts,
                scopes: Scope::ALL.to_vec(),
            },
            paper: Paper::new(case, agency.person, Some(unit.id), None),
            db: db.clone(),
            agency,
            now: NOW,
        }
    }

    fn document(&self) -> DocumentId {
        self.paper.case.document
    }

    fn unit(&self) -> UnitId {
        self.paper.draft.unit.unwrap()
    }

    /// Does an action, saves it, and finds the paper as the rules made it.
    async fn does(&mut self, action: Action) {
        self.now += Duration::minutes(1);
        let actor = Actor {
            caller: &self.caller,
            stands_in: &[],
        };
        let new_id = Uuid::now_v7;
        let context = Context {
            now: self.now,
            staff: &self.staff,
            calendar: &Calendar::default(),
            new_id: &new_id,
        };
        let setting = Setting {
            number_before_approval: false,
        };
        let who = standing(&self.paper, &actor, &action, &setting).unwrap();
        let acted = act(&self.paper, &actor, &action, &context, &setting).unwrap();
        let mut tx = self.db.begin(self.now).await.unwrap();
        let (id, organisation) = (self.document(), self.agency.id);
        let case = work::lock_case(&tx, id, organisation, Direction::Outgoing)
            .await
            .unwrap();
        work::save(&tx, &case, who, &acted.work).await.unwrap();
        if action == Action::Draft {
            outgoing::insert_draft(&tx, id, &self.paper.draft)
                .await
                .unwrap();
        }
        outgoing::save(&tx, id, who, &acted.draft).await.unwrap();
        tx.record(organisation, event(action.verb().event(), &id.to_string()));
        tx.commit().await.unwrap();
        self.paper.apply(&acted.work, &acted.draft);
        self.paper.case.revision += 1;
        let found = self.found().await;
        assert_eq!(found, self.paper, "after {action:?}");
    }

    async fn found(&self) -> Paper {
        let case = work::find_case(&self.db, self.document()).await.unwrap();
        let draft = outgoing::find_draft(&self.db, self.document())
            .await
            .unwrap();
        Paper {
            case: case.unwrap(),
            draft: draft.unwrap(),
        }
    }

    async fn adds_file(&self, bytes: &[u8]) -> DraftFile {
        let new = file_with(self.document(), bytes);
        let tx = self.db.begin(NOW).await.unwrap();
        let (file, sha256): (FileId, _) = (new.id, hex::encode(new.blob.0));
        documents::insert_file(&tx, new).await.unwrap();
        let reading = FileReading {
            state: ReadingState::Read,
            trouble: None,
            media_type: "application/pdf".into(),
            pages: Vec::new(),
        };
        documents::save_reading(&tx, file, &reading).await.unwrap();
        tx.commit().await.unwrap();
        DraftFile {
            file,
            sha256,
            state: ReadingState::Read,
        }
    }

    fn open(&self, kind: TaskKind) -> TaskId {
        let mut open = self.paper.case.open_tasks();
        open.find(|task| task.kind == kind).unwrap().id
    }

    async fn approves(&mut self, kind: TaskKind) {
        self.does(Action::Approve(self.open(kind), Some("Đồng ý".into())))
            .await;
    }
}

async fn published(desk: &Desk) -> Published {
    let id = RouteId(Uuid::now_v7());
    let definition = defaults().remove(0);
    let tx = desk.db.begin(NOW).await.unwrap();
    routes::insert(&tx, id, desk.agency.id).await.unwrap();
    let version = routes::write(&tx, id, &definition, None).await.unwrap();
    routes::publish(&tx, id, version, None).await.unwrap();
    tx.commit().await.unwrap();
    let found = routes::find_published(&desk.db, id, desk.agency.id).await;
    found.unwrap().unwrap()
}

on_both! {
    async fn every_action_on_an_outgoing_paper_is_there_again(fresh: &Fresh) {
        let mut desk = Desk::opens(&fresh.db).await;
        let route = published(&desk).await;
        desk.does(Action::Draft).await;
        let (first, second) = (desk.adds_file(b"mot").await, desk.adds_file(b"hai").await);
        desk.does(Action::AddVersion(vec![first.clone()], None)).await;
        let asked = vec![Principal::Head(desk.unit())];
        desk.does(Action::AskOpinions(asked, Some(By::Moment(NOW + Duration::days(3))), "Xin ý kiến".into())).await;
        desk.does(Action::GiveOpinion(desk.open(TaskKind::Opinion), true, "Đồng ý".into())).await;
        let chosen = BTreeMap::from([("signer".to_owned(), desk.agency.person)]);
        let wish = Submission { route: Some(route), chosen, note: Some("Trình ký".into()) };
        desk.does(Action::Submit(wish)).await;
        desk.approves(TaskKind::Content).await;
        let form = desk.open(TaskKind::Form);
        desk.does(Action::Return(form, ReturnTo::PreviousStage, "Sai thể thức".into())).await;
        assert!(desk.paper.draft.approvals[0].voided_at.is_some());
        desk.approves(TaskKind::Content).await;
        desk.does(Action::AddVersion(vec![second.clone(), first.clone()], Some("Sửa".into()))).await;
        desk.does(Action::Submit(Submission::default())).await;
        desk.does(Action::Withdraw("Chờ".into())).await;
        desk.does(Action::Submit(Submission::default())).await;
        for kind in [TaskKind::Content, TaskKind::Form, TaskKind::Final] {
            desk.approves(kind).await;
        }
        desk.does(Action::Number(desk.open(TaskKind::Number))).await;
        let dispatch = desk.open(TaskKind::Dispatch);
        desk.does(Action::StampByHand(dispatch, first.clone())).await;
        desk.does(Action::GoUnstamped(dispatch, "Gửi bản giấy".into())).await;
        desk.does(Action::Issue(dispatch)).await;
        let outside = Recipient::Outside { name: "Sở Tài chính".into(), channel: "Bưu điện".into() };
        let unit = Recipient::Unit { unit: desk.unit() };
        desk.does(Action::Dispatch(vec![outside.clone(), unit.clone()])).await;
        desk.does(Action::Recall("Sai số liệu".into())).await;
        let other = desk.agency.keeps_paper(&desk.db, "Thay thế").await;
        desk.does(Action::Replace(Other { document: other, kind: None, is_issued: true })).await;

        let id = desk.document();
        let sent = outgoing::list_sent(&desk.db, id).await.unwrap();
        assert_eq!(sent.into_iter().map(|sent| sent.to).collect::<Vec<_>>(), [outside, unit]);
        let mended = outgoing::list_mended(&desk.db, id).await.unwrap();
        assert_eq!((mended[0].other, mended[0].replaces), (other, true));
        let versions = outgoing::list_versions(&desk.db, id).await.unwrap();
        assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2]);
        assert!(versions[0].remark.is_none() && versions[1].remark.is_some());
        let files = outgoing::list_version_files(&desk.db, id, 2).await.unwrap();
        assert_eq!(files.iter().map(|file| file.id).collect::<Vec<_>>(), [second.file, first.file]);
        assert!(outgoing::list_version_files(&desk.db, id, 3).await.unwrap().is_empty());
    }
}

on_both! {
    async fn a_published_version_never_changes_and_papers_stay_on_theirs(fresh: &Fresh) {
        let mut desk = Desk::opens(&fresh.db).await;
        let (db, agency) = (desk.db.clone(), desk.agency);
        let route = published(&desk).await;
        desk.does(Action::Draft).await;
        let file = desk.adds_file(b"mot").await;
        desk.does(Action::AddVersion(vec![file], None)).await;
        let chosen = BTreeMap::from([("signer".to_owned(), agency.person)]);
        let wish = Submission { route: Some(route.clone()), chosen, note: None };
        desk.does(Action::Submit(wish)).await;

        let mut changed = route.definition.clone();
        for name in ["Công văn mới", "Công văn mới hơn"] {
            changed.name = name.to_owned();
            let tx = db.begin(NOW).await.unwrap();
            assert_eq!(routes::lock(&tx, route.route, agency.id).await.unwrap(), Some(true));
            let version = routes::write(&tx, route.route, &changed, Some(agency.person)).await.unwrap();
            assert_eq!(version, 2, "the version that is edited is edited on");
            tx.commit().await.unwrap();
        }
        let still = routes::find_published(&db, route.route, agency.id).await.unwrap().unwrap();
        assert_eq!(still, route, "what is edited serves nobody yet");
        let tx = db.begin(NOW).await.unwrap();
        routes::publish(&tx, route.route, 2, Some(agency.person)).await.unwrap();
        assert!(routes::publish(&tx, route.route, 2, None).await.is_err(), "published once");
        assert!(routes::publish(&tx, route.route, 1, None).await.is_err());
        tx.commit().await.unwrap();
        let newest = routes::find_published(&db, route.route, agency.id).await.unwrap().unwrap();
        assert_eq!((newest.version, &newest.definition), (2, &changed));
        assert_eq!(desk.found().await.draft.run.unwrap().route, route, "the paper on its way stays");
        let versions = routes::list_versions(&db, route.route, agency.id).await.unwrap();
        let written: Vec<_> = versions.iter().map(|one| one.definition.name.as_str()).collect();
        assert_eq!(written, ["Công văn thường", "Công văn mới hơn"]);

        let elsewhere = Agency::found(&db, "b").await;
        assert!(routes::list(&db, elsewhere.id).await.unwrap().is_empty());
        assert!(routes::list_versions(&db, route.route, elsewhere.id).await.unwrap().is_empty());
        assert!(routes::find_published(&db, route.route, elsewhere.id).await.unwrap().is_none());
        let tx = db.begin(NOW).await.unwrap();
        assert_eq!(routes::lock(&tx, route.route, elsewhere.id).await.unwrap(), None);
        routes::end(&tx, route.route).await.unwrap();
        assert_eq!(routes::lock(&tx, route.route, agency.id).await.unwrap(), Some(false));
        tx.commit().await.unwrap();
        assert!(routes::find_published(&db, route.route, agency.id).await.unwrap().is_none());
        assert!(routes::list(&db, agency.id).await.unwrap().is_empty());
        desk.approves(TaskKind::Content).await;
    }
}
