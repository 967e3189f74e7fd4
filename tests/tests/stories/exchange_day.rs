//! Two agencies over one long day, and at the same moment: a letter is returned, sent again, dealt
//! with after more time was given, and answered; letters that cross each other and their recalls.

use axum::http::StatusCode;
use serde_json::json;
use stories::exchange::{Agency, Neighbours, codes};
use stories::{Answer, Office, both_databases};
use tokio::task::JoinSet;

/// B returns the letter, A sends it again, B registers it, and its leader passes it on.
async fn reaches_the_desk(office: &Office, a: &Agency, b: &Agency) -> (String, String) {
    let (sent, first) = a.writes_to(office, b, "Đề nghị phối hợp").await;
    let back = json!({ "action": "return_to_sender", "reason": "Gửi thiếu trang 2" });
    b.clerk.acts(&first, back).await;
    a.tries_to_send(&sent, &[&b.id]).await.fine();
    let received = b.clerk.finds_to_register("Đề nghị phối hợp").await;
    b.registers(&received).await;
    b.distributes(&received, "2026-11-27T10:00:00Z").await;
    (sent, received)
}

/// The specialist gets the part, asks for more time twice, is refused once, and gets it.
async fn gets_more_time(b: &Agency, received: &str) {
    let to = b.head.party("specialist.b").await;
    let part = json!([{ "part": "lead", "to": to, "due_at": "2026-11-25T10:00:00Z" }]);
    let on = json!({ "action": "assign_on", "parts": part, "words": "Soạn trả lời" });
    b.head.acts_on(received, "lead", on).await;
    let ask =
        json!({ "action": "ask_time", "until": "2026-11-26T10:00:00Z", "reason": "Chờ số liệu" });
    b.drafter.acts_on(received, "lead", ask.clone()).await;
    let denied = json!({ "action": "decide_time", "reason": "Làm ngay hôm nay" });
    b.head.acts_on(received, "extension", denied).await;
    b.drafter.acts_on(received, "lead", ask).await;
    let granted = json!({ "action": "decide_time", "until": "2026-11-26T10:00:00Z" });
    b.head.acts_on(received, "extension", granted).await;
}

/// B answers; the reply is registered at A, whose own letter has its answer now.
async fn is_answered(office: &Office, a: &Agency, b: &Agency, (sent, received): (&str, &str)) {
    let wish = json!({ "subject": "Trả lời đề nghị", "kind": "cong_van", "answers": received });
    let reply = b.issues(office, wish, "Sở B đồng ý phối hợp.").await;
    b.tries_to_send(&reply, &[&a.id]).await.fine();
    let close = json!({ "action": "close", "result": "Đã trả lời", "answered_by": reply });
    b.drafter.acts_on(received, "lead", close.clone()).await;
    b.head.acts_on(received, "lead", close).await;
    let at_a = a.clerk.finds_to_register("Trả lời đề nghị").await;
    let own = a.clerk.sees_work(sent).await;
    assert_eq!(own["answered_by"][0]["id"], at_a.as_str());
    let answered = a.clerk.sees_work(&at_a).await;
    assert_eq!(answered["answers"][0]["id"], sent);
    a.registers(&at_a).await;
    assert_eq!(b.learns(&reply).await, [["01", "03"]]);
}

#[test]
fn one_day_between_two_agencies() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let (sent, received) = reaches_the_desk(office, a, b).await;
        gets_more_time(b, &received).await;
        assert_eq!(
            a.learns(&sent).await,
            [vec!["01", "02"], vec!["01", "03", "04", "05"]]
        );
        is_answered(office, a, b, (&sent, &received)).await;
        assert_eq!(
            a.learns(&sent).await[1],
            ["01", "03", "04", "05", "06"],
            "each status once, whatever happened between"
        );
        let work = b.clerk.sees_work(&received).await;
        assert_eq!(work["phase"], "finished");
        verifies(office).await;
        office.runs_jobs().await;
    });
}

/// Nobody has altered anything, at either agency.
async fn verifies(office: &Office) {
    for (agency, verdict) in api::ops::audit::verify(&office.app).await.unwrap() {
        assert!(verdict.is_ok(), "{}: {verdict:?}", agency.name);
    }
}

