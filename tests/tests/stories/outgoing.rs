//! An outgoing paper from its draft to the approval, over HTTP: versions, opinions, a route that
//! changes under a running paper, and who sees what.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

async fn puts(somebody: &Somebody, path: &str, body: &Value) -> Answer {
    let json = [("content-type", "application/json")];
    somebody
        .sends(Method::PUT, path, &json, body.to_string())
        .await
}

pub(super) async fn acts(somebody: &Somebody, draft: &str, body: Value) -> Answer {
    somebody
        .posts(&format!("/drafts/{draft}/actions"), &body)
        .await
}

pub(super) async fn shown(somebody: &Somebody, draft: &str) -> Value {
    somebody
        .gets(&format!("/drafts/{draft}"))
        .await
        .fine()
        .json()
}

/// The task about which an action is open to somebody.
pub(super) async fn task(somebody: &Somebody, draft: &str, action: &str) -> String {
    let view = shown(somebody, draft).await;
    let actions = view["actions"].as_array().unwrap();
    let open = actions
        .iter()
        .find(|one| one["action"] == action && one["open"] == true);
    let task = open.unwrap_or_else(|| panic!("{action} is not open: {view:#}"));
    task["task"].as_str().unwrap_or_default().to_owned()
}

pub(super) async fn approves(somebody: &Somebody, draft: &str) {
    let task = task(somebody, draft, "approve").await;
    let approve = json!({ "action": "approve", "task": task });
    acts(somebody, draft, approve).await.fine();
}

/// Uploads a text to a draft and makes it the next version.
pub(super) async fn writes(office: &Office, somebody: &Somebody, draft: &str, text: &str) {
    let metadata = [("document", draft)];
    let uploaded = somebody.tries_to_upload("du-thao.txt", text.as_bytes(), &metadata);
    uploaded.await.fine();
    office.runs_jobs().await;
    let paper = somebody.gets(&format!("/documents/{draft}")).await.fine();
    let newest = paper.json()["files"].as_array().unwrap().last().unwrap()["id"].clone();
    let version = json!({ "action": "add_version", "files": [newest], "note": "Sửa" });
    acts(somebody, draft, version).await.fine();
}

pub(super) async fn begins(somebody: &Somebody, body: &Value) -> String {
    let begun = somebody.posts("/drafts", body).await.fine();
    assert_eq!(begun.status, StatusCode::CREATED);
    begun.json()["id"].as_str().unwrap().to_owned()
}

pub(super) async fn route(somebody: &Somebody, name: &str) -> String {
    let routes = somebody.gets("/routes").await.fine().json();
    let mut items = routes["items"].as_array().unwrap().iter();
    let found = items.find(|one| one["definition"]["name"] == name);
    found.unwrap()["route"].as_str().unwrap().to_owned()
}

