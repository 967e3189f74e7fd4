//! The office the matrix is asked in: one of everything that a path can name.

use std::collections::BTreeMap;

use api::ops::{index, jobs};
use axum::http::Method;
use serde_json::{Value, json};
use stories::post::PushService;
use stories::quality::{settles, two_scans};
use stories::{Authenticator, Database, Office, Somebody, code_now};
use time::Duration;

const ORIGIN: &str = "https://congvan.xa-a.gov.vn";

/// Whoever asks, in the order of the columns: the word of the column and the sign-in name.
pub const CALLERS: [(&str, &str); 12] = [
    ("stranger", ""),
    ("clerk", "clerk.a"),
    ("chief of office", "chief.a"),
    ("leader", "leader.a"),
    ("head", "head.economy"),
    ("specialist", "specialist.economy"),
    ("head elsewhere", "head.culture"),
    ("specialist elsewhere", "specialist.culture"),
    ("archivist", "archivist.a"),
    ("administrator", "administrator.a"),
    ("clerk of another agency", "clerk.b"),
    ("administrator of another agency", "administrator.b"),
];

/// The office with its people and the names of what is in it.
pub struct World {
    pub office: Office,
    /// The callers, in the order of the columns.
    pub people: Vec<Somebody>,
    names: BTreeMap<&'static str, String>,
    /// What the browser sends to sign in with a passkey, and to add one.
    passkeys: [Value; 2],
    /// The code that confirms the codes which the head of unit has begun.
    code: String,
}

impl World {
    pub async fn open() -> World {
        // Everybody signs in more than once, all from one place.
        let settings = [
            ("CONGVAN_LIMITS_SIGN_INS_PER_MINUTE_PER_ADDRESS", "1000"),
            ("CONGVAN_SERVER_PUBLIC_URL", ORIGIN),
            ("CONGVAN_PUSH_CONTACT", "mailto:quantri@xa-a.gov.vn"),
        ];
        let office = Office::open_with(Database::Sqlite, &settings).await;
        let mut world = World {
            office,
            people: Vec::new(),
            names: BTreeMap::new(),
            passkeys: [Value::Null, Value::Null],
            code: String::new(),
        };
        world.takes_names().await;
        world.fills_the_desk().await;
        world.lets_papers_run().await;
        // A year later its registers can be closed; everybody signs in anew.
        world.office.clock.advance(Duration::days(42));
        for (_, login) in CALLERS {
            let somebody = match login {
                "" => world.office.stranger(),
                login => world.office.signs_in(login).await,
            };
            world.people.push(somebody);
        }
        world.keeps_what_is_ones_own().await;
        while index::follow_once(&world.office.app).await.unwrap() > 0 {}
        world
    }

