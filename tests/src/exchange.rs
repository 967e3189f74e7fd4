//! Agencies that write to each other: each with the people who draft, approve, number and send, and
//! with those who receive.

use api::ops::organisations::{NewPerson, NewPosition, add_person, add_unit, find, found};
use axum::http::Method;
use serde_json::{Value, json};
use workflow::access::Role;

use crate::office::PASSWORD;
use crate::people::{Answer, Somebody};
use crate::{Database, Office};

/// An agency with its people signed in.
#[derive(Clone)]
pub struct Agency {
    /// Id, as other agencies name it.
    pub id: String,
    /// Full name.
    pub name: String,
    pub clerk: Somebody,
    pub leader: Somebody,
    pub chief: Somebody,
    pub head: Somebody,
    pub drafter: Somebody,
    /// The unit of head and drafter.
    pub unit: &'static str,
    pub leader_login: &'static str,
}

/// The two agencies of the office, both able to write.
pub struct Neighbours {
    pub office: Office,
    pub a: Agency,
    pub b: Agency,
}

impl Neighbours {
    pub async fn open(database: Database) -> Neighbours {
        let office = Office::open(database).await;
        furnish_b(&office).await;
        let a = Agency::open(
            &office,
            "a",
            ["specialist.economy", "head.economy", "leader.a"],
            ("Phòng Kinh tế", "UBND"),
        );
        let a = a.await;
        let b = Agency::open(
            &office,
            "b",
            ["specialist.b", "head.b", "leader.b"],
            ("Phòng Nghiệp vụ", "SB"),
        );
        let b = b.await;
        Neighbours { office, a, b }
    }

    /// A third agency with a clerk and a leader; answers its id and both of them.
    pub async fn founds(office: &Office) -> (String, Somebody, Somebody) {
        let app = &office.app;
        let c = found(app, "c", "Sở C").await.unwrap().id;
        for (login, role) in [("clerk.c", Role::Clerk), ("leader.c", Role::Leader)] {
            add_person(app, c, None, person(login, role, None), None)
                .await
                .unwrap();
        }
        let clerk = office.signs_in("clerk.c").await;
        let leader = office.signs_in("leader.c").await;
        (c.to_string(), clerk, leader)
    }

    /// The clerk of a third agency.
    pub async fn third(office: &Office) -> Somebody {
        Neighbours::founds(office).await.1
    }

    /// An agency in which nobody works; answers its id.
    pub async fn founds_empty(office: &Office) -> String {
        let empty = found(&office.app, "d", "Sở D").await.unwrap();
        empty.id.to_string()
    }
}

fn person(login: &str, role: Role, unit: Option<workflow::UnitId>) -> NewPerson {
    NewPerson {
        login: login.to_owned(),
        name: format!("Người {login}"),
        password: PASSWORD.to_owned(),
        position: NewPosition {
            title: role.code().to_owned(),
            role,
            unit,
        },
    }
}

/// B is given a unit, its head, a specialist and a chief of office.
async fn furnish_b(office: &Office) {
    let app = &office.app;
    let b = find(app, "b").await.unwrap().unwrap().id;
    let unit = add_unit(app, b, None, ("Phòng Nghiệp vụ", None), None)
        .await
        .unwrap();
    for (login, role, unit) in [
        ("chief.b", Role::ChiefOfOffice, None),
        ("head.b", Role::HeadOfUnit, Some(unit)),
        ("specialist.b", Role::Specialist, Some(unit)),
    ] {
        add_person(app, b, None, person(login, role, unit), None)
            .await
            .unwrap();
    }
}