pub(super) async fn leader(office: &Office) -> String {
    let me = office.signs_in("leader.a").await.gets("/session").await;
    me.fine().json()["person"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(super) async fn submits(somebody: &Somebody, draft: &str, route: &str, signer: &str) -> Answer {
    let wish = json!({ "action": "submit", "route": route, "chosen": { "signer": signer } });
    acts(somebody, draft, wish).await
}

/// A draft in approval stands in the list of its drafter and of the head of his unit, where it is and
/// nowhere else, with whom it waits for; nobody else has it in his list.
async fn is_listed(office: &Office, drafter: &Somebody, draft: &str) {
    let head = office.signs_in("head.economy").await;
    for somebody in [drafter, &head] {
        let listed = somebody.gets("/drafts?at=in_approval").await.fine().json();
        let item = &listed["items"][0];
        assert_eq!(
            (&item["document"]["id"], &item["phase"], &item["version"]),
            (&json!(draft), &json!("in_approval"), &json!(2))
        );
        let waits: Vec<_> = item["waits_for"].as_array().unwrap().iter().collect();
        assert!(waits.iter().any(|task| task["kind"] == "content"));
        for elsewhere in ["drafting", "issuing", "ended"] {
            let others = somebody.gets(&format!("/drafts?at={elsewhere}")).await;
            assert_eq!(others.fine().json()["items"], json!([]), "{elsewhere}");
        }
    }
    let first = drafter.gets(&format!("/documents/{draft}")).await.fine();
    let shown = shown(drafter, draft).await;
    assert_eq!(
        first.json()["first_file"],
        shown["versions"][1]["files"][0]["id"],
        "the present version is read first"
    );
    for login in [
        "specialist.culture",
        "leader.a",
        "administrator.a",
        "clerk.b",
    ] {
        let listed = office.signs_in(login).await.gets("/drafts").await;
        assert_eq!(listed.fine().json()["items"], json!([]), "{login}");
    }
    let agencies = drafter.gets("/agencies").await.fine().json();
    let own = drafter.gets("/organisation").await.fine().json();
    let agencies = agencies["items"].as_array().unwrap();
    assert!(!agencies.is_empty() && agencies.iter().all(|one| one["id"] != own["id"]));
}

/// Every approval that stands names the files of the present version, and nothing undoes the last.
async fn is_approved_for_good(drafter: &Somebody, draft: &str) {
    let approved = shown(drafter, draft).await;
    assert_eq!(
        (&approved["phase"], &approved["run"]["place"]),
        (&json!("to_number"), &json!("approved"))
    );
    let standing = approved["approvals"].as_array().unwrap().iter();
    let standing: Vec<_> = standing.filter(|one| one["voided_at"].is_null()).collect();
    let file = &approved["versions"][1]["files"][0]["sha256"];
    assert_eq!(standing.len(), 3);
    assert!(
        standing
            .iter()
            .all(|one| one["version"] == 2 && &one["sha256"][0] == file)
    );
    let late = acts(
        drafter,
        draft,
        json!({ "action": "withdraw", "reason": "Nhầm" }),
    )
    .await;
    assert_eq!(
        (late.status, late.code().as_str()),
        (StatusCode::FORBIDDEN, "outgoing.approved_already")
    );
    let foreign =
        json!({ "action": "add_version", "files": ["file_00000000000000000000000000000007"] });
    assert_eq!(
        acts(drafter, draft, foreign).await.code(),
        "outgoing.file_foreign"
    );
}

/// What an older version said is compared, not found.
async fn is_compared(office: &Office, drafter: &Somebody, draft: &str) {
    let comparison = drafter
        .gets(&format!("/drafts/{draft}/comparison?from=1&to=2"))
        .await
        .fine()
        .json();
    assert_eq!(
        comparison["files"][0]["paragraphs"][1]["runs"],
        json!([
            { "op": "equal", "text": "Đề nghị cấp" },
            { "op": "deleted", "text": "200" },
            { "op": "inserted", "text": "350" },
            { "op": "equal", "text": "triệu đồng." },
        ])
    );
    office.runs_jobs().await;
    let (old, new) = (
        drafter.searches("\"200 triệu\""),
        drafter.searches("\"350 triệu\""),
    );
    assert!(old.await.documents().is_empty());
    assert_eq!(
        new.await.documents(),
        std::slice::from_ref(&draft.to_owned())
    );
    let missing = drafter
        .gets(&format!("/drafts/{draft}/comparison?from=1&to=9"))
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_draft_is_written_asked_about_changed_and_approved() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (drafter, head) = (
            office.signs_in("specialist.economy").await,
            office.signs_in("head.economy").await,
        );
        let (leader_a, clerk) = (
            office.signs_in("leader.a").await,
            office.signs_in("clerk.a").await,
        );
        let wish = json!({ "subject": "Về việc cấp kinh phí", "kind": "cong_van" });
        let draft = begins(&drafter, &wish).await;
        let refused = office.signs_in("administrator.a").await;
        let refused = refused.posts("/drafts", &wish).await;
        assert_eq!(refused.code(), "access.role_needed");
        writes(
            &office,
            &drafter,
            &draft,
            "Kính gửi Sở Tài chính.\nĐề nghị cấp 200 triệu đồng.\n",
        )
        .await;
        // Open to the drafter and the head of his unit, to nobody else: neither leader nor clerk.
        for stranger in [&leader_a, &clerk] {
            let path = format!("/drafts/{draft}");
            assert_eq!(stranger.gets(&path).await.status, StatusCode::NOT_FOUND);
            assert!(stranger.searches("kinh phí").await.documents().is_empty());
        }
        assert_eq!(shown(&head, &draft).await["phase"], "drafting");

        let (route, signer) = (
            route(&drafter, "Công văn thường").await,
            leader(&office).await,
        );
        let unnamed = json!({ "action": "submit", "route": route });
        let unnamed = acts(&drafter, &draft, unnamed).await;
        assert_eq!(unnamed.code(), "outgoing.choice_needed");
        let culture = office.signs_in("specialist.culture").await;
        let me = culture.gets("/session").await.fine().json();
        let ask = json!({ "action": "ask_opinions", "words": "Xin ý kiến",
            "people": [{ "kind": "person", "id": me["person"]["id"] }], "due_at": "2026-11-25T10:00:00Z" });
        acts(&drafter, &draft, ask).await.fine();
        let opinion = task(&culture, &draft, "give_opinion").await;
        let against = json!({ "action": "give_opinion", "task": opinion, "agrees": false });
        assert_eq!(
            acts(&culture, &draft, against).await.code(),
            "work.text_needed"
        );
        let against = json!({ "action": "give_opinion", "task": opinion, "agrees": false, "words": "Thiếu căn cứ" });
        acts(&culture, &draft, against).await.fine();

        let submitted = submits(&drafter, &draft, &route, &signer)
            .await
            .fine()
            .json();
        assert_eq!(
            (&submitted["phase"], &submitted["run"]["stage"]),
            (&json!("in_approval"), &json!(0))
        );
        approves(&head, &draft).await;
        // The head of the unit corrects it himself; the approval is void all the same.
        writes(
            &office,
            &head,
            &draft,
            "Kính gửi Sở Tài chính.\nĐề nghị cấp 350 triệu đồng.\n",
        )
        .await;
        let reopened = shown(&drafter, &draft).await;
        assert_eq!(reopened["phase"], "drafting");
        assert!(reopened["approvals"][0]["voided_at"].is_string());
        is_compared(&office, &drafter, &draft).await;

        acts(&drafter, &draft, json!({ "action": "submit" }))
            .await
            .fine();
        is_listed(&office, &drafter, &draft).await;
        approves(&head, &draft).await;
        approves(&office.signs_in("chief.a").await, &draft).await;
        approves(&leader_a, &draft).await;
        is_approved_for_good(&drafter, &draft).await;
        office.runs_jobs().await;
    });
}

