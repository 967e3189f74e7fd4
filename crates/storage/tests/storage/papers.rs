//! Papers: what they keep, who sees them, in which order.

use proptest::prelude::*;
use storage::blobs::BlobHash;
use storage::documents::{self, BulkPaper, FileReading, NewDocument, Page};
use storage::{StorageError, grants, organisations};
use workflow::access::{Cause, Grant, Principal, Role};
use workflow::documents::{Direction, Fields, ReadingState, Urgency};
use workflow::{DocumentId, FileId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, file_with};

fn reading(state: ReadingState, texts: &[&str]) -> FileReading {
    let pages = texts.iter().zip(1..).map(|(text, number)| Page {
        number,
        width_pt: 595.25,
        height_pt: 842.0,
        text: (*text).to_owned(),
        words: format!(r#"[{{"text":"{text}"}}]"#).repeat(50),
    });
    FileReading {
        state,
        trouble: None,
        media_type: "application/pdf".to_owned(),
        pages: pages.collect(),
    }
}

/// A value of its own in every field.
fn every_field() -> Fields {
    Fields {
        subject: Some("Về việc 'ký; DROP TABLE'".to_owned()),
        kind: Some("qd".to_owned()),
        code: Some("123/QĐ-UBND".to_owned()),
        issuer: Some("UBND".to_owned()),
        signer: Some("Trần Thị B".to_owned()),
        issued_on: Some(time::macros::date!(2026 - 02 - 28)),
        direction: Some(Direction::Incoming),
        register: Some("Sổ A".to_owned()),
        urgency: Urgency::Flash,
    }
}

/// Adds a file that ended in a state.
async fn add_file(fresh: &Fresh, paper: DocumentId, bytes: &[u8], state: ReadingState) -> FileId {
    let file = file_with(paper, bytes);
    let tx = fresh.db.begin(NOW).await.unwrap();
    documents::insert_file(&tx, file.clone()).await.unwrap();
    if state != ReadingState::Waiting {
        let reading = reading(state, &["Điều 1", "Điều 2"]);
        documents::save_reading(&tx, file.id, &reading)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    file.id
}

on_both! {
    async fn a_paper_keeps_its_fields_and_refuses_a_stale_edit(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let id = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let fields = every_field();
        let tx = fresh.db.begin(NOW).await.unwrap();
        assert_eq!(documents::update_fields(&tx, id, 1, &fields).await.unwrap(), 2);
        let stale = documents::update_fields(&tx, id, 1, &Fields::default()).await;
        assert!(matches!(stale, Err(StorageError::Stale)));
        let nobody = DocumentId(uuid::Uuid::from_u128(5));
        let missing = documents::update_fields(&tx, nobody, 1, &fields).await;
        assert!(matches!(missing, Err(StorageError::NotFound(_))));
        tx.commit().await.unwrap();
        let kept = documents::find_visible(&fresh.db, id, &agency.everyone()).await.unwrap();
        let kept = kept.unwrap();
        assert_eq!((kept.fields, kept.revision, kept.captured_at), (fields, 2, NOW));
        assert_eq!((kept.organisation, kept.captured_by), (agency.id, Some(agency.person)));
    }
}

on_both! {
    async fn pages_come_back_as_they_were_read_last(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let first = add_file(fresh, paper, b"one", ReadingState::Read).await;
        let second = add_file(fresh, paper, b"two", ReadingState::Read).await;
        let tx = fresh.db.begin(NOW).await.unwrap();
        let again = reading(ReadingState::Read, &["Mới\0 tinh"]);
        documents::save_reading(&tx, second, &again).await.unwrap();
        let unknown = FileId(uuid::Uuid::from_u128(5));
        let missing = documents::save_reading(&tx, unknown, &again).await;
        assert!(matches!(missing, Err(StorageError::NotFound("file"))));
        tx.commit().await.unwrap();

        let pages = documents::list_pages(&fresh.db, first).await.unwrap();
        assert_eq!(pages.iter().map(|page| page.number).collect::<Vec<_>>(), [1, 2]);
        assert!(pages.iter().all(|page| page.words.is_empty()));
        let page = documents::find_page(&fresh.db, first, 2).await.unwrap().unwrap();
        assert_eq!(page, reading(ReadingState::Read, &["Điều 1", "Điều 2"]).pages[1]);
        assert_eq!(documents::find_page(&fresh.db, first, 3).await.unwrap(), None);

        let text = |ordinal, number, text: &str| (paper, ordinal, number, text.to_owned());
        let all = documents::list_texts(&fresh.db, &[paper]).await.unwrap();
        assert_eq!(all, [text(0, 1, "Điều 1"), text(0, 2, "Điều 2"), text(1, 1, "Mới tinh")]);
        let files = documents::list_files(&fresh.db, &[paper]).await.unwrap();
        assert_eq!(files.iter().map(|file| file.ordinal).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(files.iter().map(|file| file.page_count).collect::<Vec<_>>(), [Some(2), Some(1)]);
    }
}

on_both! {
    async fn hits_bring_what_is_shown_of_them(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let bare = agency.keeps_paper(&fresh.db, "Chưa có tệp").await;
        let first = add_file(fresh, paper, b"one", ReadingState::Read).await;
        let second = add_file(fresh, paper, b"two", ReadingState::NotYetRead).await;
        let everyone = agency.everyone();
        let unit = agency.unit("Văn phòng", None);
        let addressed = DocumentId(uuid::Uuid::now_v7());
        let tx = fresh.db.begin(NOW).await.unwrap();
        organisations::insert_unit(&tx, &unit).await.unwrap();
        let new = NewDocument {
            id: addressed,
            organisation: agency.id,
            unit: Some(unit.id),
            fields: every_field(),
            captured_by: Some(agency.person),
        };
        documents::insert(&tx, new).await.unwrap();
        grants::give(&tx, addressed, &[agency.read_by_everyone()]).await.unwrap();
        tx.commit().await.unwrap();
        let all = [paper, bare, addressed];
        let mut kept = documents::list_visible_of(&fresh.db, &all, &everyone).await.unwrap();
        kept.sort_by_key(|document| document.id);

        for (place, text) in [(Some((0, 2)), Some("Điều 2")), (Some((0, 9)), None), (None, None)] {
            let hits = documents::list_hits(&fresh.db, &[(bare, None), (paper, place), (addressed, None)], &everyone).await;
            let mut hits = hits.unwrap();
            hits.sort_by_key(|hit| hit.document.id);
            let found: Vec<_> = hits.iter().map(|hit| hit.document.clone()).collect();
            assert_eq!(found, kept);
            for hit in hits {
                let files: Vec<_> = hit.files.iter().map(|file| (file.id, file.ordinal)).collect();
                let has_files = hit.document.id == paper;
                assert_eq!(files, if has_files { vec![(first, 0), (second, 1)] } else { vec![] });
                assert_eq!(hit.text.as_deref(), text.filter(|_| has_files));
                assert_eq!(hit.unit.is_some(), hit.document.id == addressed);
            }
        }
        assert_eq!(documents::list_hits(&fresh.db, &[], &everyone).await.unwrap(), []);
    }
}

on_both! {
    async fn another_agency_finds_nothing_by_any_way(fresh: &Fresh) {
        let a = Agency::found(&fresh.db, "a").await;
        let b = Agency::found(&fresh.db, "b").await;
        let paper = a.keeps_paper(&fresh.db, "Của A").await;
        let twin = a.keeps_paper(&fresh.db, "Cũng của A").await;
        let own = b.keeps_paper(&fresh.db, "Của B").await;
        let file = add_file(fresh, paper, b"same", ReadingState::Waiting).await;
        add_file(fresh, twin, b"same", ReadingState::Read).await;
        add_file(fresh, own, b"same", ReadingState::Read).await;
        let db = &fresh.db;
        for (who, sees, twins) in [(a, vec![twin, paper], vec![twin]), (b, vec![own], vec![own])] {
            let them = who.everyone();
            let inside = who.id == a.id;
            let found = documents::find_visible(db, paper, &them).await.unwrap();
            assert_eq!(found.is_some(), inside);
            let found = documents::find_visible_file(db, file, &them).await.unwrap();
            assert_eq!(found.is_some(), inside);
            assert_eq!(grants::may_read(db, paper, &them).await.unwrap(), inside);
            let all = [paper, twin, own];
            let some = documents::list_visible_of(db, &all, &them).await.unwrap();
            assert_eq!(some.len(), sees.len());
            let hits = documents::list_hits(db, &all.map(|id| (id, Some((0, 1)))), &them).await.unwrap();
            assert_eq!(hits.len(), sees.len());
            let list = documents::list_visible(db, &them, None, None, 10).await.unwrap();
            assert_eq!(list.items.iter().map(|paper| paper.id).collect::<Vec<_>>(), sees);
            let waits = Some(ReadingState::Waiting);
            let waiting = documents::list_visible(db, &them, waits, None, 10).await.unwrap();
            assert_eq!(waiting.items.len(), usize::from(inside));
            let twin_papers = documents::list_duplicates(db, paper, &them).await.unwrap();
            assert_eq!(twin_papers.iter().map(|paper| paper.id).collect::<Vec<_>>(), twins);
        }
        let nobody: [Principal; 0] = [];
        assert!(documents::find_visible(db, paper, &nobody).await.unwrap().is_none());
        let list = documents::list_visible(db, &nobody, None, None, 10).await.unwrap();
        assert!(list.items.is_empty() && list.next.is_none());
        let of_a = documents::list_files_of_blob(db, a.id, BlobHash::of(b"same")).await.unwrap();
        assert_eq!(of_a.len(), 2);
    }
}

on_both! {
    async fn a_grant_ends_with_its_cause_and_can_be_given_again(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let readers = grants::list_readers(&fresh.db, &[paper]).await.unwrap();
        assert_eq!(readers, [(paper, Principal::Everyone(agency.id).to_string())]);
        let audience =
            Grant { principal: Principal::Everyone(agency.id), cause: Cause::Audience };
        let tx = fresh.db.begin(NOW).await.unwrap();
        grants::give(&tx, paper, std::slice::from_ref(&audience)).await.unwrap();
        grants::end_all(&tx, paper).await.unwrap();
        tx.commit().await.unwrap();
        let them = agency.everyone();
        assert!(documents::find_visible(&fresh.db, paper, &them).await.unwrap().is_none());
        let list = documents::list_visible(&fresh.db, &them, None, None, 10).await.unwrap();
        assert!(list.items.is_empty());
        assert!(grants::list_readers(&fresh.db, &[paper]).await.unwrap().is_empty());
        let tx = fresh.db.begin(NOW).await.unwrap();
        let custody = Grant { cause: Cause::Custody, ..audience.clone() };
        grants::give(&tx, paper, &[audience, custody]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(grants::may_read(&fresh.db, paper, &them).await.unwrap());
        assert_eq!(grants::list_readers(&fresh.db, &[paper]).await.unwrap().len(), 1);
    }
}

on_both! {
    async fn states_follow_the_files_in_lists_and_counts(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let them = agency.everyone();
        let mut expected: std::collections::HashMap<ReadingState, Vec<DocumentId>> =
            std::collections::HashMap::new();
        let mixes: Vec<Vec<ReadingState>> = ReadingState::ALL
            .iter()
            .flat_map(|one| ReadingState::ALL.iter().map(move |two| vec![*one, *two]))
            .chain([vec![]])
            .collect();
        for (place, mix) in mixes.iter().enumerate() {
            let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
            for (part, state) in mix.iter().enumerate() {
                add_file(fresh, paper, format!("{place} {part}").as_bytes(), *state).await;
            }
            let state = ReadingState::of_paper(mix.iter().copied());
            expected.entry(state).or_default().insert(0, paper);
        }
        for (state, count) in documents::count_by_state(&fresh.db, agency.id).await.unwrap() {
            assert_eq!(count, expected[&state].len() as u64, "{state:?}");
            let list = documents::list_visible(&fresh.db, &them, Some(state), None, 99).await;
            let list = list.unwrap().items;
            let ids: Vec<_> = list.iter().map(|paper| paper.id).collect();
            assert_eq!(ids, expected[&state], "{state:?}");
            assert!(list.iter().all(|paper| paper.state == state));
        }
    }
}

on_both! {
    async fn of_a_quarantined_file_no_page_is_kept(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let file = add_file(fresh, paper, b"one", ReadingState::Read).await;
        let tx = fresh.db.begin(NOW).await.unwrap();
        let secret = reading(ReadingState::Quarantined, &["Mật"]);
        documents::save_reading(&tx, file, &secret).await.unwrap();
        tx.commit().await.unwrap();
        assert!(documents::list_pages(&fresh.db, file).await.unwrap().is_empty());
        let to_check = documents::list_blobs_to_check(&fresh.db, NOW + time::Duration::DAY, 9).await;
        assert!(to_check.unwrap().is_empty());
    }
}

on_both! {
    async fn blobs_are_checked_in_turn_and_known_when_named(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        add_file(fresh, paper, b"one", ReadingState::Read).await;
        add_file(fresh, paper, b"two", ReadingState::Read).await;
        let (one, two) = (BlobHash::of(b"one"), BlobHash::of(b"two"));
        let db = &fresh.db;
        let later = NOW + time::Duration::DAY;
        assert!(documents::list_blobs_to_check(db, NOW, 9).await.unwrap().is_empty());
        assert_eq!(documents::list_blobs_to_check(db, later, 9).await.unwrap(), [one, two]);
        let tx = db.begin(later).await.unwrap();
        documents::mark_blob_checked(&tx, one, Some("blobs.altered")).await.unwrap();
        let unknown = documents::mark_blob_checked(&tx, BlobHash::of(b"three"), None).await;
        assert!(matches!(unknown, Err(StorageError::NotFound(_))));
        tx.commit().await.unwrap();
        assert_eq!(documents::list_blobs_to_check(db, later, 9).await.unwrap(), [two]);
        assert!(documents::blob_is_named(db, two).await.unwrap());
        assert!(!documents::blob_is_named(db, BlobHash::of(b"three")).await.unwrap());
    }
}

on_both! {
    async fn files_added_at_once_take_different_places(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let mut adding = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let db = fresh.db.clone();
            adding.spawn(async move {
                let tx = db.begin(NOW).await.unwrap();
                let place = documents::insert_file(&tx, file_with(paper, b"same")).await.unwrap();
                tx.commit().await.unwrap();
                place
            });
        }
        let mut places = adding.join_all().await;
        places.sort_unstable();
        assert_eq!(places, [0, 1, 2, 3, 4, 5]);
    }
}

on_both! {
    async fn rows_that_lean_on_nothing_are_refused(fresh: &Fresh) {
        let a = Agency::found(&fresh.db, "a").await;
        let b = Agency::found(&fresh.db, "b").await;
        let unit = b.unit("Phòng của B", None);
        let tx = fresh.db.begin(NOW).await.unwrap();
        storage::organisations::insert_unit(&tx, &unit).await.unwrap();
        tx.commit().await.unwrap();
        let tx = fresh.db.begin(NOW).await.unwrap();
        let mixed = NewDocument {
            id: DocumentId(uuid::Uuid::now_v7()),
            organisation: a.id,
            unit: Some(unit.id),
            fields: Fields::default(),
            captured_by: None,
        };
        let refused = documents::insert(&tx, mixed).await;
        assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
        drop(tx);
        let tx = fresh.db.begin(NOW).await.unwrap();
        let orphan = file_with(DocumentId(uuid::Uuid::now_v7()), b"x");
        let refused = documents::insert_file(&tx, orphan).await;
        assert!(matches!(refused, Err(StorageError::NotFound("document"))));
    }
}

/// Papers as an import brings them, `open` to everybody and the others to the clerk alone.
fn bulk(agency: &Agency, open: &[bool]) -> Vec<BulkPaper> {
    let clerk = Principal::Role(agency.id, Role::Clerk);
    let paper = |(place, open): (usize, &bool)| {
        let document = NewDocument {
            id: DocumentId(uuid::Uuid::now_v7()),
            organisation: agency.id,
            unit: None,
            fields: Fields {
                subject: Some(format!("Số {place}")),
                ..Fields::default()
            },
            captured_by: None,
        };
        let file = file_with(document.id, format!("{}", place % 7).as_bytes());
        let mut grants = vec![Grant {
            principal: clerk,
            cause: Cause::Custody,
        }];
        if *open {
            let principal = Principal::Everyone(agency.id);
            grants.push(Grant {
                principal,
                cause: Cause::Audience,
            });
            grants.push(Grant {
                principal,
                cause: Cause::Custody,
            });
        }
        let files = vec![(file, reading(ReadingState::Read, &["Điều 1"]))];
        BulkPaper {
            document,
            grants,
            files,
        }
    };
    open.iter().enumerate().map(paper).collect()
}

on_both! {
    async fn a_list_read_in_parts_is_the_whole_list(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let open: Vec<_> = (0..57).map(|place| place % 3 != 0).collect();
        let papers = bulk(&agency, &open);
        let tx = fresh.db.begin(NOW).await.unwrap();
        documents::insert_bulk(&tx, &papers).await.unwrap();
        tx.commit().await.unwrap();
        let everyone = Principal::Everyone(agency.id);
        let clerk = Principal::Role(agency.id, Role::Clerk);
        let nobody = Principal::Person(agency.person);
        for (them, clerks) in [(vec![nobody, everyone], false), (vec![clerk, everyone, nobody], true)] {
            let seen = papers.iter().zip(&open).filter(|(_, open)| clerks || **open);
            let mut expected: Vec<_> = seen.map(|(paper, _)| paper.document.id).collect();
            expected.reverse();
            for limit in [1, 7, 38, 57, 100] {
                for state in [None, Some(ReadingState::Read)] {
                    let mut found = Vec::new();
                    let mut after = None;
                    loop {
                        let part =
                            documents::list_visible(&fresh.db, &them, state, after, limit).await.unwrap();
                        assert!(part.items.len() as u64 <= limit);
                        found.extend(part.items.iter().map(|paper| paper.id));
                        after = part.next.map(DocumentId);
                        if after.is_none() {
                            break;
                        }
                    }
                    assert_eq!(found, expected, "limit {limit} {state:?}");
                }
            }
        }
        let first = documents::list_ids(&fresh.db, agency.id, None, 50).await.unwrap();
        let rest = documents::list_ids(&fresh.db, agency.id, first.last().copied(), 50).await.unwrap();
        let all: Vec<_> = first.into_iter().chain(rest).collect();
        assert_eq!(all, papers.iter().map(|paper| paper.document.id).collect::<Vec<_>>());
        let texts = documents::list_texts(&fresh.db, &all).await.unwrap();
        assert_eq!(texts.len(), papers.len());
        assert_eq!(documents::list_by_ids(&fresh.db, &all).await.unwrap().len(), papers.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever was given and ended, in whatever order: every way in agrees with the plain rule.
    #[test]
    fn every_way_in_agrees_about_rights(
        steps in proptest::collection::vec((0_usize..4, 0_usize..4, any::<bool>()), 1..20),
        asks in proptest::collection::vec(0_usize..4, 1..3),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let fresh = crate::databases::sqlite().await;
            let agency = Agency::found(&fresh.db, "a").await;
            let principal = |place: usize| [
                Principal::Everyone(agency.id),
                Principal::Role(agency.id, Role::Clerk),
                Principal::Role(agency.id, Role::Leader),
                Principal::Person(agency.person),
            ][place];
            let tx = fresh.db.begin(NOW).await.unwrap();
            let mut papers = Vec::new();
            for _ in 0..4 {
                papers.push(agency.inserts_paper(&tx, "Kế hoạch").await);
            }
            let mut rights = vec![std::collections::BTreeSet::new(); 4];
            for (paper, who, gives) in steps {
                if gives {
                    let grant = Grant { principal: principal(who), cause: Cause::Audience };
                    grants::give(&tx, papers[paper], &[grant]).await.unwrap();
                    rights[paper].insert(who);
                } else {
                    grants::end_all(&tx, papers[paper]).await.unwrap();
                    rights[paper].clear();
                }
            }
            tx.commit().await.unwrap();
            let them: Vec<_> = asks.iter().map(|who| principal(*who)).collect();
            let mut expected = Vec::new();
            for (paper, readers) in papers.iter().zip(&rights) {
                let open = asks.iter().any(|who| readers.contains(who));
                let found = documents::find_visible(&fresh.db, *paper, &them).await.unwrap();
                assert_eq!(found.is_some(), open);
                assert_eq!(grants::may_read(&fresh.db, *paper, &them).await.unwrap(), open);
                expected.extend(open.then_some(*paper));
            }
            expected.reverse();
            let list = documents::list_visible(&fresh.db, &them, None, None, 10).await.unwrap();
            let list: Vec<_> = list.items.iter().map(|paper| paper.id).collect();
            assert_eq!(list, expected);
        });
    }
}
