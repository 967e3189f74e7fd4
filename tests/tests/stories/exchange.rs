//! Papers between agencies of one installation: they arrive, are returned and sent again, called
//! back before and after they were registered, answered; and what each side sees of it.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::exchange::{Agency, Neighbours, codes};
use stories::{Somebody, both_databases};

const DUE: &str = "2026-11-30T10:00:00Z";

async fn shown(somebody: &Somebody, paper: &str) -> Value {
    let path = format!("/documents/{paper}");
    somebody.gets(&path).await.fine().json()
}

/// What came is there at once: fields, files, pages and words, and where it came from.
async fn is_there_at_once(a: &Agency, b: &Agency, received: &str) {
    let paper = shown(&b.clerk, received).await;
    for (field, value) in [
        ("issuer", json!(a.name)),
        ("code", json!("01/UBND-KT")),
        ("signer", json!("Người leader.a")),
        ("issued_on", json!("2026-11-23")),
        ("direction", json!("incoming")),
        ("urgency", json!("flash")),
        ("state", json!("read")),
        ("withheld", json!(false)),
    ] {
        assert_eq!(paper[field], value, "{field}");
    }
    assert_eq!(paper["came_by"]["from"]["name"], a.name);
    assert_eq!(
        paper["came_by"]["sent_by"],
        Value::Null,
        "of the sender's people none"
    );
    let file = paper["files"][0]["id"].as_str().unwrap();
    let pages = b.clerk.gets(&format!("/files/{file}/pages/1")).await.fine();
    assert!(String::from_utf8_lossy(&pages.bytes).contains("giải ngân"));
    let content = b.clerk.gets(&format!("/files/{file}/content")).await.fine();
    assert!(String::from_utf8_lossy(&content.bytes).contains("giải ngân"));
}

#[test]
fn a_paper_arrives_and_its_sender_sees_how_far_it_is() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let agencies = a.clerk.gets("/agencies").await.fine().json();
        assert_eq!(agencies["items"][0]["id"], b.id.as_str());
        let wish =
            json!({ "subject": "Báo cáo giải ngân", "kind": "cong_van", "urgency": "flash" });
        let sent = a
            .issues(office, wish, "Kính gửi Sở B.\nVề việc giải ngân.\n")
            .await;
        // Something ordinary lies at B already; what is flash goes before it.
        a.writes_to(office, b, "Thư thường").await;
        a.tries_to_send(&sent, &[&b.id]).await.fine();
        let inbox = b.clerk.gets("/inbox").await.fine();
        let received = inbox.documents()[0].clone();
        is_there_at_once(a, b, &received).await;
        office.runs_jobs().await;
        assert_eq!(
            b.clerk.searches("giải ngân").await.documents(),
            std::slice::from_ref(&received)
        );
        assert_eq!(
            a.clerk.searches("giải ngân").await.documents(),
            std::slice::from_ref(&sent)
        );

        assert_eq!(a.learns(&sent).await, [["01"]]);
        b.registers(&received).await;
        assert_eq!(a.learns(&sent).await, [["01", "03"]]);
        let view = format!("/documents/{received}");
        assert_eq!(
            b.drafter.gets(&view).await.status,
            StatusCode::NOT_FOUND,
            "not given yet"
        );
        b.distributes(&received, DUE).await;
        assert_eq!(a.learns(&sent).await, [["01", "03", "04"]]);
        let report = json!({ "action": "report", "words": "Mật nội bộ của B" });
        b.head.acts_on(&received, "lead", report).await;
        assert_eq!(a.learns(&sent).await, [["01", "03", "04", "05"]]);
        let close = json!({ "action": "close", "result": "Kết quả riêng của B" });
        b.head.acts_on(&received, "lead", close).await;
        assert_eq!(a.learns(&sent).await, [["01", "03", "04", "05", "06"]]);
        keeps_to_itself(a, &sent).await;

        let neighbours = &Neighbours::third(office).await;
        for path in [
            view,
            format!("/drafts/{sent}"),
            format!("/documents/{sent}/events"),
        ] {
            let stranger = neighbours.gets(&path).await;
            assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(
            b.clerk.gets(&format!("/drafts/{sent}")).await.status,
            StatusCode::NOT_FOUND
        );
        office.runs_jobs().await;
    });
}

/// Neither names nor words of B reach A.
async fn keeps_to_itself(a: &Agency, sent: &str) {
    for path in [
        format!("/drafts/{sent}"),
        format!("/documents/{sent}/work"),
        format!("/documents/{sent}/events"),
        format!("/documents/{sent}"),
    ] {
        let seen = a.clerk.gets(&path).await.fine();
        let seen = String::from_utf8_lossy(&seen.bytes).into_owned();
        for inside in [
            "clerk.b",
            "leader.b",
            "head.b",
            "riêng của B",
            "nội bộ của B",
        ] {
            assert!(!seen.contains(inside), "{path} tells {inside}");
        }
    }
    let consignment = &a.clerk.sees_draft(sent).await["consignments"][0];
    assert_eq!(consignment["sent_by"], "Người clerk.a");
    assert_eq!(consignment["status"], "done");
}