    /// What a name stands for: an id, a tag.
    pub fn name(&self, name: &str) -> &str {
        self.names
            .get(name)
            .unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    fn calls(&mut self, name: &'static str, value: &Value) {
        let text = value.as_str().unwrap_or_else(|| panic!("{name}: {value}"));
        self.names.insert(name, text.to_owned());
    }

    async fn signs_in(&self, login: &str) -> Somebody {
        self.office.signs_in(login).await
    }

    /// An archivist, the names of people, and what the numbers are made of.
    async fn takes_names(&mut self) {
        let administrator = self.signs_in("administrator.a").await;
        let post = json!({ "title": "Lưu trữ", "role": "archivist", "unit": null });
        let new = json!({ "login": "archivist.a", "name": "Người archivist.a",
            "password": "mat-khau-thu-2026", "position": post });
        administrator.posts("/people", &new).await.fine();
        let listed = administrator.gets("/people").await.fine().json();
        let listed = listed["items"].as_array().unwrap();
        for (name, login) in [
            ("clerk", "clerk.a"),
            ("leader", "leader.a"),
            ("deputy", "deputy.a"),
            ("head elsewhere", "head.culture"),
            ("colleague", "specialist.culture"),
        ] {
            let mut people = listed.iter();
            let found = people.find(|one| one["login"] == login).unwrap();
            self.calls(name, &found["id"]);
            if name == "colleague" {
                self.calls("position", &found["positions"][0]["id"]);
            }
        }
        let unit = administrator.unit("Phòng Kinh tế").await;
        self.calls("unit", &unit["id"]);
        for (path, text) in [
            ("/organisation".to_owned(), "UBND"),
            (format!("/units/{}", self.name("unit")), "KT"),
        ] {
            let body = json!({ "abbreviation": text }).to_string();
            let headers = [("content-type", "application/json")];
            let sent = administrator.sends(Method::PATCH, &path, &headers, body);
            sent.await.fine();
        }
    }

    /// Registers with numbers taken and kept, a route that is edited, a day of the calendar.
    async fn fills_the_desk(&mut self) {
        let (clerk, administrator) = (
            self.signs_in("clerk.a").await,
            self.signs_in("administrator.a").await,
        );
        let registers = clerk.gets("/registers").await.fine().json();
        let mut items = registers["items"].as_array().unwrap().iter();
        let incoming = items.find(|one| one["name"] == "Sổ đăng ký văn bản đến");
        self.calls("register", &incoming.unwrap()["id"]);
        let path = format!("/registers/{}", self.name("register"));
        let tag = administrator.gets(&path).await.fine();
        self.calls("register tag", &json!(tag.header("etag")));
        let routes = administrator.gets("/routes").await.fine().json();
        self.calls("published route", &routes["items"][0]["route"]);
        let definition = &routes["items"][0]["definition"];
        self.names.insert("definition", definition.to_string());
        let begun = administrator.posts("/routes", definition).await.fine();
        self.calls("route", &begun.json()["route"]);
        let day = json!({ "kind": "compensatory_off", "name": "Nghỉ", "source": "Thông báo 1" });
        let headers = [("content-type", "application/json")];
        let path = "/calendar/days/2027-01-15";
        let sent = administrator.sends(Method::PUT, path, &headers, day.to_string());
        sent.await.fine();
    }

    /// A paper that is dealt with, one that waits, one whose reading failed, and a draft that waits
    /// for the head of its unit.
    async fn lets_papers_run(&mut self) {
        let clerk = self.signs_in("clerk.a").await;
        let pdf = include_bytes!("../../../data/papers/so-nnmt/incoming/2026-02-06-03-gm-ubnd.pdf");
        let paper = clerk.uploads("giay-moi.pdf", pdf, "office").await;
        let waiting = clerk.uploads("cho.txt", b"cho vao so", "office").await;
        self.office.runs_jobs().await;
        let shown = clerk.gets(&format!("/documents/{paper}")).await.fine();
        self.calls("file", &shown.json()["files"][0]["id"]);
        self.calls("file bytes", &shown.json()["files"][0]["sha256"]);
        self.calls("ink tag", &json!("\"0\""));
        let leader = clerk.party("leader.a").await;
        let wish = json!({ "register": self.name("register"), "submit_to": leader,
            "fields": { "subject": "Giấy mời họp", "direction": "incoming" } });
        let registration = format!("/documents/{paper}/registration");
        clerk.posts(&registration, &wish).await.fine();
        let unit = clerk.unit("Phòng Kinh tế").await;
        let parts = json!([{ "part": "lead", "to": unit }]);
        let order = json!({ "action": "distribute", "parts": parts, "words": "Tham mưu" });
        let leader = self.signs_in("leader.a").await;
        leader.acts_on(&paper, "distribute", order).await;
        let head = self.signs_in("head.economy").await;
        let task = head.own_task(&head.sees_work(&paper).await, "lead");
        let reserved = format!("/registers/{}/reservations", self.name("register"));
        let wish = json!({ "day": "2026-11-23", "purpose": "Văn bản đến muộn" });
        clerk.posts(&reserved, &wish).await.fine();
        for (name, value) in [("paper", &paper), ("task", &task), ("waiting", &waiting)] {
            self.calls(name, &json!(value));
        }
        let mut template = self.template();
        template["shared"] = json!(true);
        let administrator = self.signs_in("administrator.a").await;
        let kept = administrator.posts("/instructions", &template).await;
        self.calls("template", &kept.fine().json()["id"]);
        self.calls("template tag", &json!("\"1\""));
        self.drafts().await;
        self.scans(&clerk).await;
        self.draws_a_sample(&clerk).await;
        self.loses_a_job(&clerk).await;
    }

    /// A batch whose arrangement was changed once.
    async fn scans(&mut self, clerk: &Somebody) {
        let pdf = include_bytes!("../../../data/papers/so-nnmt/incoming/2026-03-24-31-ubnd-kt.pdf");
        let batch = clerk.opens_batch("Lô quét").await;
        let scan = clerk.drops_scan(&batch, pdf).await;
        self.office.runs_jobs().await;
        let seen = clerk.sees_batch(&batch).await;
        let turn = json!([{ "act": "turn", "scan": scan, "page": 1, "by": 180 }]);
        let changed = clerk.tries_to_arrange(&seen, turn).await.fine().json();
        self.office.runs_jobs().await;
        let list = format!("/batches/{batch}/shelf-list");
        clerk
            .puts_text(
                &list,
                "Số ký hiệu;Trích yếu\n31/UBND-KT;Đê điều\n".as_bytes(),
            )
            .await
            .fine();
        let tag = format!("\"{}\"", changed["revision"]);
        for (name, value) in [("batch", &batch), ("scan", &scan), ("batch tag", &tag)] {
            self.calls(name, &json!(value));
        }
    }

    /// A sample of two scans that the chief settled; the clerk has keyed the first and taken the second.
    async fn draws_a_sample(&mut self, clerk: &Somebody) {
        let (_, papers) = two_scans(&self.office, clerk).await;
        let chief = self.signs_in("chief.a").await;
        for paper in &papers {
            settles(&chief, paper, &json!({ "code": "7/BC-UBND" }))
                .await
                .fine();
        }
        self.office.clock.advance(Duration::minutes(1));
        let frame = json!({ "from": "2026-11-01", "to": "2026-11-30" });
        let drawn = chief.posts("/quality/samples", &frame).await.fine();
        self.calls("sample", &drawn.json()["id"]);
        let path = format!("/quality/samples/{}", self.name("sample"));
        let take = format!("{path}/take");
        clerk.posts(&take, &json!({})).await.fine();
        let keyed = json!({ "issuer": "Sai" });
        let keying = format!("{path}/items/1/keying");
        clerk.posts(&keying, &keyed).await.fine();
        clerk.posts(&take, &json!({})).await.fine();
        let scanned = chief.gets(&format!("/documents/{}", papers[0])).await;
        self.calls("scanned file", &scanned.fine().json()["files"][0]["id"]);
    }

    /// A paper whose reading was given up because its file could not be had.
    async fn loses_a_job(&mut self, clerk: &Somebody) {
        clerk.uploads("mat-tam.txt", b"tam vang", "office").await;
        let blobs = self.office.folder().join("blobs");
        let away = self.office.folder().join("away");
        std::fs::rename(&blobs, &away).unwrap();
        for _ in 0..workflow::jobs::MAX_ATTEMPTS {
            jobs::run_one(&self.office.app, "story").await.unwrap();
            self.office.clock.advance(Duration::hours(1));
        }
        std::fs::remove_dir_all(&blobs).ok();
        std::fs::rename(&away, &blobs).unwrap();
        let administrator = self.signs_in("administrator.a").await;
        let dead = administrator.gets("/jobs/dead").await.fine().json();
        self.calls("job", &dead["items"][0]["id"]);
    }

    async fn drafts(&mut self) {
        let drafter = self.signs_in("specialist.economy").await;
        let wish = json!({ "subject": "Trả lời", "kind": "cong_van" });
        let draft = drafter.posts("/drafts", &wish).await.fine().json();
        self.calls("draft", &draft["id"]);
        let path = format!("/drafts/{}", self.name("draft"));
        let actions = format!("{path}/actions");
        for text in ["Kính gửi Sở B.", "Kính gửi Sở C."] {
            let metadata = [("document", self.name("draft"))];
            let sent = drafter.tries_to_upload("du-thao.txt", text.as_bytes(), &metadata);
            sent.await.fine();
            self.office.runs_jobs().await;
            let document = format!("/documents/{}", self.name("draft"));
            let shown = drafter.gets(&document);
            let files = shown.await.fine().json()["files"].clone();
            let newest = &files.as_array().unwrap().last().unwrap()["id"];
            let version = json!({ "action": "add_version", "files": [newest] });
            drafter.posts(&actions, &version).await.fine();
        }
        let submit = json!({ "action": "submit", "route": self.name("published route"),
            "chosen": { "signer": self.name("leader") } });
        drafter.posts(&actions, &submit).await.fine();
        let head = self.signs_in("head.economy").await;
        let shown = head.gets(&path).await.fine().json();
        let mut open = shown["actions"].as_array().unwrap().iter();
        let approve = open.find(|one| one["action"] == "approve").unwrap();
        self.calls("approval", &approve["task"]);
    }

    /// What belongs to one person: searches, tokens, sessions, uploads, delegations, a wish.
    async fn keeps_what_is_ones_own(&mut self) {
        let (clerk, leader) = (self.people[1].clone(), self.people[3].clone());
        let wish = json!({ "name": "Lụt bão", "query": "q=lut" });
        let kept = clerk.posts("/saved-searches", &wish).await.fine().json();
        self.calls("saved search", &kept["id"]);
        let wish = json!({ "name": "máy quét", "scopes": ["read"], "expires_on": "2027-12-31" });
        let token = clerk.posts("/tokens", &wish).await.fine().json();
        self.calls("token", &token["token"]["id"]);
        self.signs_in("clerk.a").await;
        let sessions = clerk.gets("/sessions").await.fine().json();
        let mut items = sessions["items"].as_array().unwrap().iter();
        let other = items.find(|one| one["current"] == false).unwrap();
        self.calls("session", &other["id"]);
        let headers = [("tus-resumable", "1.0.0"), ("upload-length", "4")];
        let headers = [&headers[..], &[("upload-metadata", "filename YS50eHQ=")]].concat();
        let begun = clerk.sends(Method::POST, "/uploads", &headers, "").await;
        let place = begun.fine().header("location").to_owned();
        let upload = place.rsplit('/').next().unwrap();
        self.calls("upload", &json!(upload));
        let mut phone = Authenticator::new(1, ORIGIN);
        let begun = clerk.posts("/passkeys/options", &json!({})).await.fine();
        let added = phone.makes(&begun.json(), "Điện thoại");
        let added = clerk.posts("/passkeys", &added).await.fine().json();
        self.calls("passkey", &added["id"]);
        let asked = clerk.posts("/session/passkey/options", &json!({})).await;
        let answer = phone.answers(&asked.fine().json());
        let begun = clerk.posts("/passkeys/options", &json!({})).await.fine();
        let second = Authenticator::new(2, ORIGIN).makes(&begun.json(), "Máy bàn");
        self.passkeys = [answer, second];
        self.turns_codes_on(&leader).await;
        let device = World::device();
        leader.posts("/push/subscriptions", &device).await.fine();
        let given = leader.posts("/delegations", &self.delegation()).await;
        self.calls("delegation", &given.fine().json()["id"]);
        let path = format!("/documents/{}/widenings", self.name("paper"));
        let asked = clerk
            .posts(&path, &World::widening(self.name("colleague")))
            .await
            .fine()
            .json();
        self.calls("asked widening", &asked["id"]);
        // What the leader just did can still be undone: the clock stands.
        let part = json!({ "part": "inform", "to": leader.party("chief.a").await });
        let add = json!({ "action": "add", "parts": [part], "words": "Để biết thêm." });
        let paper = self.name("paper").to_owned();
        leader.acts(&paper, add).await;
        let undo = leader.sees_work(&paper).await["undo"]["revision"].clone();
        self.calls("undoable revision", &json!(undo.to_string()));
        let document = format!("/documents/{}", self.name("waiting"));
        let shown = clerk.gets(&document);
        let tag = shown.await.fine().header("etag").to_owned();
        self.calls("waiting tag", &json!(tag));
    }

    /// The leader signs in with codes; the head of unit has begun and not confirmed.
    async fn turns_codes_on(&mut self, leader: &Somebody) {
        let codes = self.begins_codes(leader).await;
        let confirmed = json!({ "code": codes });
        leader.puts("/totp", &confirmed).await.fine();
        let head = self.people[4].clone();
        self.code = self.begins_codes(&head).await;
    }

    async fn begins_codes(&self, somebody: &Somebody) -> String {
        let begun = somebody.posts("/totp", &json!({})).await.fine().json();
        code_now(&begun["secret"], &self.office)
    }

    /// A template for the agency, as the administrator keeps it.
    pub fn template(&self) -> Value {
        let unit = json!({ "kind": "unit", "id": self.name("unit") });
        json!({ "name": "Báo cáo", "words": "Giao phòng Kinh tế chủ trì",
            "parts": [{ "part": "lead", "to": unit }] })
    }

    pub fn delegation(&self) -> Value {
        json!({ "receiver": self.name("deputy"), "capacity": "substitute", "reason": "Đi công tác",
            "from": "2027-01-05T01:00:00Z", "to": "2027-01-08T01:00:00Z" })
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    pub fn passkey_answer(&self) -> Value {
        self.passkeys[0].clone()
    }

    pub fn new_passkey(&self) -> Value {
        self.passkeys[1].clone()
    }

    /// A device at a push service that nobody can reach.
    pub fn device() -> Value {
        let mut device = PushService::start().phone("leader").subscription();
        device["endpoint"] = json!("https://localhost/leader");
        device
    }

    pub fn widening(reader: &str) -> Value {
        json!({ "reader": { "kind": "person", "id": reader }, "reason": "Cùng giải quyết" })
    }
}
