//! Where the tests lay out their pages: the reader, the papers of the project, pictures as files.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use image::{ImageFormat, RgbImage};
use indexing::reading::{Limits, Page, Reader, Recognised, Trouble};
use tempfile::TempDir;

/// The child as a program of its own; test runners build examples beside tests.
pub fn program() -> String {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().unwrap().parent().unwrap();
    let program = folder.join("examples/read_child");
    assert!(
        program.exists(),
        "build it first: cargo build -p indexing --example read_child"
    );
    program.to_str().unwrap().to_owned()
}

pub fn reader() -> Reader {
    Reader {
        command: vec![program()],
        // Own code is not optimised here.
        limits: Limits {
            cpu: Duration::from_mins(2),
            wall: Duration::from_mins(4),
            ..Limits::default()
        },
    }
}

/// A paper of the project, such as `an-phu/incoming/….pdf`.
pub fn paper(path: &str) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
    data.join("papers").join(path)
}

/// What stands on the pages of a scan of the project.
pub fn texts(stem: &str) -> Vec<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
    let text = std::fs::read_to_string(data.join(format!("texts/scans/{stem}.txt"))).unwrap();
    text.split('\u{c}').map(str::to_owned).collect()
}

/// Share of the words of `expected` that are among those of `got`, in any order.
pub fn found(expected: &str, got: &str) -> f64 {
    let mut left: Vec<&str> = got.split_whitespace().collect();
    let all = expected.split_whitespace().count();
    let hits = expected.split_whitespace().filter(|word| {
        let at = left.iter().position(|other| other == word);
        at.map(|at| left.swap_remove(at)).is_some()
    });
    f64::from(u32::try_from(hits.count()).unwrap()) / f64::from(u32::try_from(all).unwrap())
}

/// The words of a page with their middles, in points.
pub fn places(page: &Page) -> Vec<(String, f32, f32)> {
    let place = |word: &indexing::reading::Word| {
        let text = page.text[word.start as usize..word.end as usize].to_owned();
        (text, word.x + word.width / 2.0, word.y + word.height / 2.0)
    };
    page.words.iter().map(place).collect()
}

/// The picture of a page at 200 dots per inch of A4, as the reader shows it.
pub async fn picture(path: &Path, page: u32, turn: u16) -> RgbImage {
    let width = if turn.is_multiple_of(180) { 1654 } else { 2339 };
    let bytes = reader().render(path, page, width, turn).await.unwrap();
    image::load_from_memory_with_format(&bytes, ImageFormat::WebP)
        .unwrap()
        .into_rgb8()
}

pub async fn recognised(picture: &RgbImage, format: ImageFormat) -> Result<Recognised, Trouble> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("page");
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    std::fs::write(&path, bytes.into_inner()).unwrap();
    reader().recognise(&path, 1).await
}