#[test]
fn what_is_returned_is_sent_again_or_left() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let (sent, received) = a.writes_to(office, b, "Thiếu phụ lục").await;
        let twice = a.tries_to_send(&sent, &[&b.id]).await;
        assert_eq!(
            (twice.status, twice.code().as_str()),
            (StatusCode::FORBIDDEN, "outgoing.sent_already")
        );
        let back = json!({ "action": "return_to_sender", "reason": "Thiếu phụ lục kèm theo" });
        let work = b.clerk.acts(&received, back.clone()).await;
        assert_eq!(work["phase"], "returned_to_sender");
        assert_eq!(a.learns(&sent).await, [["01", "02"]]);
        // What was given back is not theirs to read any more.
        let there = b.clerk.gets(&format!("/documents/{received}")).await;
        let there = there.fine().json();
        assert_eq!(there["withheld"], true);
        let content = format!(
            "/files/{}/content",
            there["files"][0]["id"].as_str().unwrap()
        );
        assert_eq!(b.clerk.gets(&content).await.code(), "exchange.withheld");
        let view = a.clerk.sees_draft(&sent).await;
        assert_eq!(view["phase"], "to_dispatch");
        let refused = &view["consignments"][0]["statuses"][1];
        assert_eq!(
            (&refused["reason"], &refused["by"]),
            (&json!("Thiếu phụ lục kèm theo"), &Value::Null)
        );
        assert_eq!(a.clerk.waiting().await, [("dispatch".to_owned(), 1)]);
        let inbox = a.clerk.gets("/inbox").await.fine().json();
        assert_eq!(inbox["items"][0]["words"], "Thiếu phụ lục kèm theo");
        assert_eq!(inbox["items"][0]["task"]["given_by"], Value::Null);

        a.tries_to_send(&sent, &[&b.id]).await.fine();
        assert!(a.clerk.waiting().await.is_empty());
        let again = b.clerk.finds_to_register("Thiếu phụ lục").await;
        assert_ne!(again, received);
        assert_eq!(
            a.learns(&sent).await,
            [vec!["01", "02"], vec!["01"]],
            "each way has a history of its own"
        );
        b.clerk.acts(&again, back).await;
        let left = json!({ "action": "note_return", "note": "Đã trao đổi qua điện thoại" });
        let noted = a.clerk.acts_on_own_draft(&sent, left).await.fine().json();
        assert_eq!(noted["phase"], "finished");
        // A further agency later, and none that is not there.
        let (c, clerk_c, _) = Neighbours::founds(office).await;
        a.tries_to_send(&sent, &[&c]).await.fine();
        clerk_c.finds_to_register("Thiếu phụ lục").await;
        let nowhere = "org_00000000000000000000000000000007";
        let unknown = a.tries_to_send(&sent, &[nowhere]).await;
        assert_eq!(unknown.code(), "outgoing.recipient_unfit");
        let empty = Neighbours::founds_empty(office).await;
        let nobody = a.tries_to_send(&sent, &[&empty]).await;
        assert_eq!(nobody.code(), "exchange.nobody_receives");
        office.runs_jobs().await;
    });
}

/// Of a paper that was taken back the trace is there, the contents are not.
async fn leaves_a_trace(office: &stories::Office, clerk: &Somebody, received: &str, word: &str) {
    let paper = shown(clerk, received).await;
    assert_eq!(paper["withheld"], true);
    assert_eq!(
        paper["came_by"]["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|status| status["code"] == "15")
            .count(),
        1
    );
    let file = paper["files"][0]["id"].as_str().unwrap();
    for path in ["content", "pages", "pages/1"] {
        let closed = clerk.gets(&format!("/files/{file}/{path}")).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(closed.code(), "exchange.withheld", "{path}");
    }
    assert_eq!(clerk.sees_work(received).await["phase"], "recalled");
    let actions = paper["actions"].as_array().unwrap();
    assert!(
        actions.iter().all(|action| action["open"] == false),
        "nothing is added to a trace: {actions:?}"
    );
    let metadata = [("document", received)];
    let added = clerk.tries_to_upload("them.txt", b"them", &metadata).await;
    assert_eq!(added.code(), "exchange.withheld");
    let events = format!("/documents/{received}/events");
    let events = clerk.gets(&events).await.fine().json().to_string();
    assert!(events.contains("task.received") && events.contains("recall"));
    office.runs_jobs().await;
    assert!(clerk.searches(word).await.documents().is_empty());
}

#[test]
fn what_is_not_registered_is_recalled_at_once() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let wish = json!({ "subject": "Thư một", "kind": "cong_van" });
        let sent = a.issues(office, wish, "Chữ trong tệp: thạch anh.").await;
        a.tries_to_send(&sent, &[&b.id]).await.fine();
        let received = b.clerk.finds_to_register("Thư một").await;
        office.runs_jobs().await;
        assert_eq!(
            b.clerk.searches("thạch anh").await.documents(),
            std::slice::from_ref(&received)
        );
        let recall = json!({ "action": "recall", "reason": "Sai số liệu" });
        let recalled = a.leader.acts_on_draft(&sent, recall).await.fine().json();
        assert_eq!(recalled["phase"], "recalled");
        assert_eq!(a.learns(&sent).await, [["01", "13", "15"]]);
        assert!(b.clerk.waiting().await.is_empty());
        leaves_a_trace(office, &b.clerk, &received, "thạch anh").await;
        let seen = shown(&b.clerk, &received).await;
        let asked = &seen["came_by"]["statuses"][1];
        assert_eq!(
            (&asked["reason"], &asked["by"]),
            (&json!("Sai số liệu"), &Value::Null)
        );
        let path = format!("/documents/{received}/registration");
        let late = b.clerk.posts(&path, &json!({})).await;
        assert_eq!(
            (late.status, late.code().as_str()),
            (StatusCode::FORBIDDEN, "work.recalled")
        );
        // The sender still reads what it sent.
        let own = shown(&a.clerk, &sent).await;
        let file = own["files"][0]["id"].as_str().unwrap();
        a.clerk.gets(&format!("/files/{file}/content")).await.fine();
        let again = a.tries_to_send(&sent, &[&b.id]).await;
        assert_eq!(again.code(), "outgoing.recalled");
    });
}