/// What is published is published once.
async fn publishes_once(administrator: &Somebody, path: &str) {
    administrator
        .posts(&format!("{path}/publication"), &json!({}))
        .await
        .fine();
    let again = administrator
        .posts(&format!("{path}/publication"), &json!({}))
        .await;
    assert_eq!(again.code(), "routes.nothing_to_publish");
}

/// The versions of a route, each with the papers that stand at one of its stages.
async fn on_the_way(administrator: &Somebody, route: &str) -> Vec<(u64, u64)> {
    let listed = administrator.gets("/routes").await.fine().json();
    let own = listed["items"].as_array().unwrap().iter();
    own.filter(|one| one["route"] == route)
        .map(|one| {
            let count = |name: &str| one[name].as_u64().unwrap();
            (count("version"), count("running"))
        })
        .collect()
}

#[test]
fn a_route_changes_under_running_papers() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let drafter = office.signs_in("specialist.economy").await;
        let head = office.signs_in("head.economy").await;
        let signer = leader(&office).await;
        let routes = administrator.gets("/routes").await.fine().json();
        let mut definition = routes["items"][0]["definition"].clone();
        assert_eq!(definition["name"], "Công văn thường");
        let refused = puts(
            &drafter,
            "/routes/setting",
            &json!({ "number_before_approval": true }),
        )
        .await;
        assert_eq!(refused.code(), "access.role_needed");
        definition["stages"][1]["steps"][0]["who"] = json!({ "is": "role", "role": "archivist" });
        let faults = administrator
            .posts("/routes/check", &definition)
            .await
            .fine()
            .json();
        assert_eq!(faults["faults"][0]["code"], "routes.nobody_there");
        definition["stages"][1]["steps"][0]["who"] = json!({ "is": "role", "role": "clerk" });
        let faults = administrator
            .posts("/routes/check", &definition)
            .await
            .fine()
            .json();
        assert_eq!(faults["faults"], json!([]));

        let id = route(&drafter, "Công văn thường").await;
        let first = begins(&drafter, &json!({ "kind": "cong_van" })).await;
        writes(&office, &drafter, &first, "Một.").await;
        submits(&drafter, &first, &id, &signer).await.fine();
        definition["stages"][0]["name"] = json!("Trưởng phòng xem");
        let path = format!("/routes/{id}");
        assert_eq!(
            puts(&drafter, &path, &definition).await.code(),
            "access.role_needed"
        );
        let written = puts(&administrator, &path, &definition).await.fine().json();
        assert_eq!(written["version"], 2);
        let seen = drafter.gets("/routes").await.fine().json();
        let versions = |list: &Value| {
            list["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["route"] == id.as_str())
                .count()
        };
        assert_eq!(versions(&seen), 1, "what is edited is for whoever edits");
        publishes_once(&administrator, &path).await;

        let second = begins(&drafter, &json!({ "kind": "cong_van" })).await;
        writes(&office, &drafter, &second, "Hai.").await;
        let newer = submits(&drafter, &second, &id, &signer).await.fine().json();
        assert_eq!(on_the_way(&administrator, &id).await, [(1, 1), (2, 1)]);
        assert_eq!(
            (&newer["run"]["version"], &newer["run"]["stages"][0]),
            (&json!(2), &json!("Trưởng phòng xem"))
        );
        acts(
            &drafter,
            &first,
            json!({ "action": "withdraw", "reason": "Sửa" }),
        )
        .await
        .fine();
        let older = submits(&drafter, &first, &id, &signer).await.fine().json();
        assert_eq!(
            (&older["run"]["version"], &older["run"]["stages"][0]),
            (&json!(1), &json!("Duyệt nội dung"))
        );
        approves(&head, &first).await;

        let broken = json!({ "name": "Thiếu", "stages": [{ "name": "Ký", "steps": [] }] });
        let begun = administrator.posts("/routes", &broken).await.fine().json();
        let broken = format!("/routes/{}", begun["route"].as_str().unwrap());
        let refused = administrator
            .posts(&format!("{broken}/publication"), &json!({}))
            .await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "routes.steps_count")
        );
        let elsewhere = office.signs_in("administrator.b").await;
        assert_eq!(
            puts(&elsewhere, &path, &definition).await.status,
            StatusCode::NOT_FOUND
        );
        administrator.deletes(&path).await.fine();
        let third = begins(&drafter, &json!({ "kind": "cong_van" })).await;
        writes(&office, &drafter, &third, "Ba.").await;
        let ended = submits(&drafter, &third, &id, &signer).await;
        assert_eq!(ended.code(), "routes.not_published");
        office.runs_jobs().await;
    });
}