impl Agency {
    async fn open(
        office: &Office,
        slug: &str,
        [drafter, head, leader]: [&'static str; 3],
        (unit, abbreviation): (&'static str, &str),
    ) -> Agency {
        let agency = find(&office.app, slug).await.unwrap().unwrap();
        let agency = Agency {
            id: agency.id.to_string(),
            name: agency.name,
            clerk: office.signs_in(&format!("clerk.{slug}")).await,
            leader: office.signs_in(leader).await,
            chief: office.signs_in(&format!("chief.{slug}")).await,
            head: office.signs_in(head).await,
            drafter: office.signs_in(drafter).await,
            unit,
            leader_login: leader,
        };
        let administrator = office.signs_in(&format!("administrator.{slug}")).await;
        let unit = agency.head.unit(unit).await["id"].clone();
        let unit = format!("/units/{}", unit.as_str().unwrap());
        for (path, letters) in [("/organisation", abbreviation), (unit.as_str(), "KT")] {
            let json = [("content-type", "application/json")];
            let body = json!({ "abbreviation": letters }).to_string();
            administrator
                .sends(Method::PATCH, path, &json, body)
                .await
                .fine();
        }
        agency
    }

    /// The paper is drafted, approved, numbered and issued; answers its id.
    pub async fn issues(&self, office: &Office, wish: Value, text: &str) -> String {
        let file = ("cong-van.txt", text.as_bytes());
        let draft = self.approves(office, wish, file).await;
        self.numbers(&draft).await.fine();
        self.clerk.settles_file(office, &draft).await;
        let issue = json!({ "action": "issue" });
        self.clerk.acts_on_own_draft(&draft, issue).await.fine();
        draft
    }

    /// A paper is drafted with a file and submitted; answers its id.
    pub async fn submits(
        &self,
        office: &Office,
        wish: Value,
        (name, bytes): (&str, &[u8]),
    ) -> String {
        let begun = self.drafter.posts("/drafts", &wish).await.fine().json();
        let draft = begun["id"].as_str().unwrap().to_owned();
        let metadata = [("document", draft.as_str())];
        let uploaded = self.drafter.tries_to_upload(name, bytes, &metadata);
        uploaded.await.fine();
        office.runs_jobs().await;
        let paper = self.drafter.gets(&format!("/documents/{draft}")).await;
        let file = paper.fine().json()["files"][0]["id"].clone();
        let version = json!({ "action": "add_version", "files": [file] });
        self.drafter.acts_on_draft(&draft, version).await.fine();
        let signer = self.drafter.party(self.leader_login).await["id"].clone();
        let submit = json!({ "action": "submit", "route": self.route().await, "chosen": { "signer": signer } });
        self.drafter.acts_on_draft(&draft, submit).await.fine();
        draft
    }

    /// A paper is drafted with a file and approved by everybody; answers its id.
    pub async fn approves(&self, office: &Office, wish: Value, file: (&str, &[u8])) -> String {
        let draft = self.submits(office, wish, file).await;
        self.approves_all(&draft).await;
        draft
    }

    /// Everybody on the route approves a paper.
    pub async fn approves_all(&self, draft: &str) {
        for approver in [&self.head, &self.chief, &self.leader] {
            let approve = json!({ "action": "approve" });
            approver.acts_on_own_draft(draft, approve).await.fine();
        }
    }

    /// The clerk gives a paper number and date.
    pub async fn numbers(&self, draft: &str) -> Answer {
        let unit = self.head.unit(self.unit).await["id"].clone();
        let registration = format!("/documents/{draft}/registration");
        let wish = json!({ "unit": unit });
        self.clerk.posts(&registration, &wish).await
    }

    async fn route(&self) -> Value {
        let routes = self.drafter.gets("/routes").await.fine().json();
        let mut items = routes["items"].as_array().unwrap().iter();
        let found = items.find(|one| one["definition"]["name"] == "Công văn thường");
        found.unwrap()["route"].clone()
    }

    /// The clerk tries to send a paper to agencies.
    pub async fn tries_to_send(&self, draft: &str, to: &[impl AsRef<str>]) -> Answer {
        let to: Vec<_> = to
            .iter()
            .map(|id| json!({ "is": "organisation", "organisation": id.as_ref() }))
            .collect();
        let dispatch = json!({ "action": "dispatch", "recipients": to });
        self.clerk.acts_on_draft(draft, dispatch).await
    }

    /// An issued paper that is sent to one agency; answers both ends.
    pub async fn writes_to(&self, office: &Office, to: &Agency, subject: &str) -> (String, String) {
        let wish = json!({ "subject": subject, "kind": "cong_van" });
        let text = format!("Kính gửi {}.\n{subject}.\n", to.name);
        let sent = self.issues(office, wish, &text).await;
        self.tries_to_send(&sent, &[&to.id]).await.fine();
        let received = to.clerk.finds_to_register(subject).await;
        (sent, received)
    }

    /// The clerk registers a received paper and submits it to the leader.
    pub async fn registers(&self, received: &str) {
        let wish = json!({ "submit_to": self.clerk.party(self.leader_login).await });
        let path = format!("/documents/{received}/registration");
        self.clerk.posts(&path, &wish).await.fine();
    }

    /// The leader gives a paper to the head of the unit, due on a day.
    pub async fn distributes(&self, received: &str, due_at: &str) {
        let to = self.leader.unit(self.unit).await;
        let parts = json!([{ "part": "lead", "to": to, "due_at": due_at }]);
        let distribute =
            json!({ "action": "distribute", "parts": parts, "words": "Giao tham mưu" });
        self.leader
            .acts_on(received, "distribute", distribute)
            .await;
    }

    /// The codes of what became of a sent paper, as its clerk sees them: each consignment.
    pub async fn learns(&self, sent: &str) -> Vec<Vec<String>> {
        let view = self.clerk.sees_draft(sent).await;
        let consignments = view["consignments"].as_array().unwrap();
        consignments.iter().map(codes).collect()
    }
}

/// The codes of the statuses of a consignment, oldest first.
pub fn codes(consignment: &Value) -> Vec<String> {
    let statuses = consignment["statuses"].as_array().unwrap();
    let code = |status: &Value| status["code"].as_str().unwrap().to_owned();
    statuses.iter().map(code).collect()
}

impl Somebody {
    /// An outgoing paper as this person sees it.
    pub async fn sees_draft(&self, draft: &str) -> Value {
        let path = format!("/drafts/{draft}");
        self.gets(&path).await.fine().json()
    }

    /// Tries to act on an outgoing paper.
    pub async fn acts_on_draft(&self, draft: &str, action: Value) -> Answer {
        self.posts(&format!("/drafts/{draft}/actions"), &action)
            .await
    }

    /// The office writes number and date into the file of a numbered paper; where it cannot, this
    /// clerk lets the paper go out without. Answers the code of how that went.
    pub async fn settles_file(&self, office: &Office, draft: &str) -> String {
        office.does_jobs().await;
        let view = self.sees_draft(draft).await;
        let state = view["release"]["state"].as_str().unwrap().to_owned();
        if state == "failed" {
            let waive = json!({ "action": "go_unstamped", "reason": "Đóng số trên bản giấy" });
            self.acts_on_own_draft(draft, waive).await.fine();
        }
        state
    }

    /// Acts on the task about which the action is open to this person.
    pub async fn acts_on_own_draft(&self, draft: &str, mut action: Value) -> Answer {
        let view = self.sees_draft(draft).await;
        let mut actions = view["actions"].as_array().unwrap().iter();
        let open = actions.find(|one| one["action"] == action["action"] && one["open"] == true);
        let open = open.unwrap_or_else(|| panic!("{action} is not open: {view:#}"));
        action["task"] = open["task"].clone();
        self.acts_on_draft(draft, action).await
    }

    /// The paper of a subject that waits to be registered by this person.
    pub async fn finds_to_register(&self, subject: &str) -> String {
        let inbox = self
            .gets("/inbox?kind=register&limit=100")
            .await
            .fine()
            .json();
        let mut items = inbox["items"].as_array().unwrap().iter();
        let found = items.find(|item| item["document"]["subject"] == subject);
        let found = found.unwrap_or_else(|| panic!("nothing about {subject}: {inbox:#}"));
        found["document"]["id"].as_str().unwrap().to_owned()
    }
}
