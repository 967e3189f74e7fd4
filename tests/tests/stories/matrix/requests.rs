//! For each route a request that is right in everything but perhaps in who sends it.

use serde_json::{Value, json};

use super::world::World;

/// A request that somebody may or may not be entitled to.
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// The request of a route, without which the matrix would not be whole.
pub fn request(world: &World, method: &str, route: &str) -> Request {
    let mut path = fill(world, route);
    let query = match (method, route) {
        ("GET", "/search") => "?q=giay",
        ("GET", "/search/why") => "?q=giay&document=",
        ("GET", "/drafts/{id}/comparison") => "?from=1&to=2",
        ("GET", _) if route.starts_with("/statistics/") => "?from=2026-01-01&to=2026-12-31",
        ("GET", "/quality/suggestions" | "/quality/rates" | "/quality/sample-size") => {
            "?from=2026-01-01&to=2026-12-31"
        }
        _ => "",
    };
    path.push_str(query);
    if route == "/search/why" {
        path.push_str(world.name("paper"));
    }
    let mut headers = Vec::new();
    let tag = match (method, route) {
        ("PATCH", "/documents/{id}") => Some("waiting tag"),
        ("PUT", "/registers/{id}") => Some("register tag"),
        ("PUT", "/files/{id}/pages/{number}/ink") => Some("ink tag"),
        ("PUT", "/instructions/{id}") => Some("template tag"),
        ("POST", "/batches/{id}/changes" | "/batches/{id}/undo") => Some("batch tag"),
        _ => None,
    };
    headers.extend(tag.map(|tag| ("if-match", world.name(tag).to_owned())));
    if route.starts_with("/uploads") {
        headers.push(("tus-resumable", "1.0.0".to_owned()));
    }
    let mut body = String::new();
    if (method, route) == ("PUT", "/batches/{id}/shelf-list") {
        headers.push(("content-type", "text/csv".to_owned()));
        body.push_str("Số ký hiệu;Trích yếu\n1/A;Khác\n");
        return Request {
            method: method.to_owned(),
            path,
            headers,
            body,
        };
    }
    if (method, route) == ("PATCH", "/uploads/{id}") {
        headers.push(("upload-offset", "0".to_owned()));
        headers.push(("content-type", "application/offset+octet-stream".to_owned()));
        body.push_str("tam.");
    } else if (method, route) == ("POST", "/uploads") {
        headers.push(("upload-length", "4".to_owned()));
        headers.push(("upload-metadata", "filename YS50eHQ=".to_owned()));
    } else if let Some(json) = body_of(world, method, route) {
        headers.push(("content-type", "application/json".to_owned()));
        body = json.to_string();
    }
    Request {
        method: method.to_owned(),
        path,
        headers,
        body,
    }
}

/// The path with the names of what is in the office.
fn fill(world: &World, route: &str) -> String {
    let mut parts: Vec<_> = route.split('/').map(str::to_owned).collect();
    for place in 0..parts.len() {
        let own = match (parts[place].as_str(), parts[1].as_str()) {
            ("{number}", "quality") if route.ends_with("judgement") => "1",
            ("{number}", "quality") => "2",
            ("{number}", "files") | ("{page}", _) => "1",
            ("{number}", _) if route.ends_with("giving-up") => "2",
            ("{number}", _) => "1",
            ("{year}", _) => "2026",
            ("{form}", _) => "register",
            ("{paper}", _) => "pdf",
            ("{day}", _) => "2027-01-15",
            ("{scan}", _) => world.name("scan"),
            ("{person}", _) => world.name("leader"),
            ("{position}", _) => world.name("position"),
            ("{id}", holder) => world.name(one_of(holder, route)),
            _ => continue,
        };
        own.clone_into(&mut parts[place]);
    }
    parts.join("/")
}

/// What an id in a path is the id of.
fn one_of(holder: &str, route: &str) -> &'static str {
    match (holder, route) {
        (
            "documents",
            "/documents/{id}" | "/documents/{id}/doubles" | "/documents/{id}/registration",
        ) => "waiting",
        ("documents", _) => "paper",
        ("batches", _) => "batch",
        ("quality", _) => "sample",
        ("drafts", _) => "draft",
        ("files", "/files/{id}/searchable") => "scanned file",
        ("files", _) => "file",
        ("registers", _) => "register",
        ("routes", _) => "route",
        ("instructions", _) => "template",
        ("delegations", _) => "delegation",
        ("widenings", _) => "asked widening",
        ("jobs", _) => "job",
        ("people", "/people/{id}/factors") => "clerk",
        ("people", _) => "colleague",
        ("units", _) => "unit",
        ("passkeys", _) => "passkey",
        ("saved-searches", _) => "saved search",
        ("sessions", _) => "session",
        ("tokens", _) => "token",
        ("uploads", _) => "upload",
        _ => panic!("{route} has no example: name one in the matrix"),
    }
}