/// The agency and its unit get the abbreviations that a code is made of.
pub(super) async fn abbreviated(office: &Office, head: &Somebody) {
    let administrator = office.signs_in("administrator.a").await;
    for (path, abbreviation) in [
        ("/organisation".to_owned(), "UBND"),
        (format!("/units/{}", economy(head).await), "KT"),
    ] {
        let json = [("content-type", "application/json")];
        let body = json!({ "abbreviation": abbreviation }).to_string();
        administrator
            .sends(Method::PATCH, &path, &json, body)
            .await
            .fine();
    }
}

#[test]
fn a_reply_gets_its_number_and_goes_out() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (drafter, head) = (
            office.signs_in("specialist.economy").await,
            office.signs_in("head.economy").await,
        );
        let clerk = office.signs_in("clerk.a").await;
        abbreviated(&office, &head).await;
        let wish = json!({ "subject": "Trả lời", "kind": "cong_van" });
        let draft = begins(&drafter, &wish).await;
        writes(&office, &drafter, &draft, "Kính gửi Sở B.").await;
        let (id, signer) = (
            route(&drafter, "Công văn thường").await,
            leader(&office).await,
        );
        submits(&drafter, &draft, &id, &signer).await.fine();
        let registration = format!("/documents/{draft}/registration");
        let early = clerk.posts(&registration, &json!({})).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "not at the clerks yet");
        for login in ["head.economy", "chief.a", "leader.a"] {
            approves(&office.signs_in(login).await, &draft).await;
        }
        assert_eq!(
            clerk.gets("/inbox").await.documents(),
            std::slice::from_ref(&draft)
        );
        let unit = json!({ "unit": economy(&head).await });
        let numbered = clerk.posts(&registration, &unit).await.fine().json();
        assert_eq!(numbered["code"], "01/UBND-KT");
        let again = clerk.posts(&registration, &unit).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.settles_file(&office, &draft).await, "failed");
        let issue = task(&clerk, &draft, "issue").await;
        let issued = acts(&clerk, &draft, json!({ "action": "issue", "task": issue }));
        let issued = issued.await.fine().json();
        assert_eq!(issued["phase"], "to_dispatch");
        let outside = json!({ "action": "dispatch", "recipients": [
            { "is": "outside", "name": "Sở B", "channel": "post" }] });
        let sent = acts(&clerk, &draft, outside).await.fine().json();
        assert_eq!(sent["phase"], "finished");
        stands_in_the_book(&office, &clerk).await;
        let recall = json!({ "action": "recall", "reason": "Sai số liệu" });
        let refused = acts(&clerk, &draft, recall.clone()).await;
        assert_eq!(refused.code(), "access.role_needed");
        let recalled = acts(&office.signs_in("leader.a").await, &draft, recall).await;
        assert_eq!(recalled.fine().json()["phase"], "recalled");
        let shown = clerk.sees_paper(&draft).await;
        assert_eq!(
            (&shown["code"], &shown["issued_on"]),
            (&json!("01/UBND-KT"), &json!("2026-11-23"))
        );
        office.runs_jobs().await;
    });
}

