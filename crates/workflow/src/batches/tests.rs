#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const SCAN: ScanId = ScanId(Uuid::from_u128(1));

fn page(page: u32) -> PageOf {
    PageOf { scan: SCAN, page }
}

/// `s` is a sheet, `b` a blank page, anything else a page with ink.
fn seen(pages: &str) -> Vec<Seen> {
    let one = |(letter, page)| Seen {
        page,
        sheet: (letter == 's').then(|| Sheet::default().to_string()),
        blank: letter == 'b',
    };
    pages.chars().zip(1..).map(one).collect()
}

fn arranged(pages: &str, at_blanks: bool) -> Arrangement {
    arrange(Arrangement::default(), SCAN, &seen(pages), at_blanks)
}

/// The pages of each paper.
fn papers(arrangement: &Arrangement) -> Vec<Vec<u32>> {
    let pages = |paper: &Paper| paper.pages.iter().map(|one| one.page).collect();
    arrangement.papers.iter().map(pages).collect()
}

#[test]
fn a_scan_is_split_at_sheets_and_where_it_is_wished_at_blanks() {
    for (pages, at_blanks, expected) in [
        ("ppp", false, vec![vec![1, 2, 3]]),
        ("sppsp", false, vec![vec![2, 3], vec![5]]),
        ("ppsp", false, vec![vec![1, 2], vec![4]]),
        ("ss", false, vec![]),
        // The blank back of a sheet goes with it, another blank page stays.
        ("sbpbp", false, vec![vec![3, 4, 5]]),
        ("sbpbp", true, vec![vec![3], vec![5]]),
        ("bbp", true, vec![vec![3]]),
    ] {
        let found = arranged(pages, at_blanks);
        assert_eq!(papers(&found), expected, "{pages} {at_blanks}");
        assert_eq!(found.pages().count(), pages.len(), "{pages}");
    }
}

#[test]
fn a_sheet_says_for_whom_the_papers_behind_it_are() {
    let wish = Sheet {
        unit: Some(UnitId(Uuid::from_u128(7))),
        register: None,
    };
    assert_eq!(Sheet::parse(&wish.to_string()), Some(wish));
    let later = "congvan:sheet:2:what comes";
    assert_eq!(Sheet::parse(later), Some(Sheet::default()));
    assert_eq!(Sheet::parse("https://xa-a.gov.vn/1"), None);
    let mut pages = seen("ppspbps");
    pages[2].sheet = Some(wish.to_string());
    let found = arrange(Arrangement::default(), SCAN, &pages, true);
    let units: Vec<_> = found.papers.iter().map(|paper| paper.unit).collect();
    assert_eq!(units, [None, wish.unit, wish.unit]);
}

#[test]
fn a_page_of_letters_with_a_code_of_their_own_is_no_sheet() {
    let mut pages = seen("pp");
    pages[1].sheet = Some("https://xa-a.gov.vn/kiem-tra/1".to_owned());
    let found = arrange(Arrangement::default(), SCAN, &pages, false);
    assert_eq!(papers(&found), [vec![1, 2]]);
}

#[test]
fn pages_are_turned_moved_removed_and_brought_back() {
    let none = Locks::new();
    let begun = arranged("ppsppp", false);
    let act = |before: &Arrangement, act| apply(before, act, &none).unwrap();
    let turned = act(&begun, Act::Turn(page(2), 270));
    let turned = act(&turned, Act::Turn(page(2), 180));
    assert_eq!(turned.papers[0].pages[1].turn, 90);
    let to = begun.papers[1].key;
    let moved = act(
        &begun,
        Act::Move {
            page: page(1),
            to,
            at: 1,
        },
    );
    assert_eq!(papers(&moved), [vec![2], vec![4, 1, 5, 6]]);
    let removed = act(&begun, Act::Remove(page(5)));
    assert_eq!(papers(&removed), [vec![1, 2], vec![4, 6]]);
    assert_eq!(
        papers(&act(&removed, Act::BringBack(page(5)))),
        papers(&begun)
    );
    // A sheet may be a page after all: it comes back behind the page before it.
    let back = act(&begun, Act::BringBack(page(3)));
    assert_eq!(papers(&back), [vec![1, 2, 3], vec![4, 5, 6]]);
    let split = act(&begun, Act::Split(page(5)));
    assert_eq!(papers(&split), [vec![1, 2], vec![4], vec![5, 6]]);
    let keys: Vec<_> = split.papers.iter().map(|paper| paper.key).collect();
    assert_eq!(keys, [0, 1, 2]);
    let joined = act(&split, Act::Join(1, 2));
    assert_eq!(papers(&joined), papers(&begun));
    let undone = undo(&joined, &split, &none).unwrap();
    assert_eq!(undone.papers, split.papers);
}

