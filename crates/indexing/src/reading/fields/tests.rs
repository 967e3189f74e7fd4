#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

#[test]
fn dbg() {
    for f in ["10209638","doc_fcfd"] {
        let labels: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string("/work/wt/fields/tests/data/labels/scans.json").unwrap()).unwrap();
        let l = labels.iter().find(|l| l["file"].as_str().unwrap().contains(f)).unwrap();
        let pages: Vec<Page> = serde_json::from_str(&std::fs::read_to_string(format!("/tmp/fields/pages/scan-{}.json", l["sha256"].as_str().unwrap())).unwrap()).unwrap();
        let head = Head::of(&pages);
        for (i,l) in head.lines.iter().enumerate().take(18) { println!("{i} {:?} {:?} {}", l.center(), l.place.map(|p|(p.y,p.height)), l.text); }
        println!("{:?} {:?}", head.title, head.country);
        println!("{:?}", subject::of(&head)); println!("{:#?}", suggest(&pages,&Known::default()).iter().map(|s|(s.field,s.value.clone(),s.confidence)).collect::<Vec<_>>());
    }
}