fn body_of(world: &World, method: &str, route: &str) -> Option<Value> {
    Some(match (method, route) {
        ("POST", "/batches") => json!({ "name": "Lô khác" }),
        ("POST", "/batches/{id}/changes") => json!({
            "acts": [{ "act": "turn", "scan": world.name("scan"), "page": 1, "by": 90 }] }),
        ("PUT", "/calendar/days/{day}") => {
            json!({ "kind": "holiday", "name": "Nghỉ", "source": "Thông báo 2" })
        }
        ("PUT", "/calendar/hours") => json!({
            "morning": { "from": "07:00", "to": "11:30" },
            "afternoon": { "from": "13:00", "to": "16:30" } }),
        ("PUT", "/calendar/reminders") => json!({
            "hours_before": 24, "percent_passed": null, "on_the_day": true,
            "head_days": 1, "chief_days": 3, "leader_days": 5 }),
        ("POST", "/delegations") => world.delegation(),
        ("POST", "/documents/{id}/actions") => {
            json!({ "action": "accept", "task": world.name("task") })
        }
        ("POST", "/documents/{id}/undo") => {
            let revision: i64 = world.name("undoable revision").parse().unwrap();
            json!({ "revision": revision })
        }
        ("POST", "/quality/samples") => json!({ "from": "2026-11-01", "to": "2026-11-30" }),
        ("POST", "/quality/samples/{id}/items/{number}/keying") => json!({ "code": "7/BC-UBND" }),
        ("POST", "/quality/samples/{id}/items/{number}/judgement") => {
            json!({ "field": "issuer", "judgement": "keyed" })
        }
        ("PATCH", "/documents/{id}") => json!({ "subject": "Chờ vào sổ" }),
        ("POST", "/documents/{id}/doubles") => json!({ "code": "1/UBND" }),
        ("POST", "/documents/{id}/registration") => json!({
            "register": world.name("register"),
            "fields": { "subject": "Chờ vào sổ", "direction": "incoming" } }),
        ("POST", "/documents/{id}/widenings") => World::widening(world.name("head elsewhere")),
        ("POST", "/drafts") => json!({ "subject": "Tờ trình", "kind": "to_trinh" }),
        ("POST", "/drafts/{id}/actions") => {
            json!({ "action": "approve", "task": world.name("approval") })
        }
        ("POST", "/instructions") => {
            let mut template = world.template();
            template["shared"] = json!(true);
            template
        }
        ("PUT", "/instructions/{id}") => world.template(),
        ("PUT", "/files/{id}/pages/{number}/ink") => {
            json!({ "sha256": world.name("file bytes"), "shared": true, "strokes": [] })
        }
        ("POST", "/instructions/offers") => json!({ "documents": [world.name("paper")] }),
        ("POST", "/work/bulk") => json!({ "action": "mark_read",
            "items": [{ "document": world.name("paper"), "task": world.name("task") }] }),
        ("PATCH", "/organisation" | "/units/{id}") => json!({ "abbreviation": "X" }),
        ("PUT", "/notices/preferences") => {
            let ways = json!({ "push": true, "mail": "none" });
            json!({ "address": null, "normal": ways, "urgent": ways, "very_urgent": ways,
                "flash": ways, "quiet": null, "flash_breaks_quiet": true, "digest_hour": 7 })
        }
        ("POST", "/push/subscriptions") => World::device(),
        ("DELETE", "/push/subscriptions") => {
            json!({ "endpoint": World::device()["endpoint"] })
        }
        ("POST", "/people") => json!({ "login": "moi", "name": "Người mới",
            "password": "mat-khau-thu-2026",
            "position": { "title": "Chuyên viên", "role": "specialist", "unit": null } }),
        ("POST", "/people/{id}/hand-over") => json!({ "to": world.name("deputy") }),
        ("PUT", "/people/{id}/password") => json!({ "password": "mat-khau-moi-2026" }),
        ("POST", "/people/{id}/positions") => {
            json!({ "title": "Văn thư", "role": "clerk", "unit": null })
        }
        ("POST", "/registers") => json!({ "name": "Sổ khác", "book": "outgoing",
            "kinds": ["bien_ban"], "form": "{number}/{kind}-{agency}" }),
        ("PUT", "/registers/{id}") => json!({ "name": "Sổ đến", "form": "{number}" }),
        ("POST", "/registers/{id}/reservations") => {
            json!({ "unit": world.name("unit"), "purpose": "Văn bản khẩn" })
        }
        ("POST", "/registers/{id}/years") => json!({ "year": 2027 }),
        ("POST", "/registers/{id}/years/{year}/closing") => json!({ "give_up_because": "Hết năm" }),
        (
            "POST",
            "/registers/{id}/years/{year}/entries/{number}/cancellation"
            | "/registers/{id}/years/{year}/entries/{number}/giving-up",
        ) => json!({ "reason": "Ghi nhầm" }),
        ("POST", "/routes" | "/routes/check") | ("PUT", "/routes/{id}") => {
            serde_json::from_str(world.name("definition")).unwrap()
        }
        ("PUT", "/routes/setting") => json!({ "number_before_approval": true }),
        ("POST", "/saved-searches") => json!({ "name": "Khác", "query": "q=khac" }),
        ("POST", "/session") => json!({ "login": "clerk.a", "password": "mat-khau-thu-2026" }),
        ("PUT", "/session/password") => {
            json!({ "current": "mat-khau-thu-2026", "new": "mat-khau-moi-2026" })
        }
        ("POST", "/session/passkey") => world.passkey_answer(),
        ("POST", "/passkeys") => world.new_passkey(),
        ("PUT", "/totp") => json!({ "code": world.code() }),
        ("POST", "/totp/removal") => json!({ "password": "mat-khau-thu-2026" }),
        ("POST", "/tokens") => {
            json!({ "name": "máy in", "scopes": ["read"], "expires_on": "2027-12-31" })
        }
        ("POST", "/units") => json!({ "name": "Phòng Nội vụ", "parent": null }),
        ("POST", "/widenings/{id}/decision") => json!({ "confirmed": true }),
        ("POST", _) => json!({}),
        _ => return None,
    })
}
