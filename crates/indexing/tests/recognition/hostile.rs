//! Odd and hostile pictures cost their page a stable code, never a crash, within the limits of the product.

use std::time::{Duration, Instant};

use indexing::reading::{Limits, Reader};

use crate::desk::program;
use crate::odd::{READ, files};

#[tokio::test]
async fn odd_pictures_are_read_or_say_why_not() {
    let limits = Limits {
        // Own code is not optimised here; memory is as in the product.
        cpu: Duration::from_mins(2),
        wall: Duration::from_mins(3),
        ..Limits::default()
    };
    let reader = Reader {
        command: vec![program()],
        limits,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd");
    let mut wrong = Vec::new();
    for odd in files() {
        std::fs::write(&path, &odd.bytes).unwrap();
        let started = Instant::now();
        let outcome = match reader.recognise(&path, odd.page).await {
            Ok(read) => {
                assert!(!read.secret, "{}", odd.name);
                READ.to_owned()
            }
            Err(trouble) => trouble.code,
        };
        if outcome != odd.outcome {
            let elapsed = started.elapsed();
            wrong.push(format!(
                "{}: {outcome} after {elapsed:?}, not {}",
                odd.name, odd.outcome
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
