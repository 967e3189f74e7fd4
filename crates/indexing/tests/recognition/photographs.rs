//! Photographs of paper: one of the project, and one made here by warping a page onto a table.

use image::{ImageFormat, Rgb, RgbImage};

use crate::desk::{found, paper, picture, reader, recognised, texts};

#[tokio::test]
async fn a_photograph_of_a_page_is_read() {
    let path = paper("an-phu/incoming/2026-09-16-64-gm-snnmt-anh.jpg");
    let result = reader().recognise(&path, 1).await.unwrap();
    let expected = texts("2026-09-16-64-gm-snnmt-anh").concat();
    assert!(
        found(&expected, &result.page.text) > 0.85,
        "{}",
        result.page.text
    );
    assert!(result.page.height_pt > 800.0 && result.page.width_pt > 560.0);
}

/// A page laid on a brown table, seen from below its foot, with a shadow across it.
fn laid_on_a_table(page: &RgbImage) -> RgbImage {
    let (wide, high) = (page.width(), page.height());
    let (width, height) = (f64::from(wide), f64::from(high));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "dots"
    )]
    RgbImage::from_fn(2300, 2900, |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        // Rows come nearer and grow wider towards the foot.
        let down = (y - 230.0) / 2400.0;
        let far = 1.0 - 0.22 * (1.0 - down.clamp(0.0, 1.0));
        let along = (x - 1150.0 - 60.0 * down) / (1850.0 * far) + 0.5;
        if !(0.0..1.0).contains(&along) || !(0.0..1.0).contains(&down) {
            let grain = ((x * 0.9 + y * 0.05).sin() * 6.0) as i16;
            return Rgb([(122 + grain) as u8, (88 + grain) as u8, 58]);
        }
        let dot = page.get_pixel((along * width) as u32, (down * height) as u32);
        let light = if x + 0.4 * y > 2100.0 { 0.62 } else { 0.95 };
        Rgb(dot.0.map(|channel| (f64::from(channel) * light) as u8))
    })
}

#[tokio::test]
async fn a_warped_and_shadowed_page_is_straightened() {
    let path = paper("an-phu/incoming/2026-04-03-701-snnmt-qldd-nfd.pdf");
    let page = picture(&path, 1, 0).await;
    let photograph = laid_on_a_table(&page);
    let result = recognised(&photograph, ImageFormat::Jpeg).await.unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let drawn = reader().read(&path, scratch.path()).await.unwrap();
    let recall = found(&drawn.pages[0].text, &result.page.text);
    assert!(recall > 0.9, "{recall} {}", result.page.text);
    let shape = result.page.height_pt / result.page.width_pt;
    assert!((shape - 1.414).abs() < 0.03, "{shape}");
    // Places are those of the sheet: the name of the country stands where it stands on the page.
    let at = |page: &indexing::reading::Page| {
        let places = crate::desk::places(page);
        let (_, x, y) = places.into_iter().find(|word| word.0 == "CỘNG").unwrap();
        (x / page.width_pt, y / page.height_pt)
    };
    let (expected, got) = (at(&drawn.pages[0]), at(&result.page));
    assert!(
        (expected.0 - got.0).abs() < 0.03 && (expected.1 - got.1).abs() < 0.08,
        "{expected:?} {got:?}"
    );
}