/// Letters of each agency to the other.
async fn letters(office: &Office, a: &Agency, b: &Agency) -> Vec<[String; 2]> {
    let mut letters = Vec::new();
    for number in 0..4 {
        let mut pair = Vec::new();
        for (agency, name) in [(a, "A"), (b, "B")] {
            let wish = json!({ "subject": format!("Thư {name}{number}"), "kind": "cong_van" });
            let text = format!("Thư {number} của {name}.");
            pair.push(agency.issues(office, wish, &text).await);
        }
        letters.push(pair.try_into().unwrap());
    }
    letters
}

fn is_an_answer(answer: &Answer) {
    let refused = [StatusCode::FORBIDDEN, StatusCode::PRECONDITION_FAILED];
    let is_fine = answer.status.is_success() || refused.contains(&answer.status);
    let text = String::from_utf8_lossy(&answer.bytes);
    assert!(is_fine, "{}: {text}", answer.status);
}

/// The sender recalls while the receiver returns or registers: one comes first, and both ends
/// agree on which.
async fn crosses(from: Agency, to: Agency, (sent, name, number): (String, String, usize)) {
    let (sent, received) = (sent.as_str(), to.clerk.finds_to_register(&name).await);
    let leader = to.clerk.party(to.leader_login).await;
    let recall = json!({ "action": "recall", "reason": "Thu hồi" });
    let back = json!({ "action": "return_to_sender", "reason": "Trả lại" });
    let wish = json!({ "submit_to": leader });
    let registration = format!("/documents/{received}/registration");
    let there = async {
        if number.is_multiple_of(2) {
            to.clerk.tries(&received, &back).await
        } else {
            to.clerk.posts(&registration, &wish).await
        }
    };
    let (here, there) = tokio::join!(from.leader.acts_on_draft(sent, recall), there);
    is_an_answer(&there);
    here.fine();
    let view = from.clerk.sees_draft(sent).await;
    assert_eq!(view["phase"], "recalled");
    let told = codes(&view["consignments"][0]);
    let phase = to.clerk.sees_work(&received).await["phase"].clone();
    let expected: &[&str] = match (phase.as_str().unwrap(), there.status.is_success()) {
        ("returned_to_sender", true) => &["01", "02"],
        ("submitted", true) => &["01", "03", "13"],
        ("recalled", false) => &["01", "13", "15"],
        other => panic!("{other:?} {told:?}"),
    };
    assert_eq!(told, expected);
}

#[test]
fn letters_that_cross_each_other_do_not_wait_in_a_circle() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let letters = letters(office, a, b).await;
        let mut sending = JoinSet::new();
        for [from_a, from_b] in letters.clone() {
            let (from, to) = (a.clone(), b.id.clone());
            sending.spawn(async move { from.tries_to_send(&from_a, &[to]).await });
            let (from, to) = (b.clone(), a.id.clone());
            sending.spawn(async move { from.tries_to_send(&from_b, &[to]).await });
        }
        for answer in sending.join_all().await {
            answer.fine();
        }
        let mut crossing = JoinSet::new();
        for (number, [from_a, from_b]) in letters.into_iter().enumerate() {
            let letter = (from_a, format!("Thư A{number}"), number);
            crossing.spawn(crosses(a.clone(), b.clone(), letter));
            let letter = (from_b, format!("Thư B{number}"), number);
            crossing.spawn(crosses(b.clone(), a.clone(), letter));
        }
        crossing.join_all().await;
        verifies(office).await;
        office.runs_jobs().await;
    });
}

#[test]
fn two_receivers_return_the_same_letter_at_once() {
    both_databases(async |database| {
        let Neighbours { office, a, b } = &Neighbours::open(database).await;
        let (c, clerk_c, _) = Neighbours::founds(office).await;
        let wish = json!({ "subject": "Cùng trả", "kind": "cong_van" });
        let sent = a.issues(office, wish, "Kính gửi.").await;
        a.tries_to_send(&sent, &[b.id.as_str(), c.as_str()])
            .await
            .fine();
        let at_b = b.clerk.finds_to_register("Cùng trả").await;
        let at_c = clerk_c.finds_to_register("Cùng trả").await;
        let back = json!({ "action": "return_to_sender", "reason": "Trả lại" });
        let (one, other) = tokio::join!(b.clerk.tries(&at_b, &back), clerk_c.tries(&at_c, &back));
        one.fine();
        other.fine();
        assert_eq!(a.learns(&sent).await, [["01", "02"], ["01", "02"]]);
        assert_eq!(
            a.clerk.waiting().await,
            [("dispatch".to_owned(), 1)],
            "one task, whoever returned it"
        );
        office.runs_jobs().await;
    });
}