/// The lines of a register that are marked as recalled.
async fn recalled_lines(clerk: &Somebody) -> Vec<u64> {
    let registers = clerk.gets("/registers").await.fine().json();
    let mut items = registers["items"].as_array().unwrap().iter();
    let incoming = items.find(|one| one["book"] == "incoming").unwrap();
    let path = format!("/registers/{}/entries", incoming["id"].as_str().unwrap());
    let lines = clerk.gets(&path).await.fine().json();
    let lines = lines["items"].as_array().unwrap().clone();
    let recalled = lines.iter().filter(|line| line["recalled"] == true);
    recalled
        .map(|line| line["number"].as_u64().unwrap())
        .collect()
}

#[test]
fn what_is_registered_is_given_back_or_kept() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let (c, clerk_c, leader_c) = Neighbours::founds(office).await;
        let wish = json!({ "subject": "Thư hai", "kind": "cong_van" });
        let sent = a.issues(office, wish, "Chữ trong tệp: hổ phách.").await;
        a.tries_to_send(&sent, &[&b.id, &c]).await.fine();
        let at_b = b.clerk.finds_to_register("Thư hai").await;
        let at_c = clerk_c.finds_to_register("Thư hai").await;
        b.registers(&at_b).await;
        let to_leader = json!({ "submit_to": leader_c.party("leader.c").await });
        let path = format!("/documents/{at_c}/registration");
        clerk_c.posts(&path, &to_leader).await.fine();
        let recall = json!({ "action": "recall", "reason": "Nhầm thẩm quyền ký" });
        a.leader.acts_on_draft(&sent, recall).await.fine();
        for (clerk, received) in [(&b.clerk, &at_b), (&clerk_c, &at_c)] {
            assert_eq!(clerk.waiting().await, [("answer_recall".to_owned(), 1)]);
            let inbox = clerk.gets("/inbox").await.fine().json();
            assert_eq!(inbox["items"][0]["words"], "Nhầm thẩm quyền ký");
            assert_eq!(shown(clerk, received).await["withheld"], false);
        }
        let agree = json!({ "action": "agree_recall" });
        b.clerk.acts_on(&at_b, "answer_recall", agree).await;
        leaves_a_trace(office, &b.clerk, &at_b, "hổ phách").await;
        assert_eq!(recalled_lines(&b.clerk).await, [1]);
        assert!(
            b.leader.waiting().await.is_empty(),
            "nobody deals with it any more"
        );

        let refuse = json!({ "action": "refuse_recall", "reason": "Đã thực hiện xong" });
        clerk_c.acts_on(&at_c, "answer_recall", refuse).await;
        assert!(recalled_lines(&clerk_c).await.is_empty());
        assert_eq!(
            leader_c.waiting().await,
            [("distribute".to_owned(), 1)],
            "it goes on there"
        );
        let view = a.clerk.sees_draft(&sent).await;
        let of = |id: &str| {
            let mut all = view["consignments"].as_array().unwrap().iter();
            all.find(|one| one["to"]["id"] == id).unwrap().clone()
        };
        assert_eq!(codes(&of(&b.id)), ["01", "03", "13", "15"]);
        assert_eq!(codes(&of(&c)), ["01", "03", "13", "16"]);
        assert_eq!(of(&c)["statuses"][3]["reason"], "Đã thực hiện xong");
        assert_eq!(view["phase"], "recalled");
        office.runs_jobs().await;
    });
}