#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let begun = arranged("ppsp", false);
    let none = Locks::new();
    for (act, code) in [
        (Act::Turn(page(1), 45), "batches.turn_wrong"),
        (Act::Turn(page(9), 90), "batches.page_unknown"),
        (Act::Remove(page(3)), "batches.page_aside"),
        (Act::BringBack(page(1)), "batches.page_in_paper"),
        (Act::Split(page(1)), "batches.split_at_first"),
        (Act::Join(0, 0), "batches.join_itself"),
        (Act::Join(0, 9), "batches.paper_unknown"),
    ] {
        let refused = apply(&begun, act, &none).unwrap_err();
        assert_eq!(refused.code, code, "{act:?}");
    }
}

#[test]
fn a_paper_that_was_acted_upon_keeps_its_pages() {
    let begun = arranged("ppsp", false);
    let locks = Locks::from([(0, Lock::Registered)]);
    for act in [
        Act::Turn(page(1), 90),
        Act::Remove(page(2)),
        Act::Split(page(2)),
        Act::Join(1, 0),
        Act::Join(0, 1),
        Act::Move {
            page: page(4),
            to: 0,
            at: 0,
        },
    ] {
        let refused = apply(&begun, act, &locks).unwrap_err();
        assert_eq!(refused.code, "batches.paper_registered", "{act:?}");
    }
    let back = apply(&begun, Act::BringBack(page(3)), &locks).unwrap();
    assert_eq!(papers(&back), [vec![1, 2], vec![3, 4]]);
    let changed = apply(&begun, Act::Turn(page(1), 90), &Locks::new()).unwrap();
    let refused = undo(&changed, &begun, &locks).unwrap_err();
    assert_eq!(refused.code, "batches.paper_registered");
    let locks = Locks::from([(1, Lock::InWork)]);
    assert_eq!(undo(&changed, &begun, &locks).unwrap(), begun);
}

fn acts() -> impl Strategy<Value = Act> {
    let (number, key) = (1..12_u32, 0..8_u32);
    prop_oneof![
        (number.clone(), 0..5_u16).prop_map(|(number, by)| Act::Turn(page(number), by * 90)),
        (number.clone(), key.clone(), 0..6_usize).prop_map(|(number, to, at)| Act::Move {
            page: page(number),
            to,
            at
        }),
        number.clone().prop_map(|number| Act::Remove(page(number))),
        number
            .clone()
            .prop_map(|number| Act::BringBack(page(number))),
        number.prop_map(|number| Act::Split(page(number))),
        (key.clone(), key).prop_map(|(one, other)| Act::Join(one, other)),
    ]
}

proptest! {
    #[test]
    fn a_page_is_never_lost_or_doubled(
        pages in "[pppsb]{1,12}", at_blanks: bool, acts in vec(acts(), 0..30), locked in vec(0..8_u32, 0..3),
    ) {
        let locks: Locks = locked.into_iter().map(|key| (key, Lock::InWork)).collect();
        let begun = arranged(&pages, at_blanks);
        let whole: Vec<u32> = (1..).take(pages.len()).collect();
        let mut now = begun.clone();
        for act in acts {
            let Ok(next) = apply(&now, act, &locks) else { continue };
            let mut numbers: Vec<u32> = next.pages().map(|one| one.page).collect();
            numbers.sort_unstable();
            prop_assert_eq!(&numbers, &whole);
            prop_assert!(next.papers.iter().all(|paper| !paper.pages.is_empty()));
            let mut keys: Vec<u32> = next.papers.iter().map(|paper| paper.key).collect();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), next.papers.len());
            prop_assert!(keys.iter().all(|key| *key < next.next_key));
            for key in locks.keys().filter(|key| now.paper(**key).is_some()) {
                prop_assert_eq!(now.paper(*key), next.paper(*key));
            }
            let back = undo(&next, &now, &Locks::new()).unwrap();
            prop_assert_eq!(&back.papers, &now.papers);
            prop_assert!(back.next_key >= next.next_key);
            now = next;
        }
    }
}
