//! Acting on papers: people of a story register, give, take, return and close.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::people::{Answer, Somebody};

impl Somebody {
    /// How far a paper is, as this person sees it.
    pub async fn sees_work(&self, paper: &str) -> Value {
        self.gets(&format!("/documents/{paper}/work"))
            .await
            .fine()
            .json()
    }

    /// The newest open task of a kind that waits for this person.
    #[track_caller]
    pub fn own_task(&self, work: &Value, kind: &str) -> String {
        let mine: Vec<_> = work["waits_for_me"].as_array().unwrap().clone();
        let tasks = work["tasks"].as_array().unwrap().iter().rev();
        let found = tasks
            .filter(|task| task["kind"] == kind && mine.contains(&task["id"]))
            .find_map(|task| task["id"].as_str());
        found
            .unwrap_or_else(|| panic!("no {kind} waits: {work:#}"))
            .to_owned()
    }

    /// Tries to act on a paper.
    pub async fn tries(&self, paper: &str, action: &Value) -> Answer {
        self.posts(&format!("/documents/{paper}/actions"), action)
            .await
    }

    /// Acts on a paper; answers how far it is then.
    pub async fn acts(&self, paper: &str, action: Value) -> Value {
        self.tries(paper, &action).await.fine().json()
    }

    /// Acts on the newest open task of a kind that waits for this person.
    pub async fn acts_on(&self, paper: &str, kind: &str, mut action: Value) -> Value {
        let work = self.sees_work(paper).await;
        action["task"] = json!(self.own_task(&work, kind));
        self.acts(paper, action).await
    }

    /// Acts on a task and may not see the paper afterwards: what was given back is not his any more.
    pub async fn acts_on_or_loses(&self, paper: &str, kind: &str, mut action: Value) {
        let work = self.sees_work(paper).await;
        action["task"] = json!(self.own_task(&work, kind));
        let status = self.tries(paper, &action).await.status;
        assert!(
            status.is_success() || status == StatusCode::NOT_FOUND,
            "{status}"
        );
    }

    /// Is refused with a code and a Vietnamese sentence.
    pub async fn is_refused(&self, paper: &str, action: Value, code: &str) {
        let answer = self.tries(paper, &action).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
        assert_eq!(answer.code(), code, "{action}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(!detail.is_ascii() && !detail.contains('{'), "{detail}");
    }

    /// Somebody as tasks name him.
    pub async fn party(&self, login_name: &str) -> Value {
        let everybody = self.gets("/colleagues").await.fine().json();
        let wanted = format!("Người {login_name}");
        let people = everybody["items"].as_array().unwrap();
        let found = people
            .iter()
            .find(|person| person["name"] == wanted.as_str());
        json!({ "kind": "person", "id": found.unwrap()["id"] })
    }

    /// The head of a unit as tasks name him.
    pub async fn unit(&self, name: &str) -> Value {
        let units = self.gets("/units").await.fine().json();
        let found = units["items"].as_array().unwrap().iter();
        let id = found.clone().find(|unit| unit["name"] == name).unwrap()["id"].clone();
        json!({ "kind": "unit", "id": id })
    }

    /// The kinds of what waits for this person, with how many.
    pub async fn waiting(&self) -> Vec<(String, u64)> {
        let counts = self.gets("/inbox/counts").await.fine().json();
        let counts = counts["items"].as_array().unwrap().clone();
        let count = |count: &Value| {
            let kind = count["kind"].as_str().unwrap().to_owned();
            (kind, count["waiting"].as_u64().unwrap())
        };
        let mut counts: Vec<_> = counts.iter().map(count).collect();
        counts.sort();
        counts
    }
}
