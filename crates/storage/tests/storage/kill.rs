//! A process killed at any moment leaves no row that names bytes which are not there, and no hole
//! in the chain.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use bytes::Bytes;
use storage::blobs::BlobsConfig;
use storage::{Blobs, Database, DatabaseConfig, documents, events};

use crate::world::{Agency, NOW, event, file_with};

const FOLDER: &str = "CONGVAN_TEST_KILL_FOLDER";
const ROUNDS: u64 = 5;

async fn open(folder: &Path) -> (Database, Blobs) {
    let url = format!("sqlite:{}", folder.join("db").display());
    let config = DatabaseConfig {
        url,
        read_connections: 1,
    };
    let db = Database::connect(&config).await.unwrap();
    db.migrate().await.unwrap();
    (
        db,
        Blobs::open(&BlobsConfig::Folder(folder.join("blobs"))).unwrap(),
    )
}

/// Runs in the process that is killed: keeps papers until then.
#[tokio::test]
#[ignore = "only as the process that another test kills"]
async fn keeps_papers_until_killed() {
    let folder = std::env::var_os(FOLDER).unwrap();
    let (db, blobs) = open(Path::new(&folder)).await;
    let agency = Agency::found(&db, &format!("a{}", std::process::id())).await;
    for place in 0.. {
        let bytes = Bytes::from(format!("{place} {}", agency.id).repeat(5000));
        blobs.put_bytes(bytes.clone()).await.unwrap();
        let mut tx = db.begin(NOW).await.unwrap();
        let paper = agency.inserts_paper(&tx, "Kế hoạch").await;
        documents::insert_file(&tx, file_with(paper, &bytes))
            .await
            .unwrap();
        tx.record(agency.id, event("document.captured", &paper.to_string()));
        tx.commit().await.unwrap();
        println!("kept {place}");
    }
}

fn kill_after(folder: &Path, kept: usize) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "kill::keeps_papers_until_killed",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let seen = lines
        .filter(|line| line.contains("kept"))
        .take(kept)
        .count();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(seen, kept, "the writer ended by itself");
}

#[tokio::test]
async fn every_row_names_whole_bytes_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        let kept = usize::try_from(3 + round * 2).unwrap();
        kill_after(folder.path(), kept);
        acknowledged += kept;
    }
    let (db, blobs) = open(folder.path()).await;
    let mut files = 0;
    for (agency, seq, _) in events::heads(&db).await.unwrap() {
        let counted = events::verify(&db, agency).await.unwrap().unwrap();
        let papers = documents::list_ids(&db, agency, None, 1000).await.unwrap();
        assert_eq!(
            (counted, papers.len() as u64),
            (seq.unsigned_abs(), seq.unsigned_abs())
        );
        for file in documents::list_files(&db, &papers).await.unwrap() {
            blobs.verify(file.blob).await.unwrap();
            files += 1;
        }
    }
    assert!(
        files >= acknowledged,
        "{files} of {acknowledged} acknowledged papers are there"
    );
}