/// The printed book of what goes out says to whom and when it was sent.
async fn stands_in_the_book(office: &Office, clerk: &Somebody) {
    let registers = clerk.gets("/registers").await.fine().json();
    let mut items = registers["items"].as_array().unwrap().iter();
    let book = items.find(|one| one["name"] == "Sổ đăng ký văn bản đi");
    let id = book.unwrap()["id"].as_str().unwrap();
    let path = format!("/registers/{id}/print/register/pdf");
    let printed = clerk.gets(&path).await.fine();
    let again = clerk.uploads("so-di.pdf", &printed.bytes, "office").await;
    office.runs_jobs().await;
    for words in ["\"sở b\"", "\"01/UBND-KT\"", "\"23/11/2026\""] {
        let found = clerk.searches(words).await.documents();
        assert!(found.contains(&again), "the book does not say {words}");
    }
}

pub(super) async fn economy(somebody: &Somebody) -> String {
    let units = somebody.gets("/units").await.fine().json();
    let mut units = units["items"].as_array().unwrap().iter();
    let found = units.find(|unit| unit["name"] == "Phòng Kinh tế");
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_agency_may_give_numbers_before_the_approval() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let drafter = office.signs_in("specialist.economy").await;
        puts(
            &administrator,
            "/routes/setting",
            &json!({ "number_before_approval": true }),
        )
        .await
        .fine();
        let draft = begins(&drafter, &json!({ "kind": "cong_van" })).await;
        writes(&office, &drafter, &draft, "Một.").await;
        let (route, signer) = (
            route(&drafter, "Công văn thường").await,
            leader(&office).await,
        );
        submits(&drafter, &draft, &route, &signer).await.fine();
        let clerk = office.signs_in("clerk.a").await;
        task(&clerk, &draft, "number").await;
        let abandoned = acts(
            &drafter,
            &draft,
            json!({ "action": "withdraw", "reason": "Thôi" }),
        )
        .await;
        assert_eq!(abandoned.fine().json()["phase"], "drafting");
        let view = acts(
            &drafter,
            &draft,
            json!({ "action": "abandon", "reason": "Thôi" }),
        )
        .await;
        assert_eq!(view.fine().json()["phase"], "abandoned");
        office.runs_jobs().await;
    });
}
