//! Pen strokes: who finds them, and what another device is told.

use storage::blobs::BlobHash;
use storage::documents;
use storage::ink::{NewLayer, find_layer, list_layers, save_layer};
use storage::{StorageError, organisations};
use workflow::ink::{Colour, Stroke};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, file_with};

fn stroke(id: &str) -> Stroke {
    Stroke {
        id: id.to_owned(),
        colour: Colour::Yellow,
        width: 3,
        points: vec![(0, 10_000, 255), (7, 8, 0)],
    }
}

on_both! {
    async fn strokes_are_found_by_those_they_are_for(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let other = agency.somebody("a.binh");
        let file = file_with(paper, b"one");
        let again = file_with(paper, b"two");
        let tx = fresh.db.begin(NOW).await.unwrap();
        organisations::insert_person(&tx, &other).await.unwrap();
        documents::insert_file(&tx, file.clone()).await.unwrap();
        let strokes = [stroke("a"), stroke("b")];
        let own = NewLayer {
            file: file.id, page: 2, person: agency.person, blob: file.blob, shared: false, strokes: &strokes,
        };
        assert_eq!(save_layer(&tx, own, 0).await.unwrap(), 1);
        let first = NewLayer { page: 1, shared: true, strokes: &strokes[..1], ..own };
        assert_eq!(save_layer(&tx, first, 0).await.unwrap(), 1);
        tx.commit().await.unwrap();

        let pages = |layers: Vec<workflow::ink::Layer>| layers.iter().map(|one| one.page).collect::<Vec<_>>();
        let (db, id, blob) = (&fresh.db, file.id, file.blob);
        let mine = list_layers(db, id, blob, agency.person).await.unwrap();
        assert_eq!((mine[1].strokes.as_slice(), mine[1].shared, mine[1].saved_at), (&strokes[..], false, NOW));
        assert_eq!(pages(mine), [1, 2]);
        assert_eq!(pages(list_layers(db, id, blob, other.id).await.unwrap()), [1]);
        let bytes = BlobHash([7; 32]);
        assert_eq!(pages(list_layers(db, id, bytes, agency.person).await.unwrap()), [0; 0]);

        // Whoever saw an older revision is told, also when nothing is left.
        let tx = fresh.db.begin(NOW).await.unwrap();
        let nothing = NewLayer { shared: true, strokes: &[], ..own };
        assert_eq!(save_layer(&tx, nothing, 1).await.unwrap(), 2);
        assert!(matches!(save_layer(&tx, own, 1).await, Err(StorageError::Stale)));
        let kept = find_layer(&tx, id, 2, agency.person).await.unwrap().unwrap();
        assert_eq!((kept.strokes, kept.revision), (Vec::new(), 2));
        tx.commit().await.unwrap();
        assert_eq!(pages(list_layers(db, id, blob, other.id).await.unwrap()), [1]);
        assert_eq!(pages(list_layers(db, id, blob, agency.person).await.unwrap()), [1, 2]);
        let tx = fresh.db.begin(NOW).await.unwrap();
        assert!(matches!(save_layer(&tx, own, 0).await, Err(StorageError::Stale)));
        drop(tx);

        // What is written on a file ends with the file.
        let tx = fresh.db.begin(NOW).await.unwrap();
        documents::replace_file(&tx, id, again.clone()).await.unwrap();
        assert_eq!(list_layers(&tx, again.id, again.blob, agency.person).await.unwrap(), []);
        assert_eq!(find_layer(&tx, id, 1, agency.person).await.unwrap(), None);
        tx.commit().await.unwrap();
    }
}
