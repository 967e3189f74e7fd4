//! `/files`: original bytes with ranges, pages, pictures of pages.

use axum::Json;
use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::TryStreamExt;
use http_range_header::parse_range_header;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use storage::documents::File;
use tokio_util::io::ReaderStream;
use utoipa::{IntoParams, ToSchema};
use workflow::documents::PageState;
use workflow::{DocumentId, FileId};

use super::State;
use super::caller::Signed;
use super::identity::Items;
use super::input::{Ids, Params};
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::documents::{self, Picture};
use crate::ops::reading;

/// How the bytes are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContentParams {
    /// Show in the browser instead of saving; PDF and pictures only.
    #[serde(default)]
    inline: bool,
}

/// The original bytes, whole or a range (RFC 9110 section 14).
#[utoipa::path(get, path = "/files/{id}/content", tag = "files", params(("id" = String, Path), ContentParams),
    responses((status = 200, content_type = "application/octet-stream"), (status = 206), (status = 304),
        (status = 404, body = Problem), (status = 416)))]
pub async fn content(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<FileId>,
    Params(params): Params<ContentParams>,
    headers: HeaderMap,
) -> Result<Response> {
    let open = documents::open_file(&state.app, signed.caller(), id).await?;
    let tag = format!("\"{}\"", hex::encode(open.file.blob.0));
    let mut answer = describe(&open.file, params.inline, &tag);
    if matches(&headers, header::IF_NONE_MATCH, &tag) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(answer);
    }
    let Ok(range) = wanted_range(&headers, &tag, open.file.size_bytes) else {
        *answer.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
        let place = format!("bytes */{}", open.file.size_bytes);
        put(&mut answer, header::CONTENT_RANGE, &place);
        return Ok(answer);
    };
    let length = range
        .as_ref()
        .map_or(open.file.size_bytes, |range| range.end - range.start);
    put(&mut answer, header::CONTENT_LENGTH, &length.to_string());
    if let Some(range) = &range {
        *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
        let last = range.end.saturating_sub(1);
        let place = format!("bytes {}-{last}/{}", range.start, open.file.size_bytes);
        put(&mut answer, header::CONTENT_RANGE, &place);
    }
    let stream = open.bytes(range).await?.map_err(std::io::Error::other);
    *answer.body_mut() = Body::from_stream(stream);
    Ok(answer)
}

/// A copy of a scan in which its words are found: a PDF with the text that was recognised, unseen over the
/// pictures.
#[utoipa::path(get, path = "/files/{id}/searchable", tag = "files", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn searchable_copy(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<FileId>,
) -> Result<Response> {
    let made = reading::searchable_copy(&state.app, signed.caller(), id).await?;
    let stem = std::path::Path::new(&made.file.name).with_extension("");
    let name = format!("{}-tim-duoc.pdf", stem.display());
    let name = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let copy = ReaderStream::new(tokio::fs::File::from_std(made.copy));
    let mut answer = Response::new(Body::from_stream(copy));
    put(&mut answer, header::CONTENT_TYPE, "application/pdf");
    put(&mut answer, header::CONTENT_DISPOSITION, &disposition);
    put(&mut answer, header::CACHE_CONTROL, "no-store");
    let length = made.size_bytes.to_string();
    put(&mut answer, header::CONTENT_LENGTH, &length);
    Ok(answer)
}

/// The headers of a file: a strong tag, a safe type, nothing in it may run.
fn describe(file: &File, inline: bool, tag: &str) -> Response {
    let shows = file.media_type == "application/pdf"
        || ["image/png", "image/jpeg", "image/webp", "image/gif"]
            .contains(&file.media_type.as_str());
    let runs = ["html", "xml", "script", "svg"]
        .iter()
        .any(|part| file.media_type.contains(part))
        && !file.media_type.starts_with("application/vnd.");
    let media_type = if runs {
        "application/octet-stream"
    } else {
        &file.media_type
    };
    let how = if inline && shows {
        "inline"
    } else {
        "attachment"
    };
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let mut answer = Response::new(Body::empty());
    put(&mut answer, header::CONTENT_TYPE, media_type);
    put(
        &mut answer,
        header::CONTENT_DISPOSITION,
        &format!("{how}; filename*=UTF-8''{name}"),
    );
    put(&mut answer, header::ETAG, tag);
    put(&mut answer, header::ACCEPT_RANGES, "bytes");
    put(&mut answer, header::CACHE_CONTROL, "private, max-age=3600");
    put(
        &mut answer,
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    );
    answer
}

fn put(answer: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

fn matches(headers: &HeaderMap, name: header::HeaderName, tag: &str) -> bool {
    let listed = headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    listed
        .split(',')
        .any(|given| given.trim().trim_start_matches("W/") == tag || given.trim() == "*")
}

/// The one range wanted; several are answered with the whole, as the standard allows.
fn wanted_range(
    headers: &HeaderMap,
    tag: &str,
    size: u64,
) -> std::result::Result<Option<std::ops::Range<u64>>, ()> {
    let Some(value) = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok())
    else {
        return Ok(None);
    };
    if headers.contains_key(header::IF_RANGE) && !matches(headers, header::IF_RANGE, tag) {
        return Ok(None);
    }
    let Ok(parsed) = parse_range_header(value) else {
        return Ok(None);
    };
    let ranges = parsed.validate(size).map_err(|_| ())?;
    match ranges.as_slice() {
        [range] => Ok(Some(*range.start()..range.end() + 1)),
        _ => Ok(None),
    }
}

/// A page in a list.
#[derive(Serialize, ToSchema)]
pub struct PageRef {
    number: i32,
    width_pt: f32,
    height_pt: f32,
    has_text: bool,
    /// Degrees clockwise by which the page is turned to stand upright; its picture is asked for with it.
    turn: u16,
    /// How far its recognition is; null where the file has the text itself.
    recognition: Option<PageRecognition>,
}

/// How far the recognition of a page is.
#[derive(Serialize, ToSchema)]
pub struct PageRecognition {
    #[schema(value_type = String)]
    state: PageState,
    /// Percent, mean over the letters.
    confidence: Option<f32>,
    /// Stable code of why it could not be recognised.
    trouble: Option<String>,
}

/// Pages of a file.
#[utoipa::path(get, path = "/files/{id}/pages", tag = "files", params(("id" = String, Path)),
    responses((status = 200, body = Items<PageRef>), (status = 404, body = Problem)))]
pub async fn list_pages(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<FileId>,
) -> Result<Json<Items<PageRef>>> {
    let pages = documents::list_pages(&state.app, signed.caller(), id).await?;
    let items = pages.into_iter().map(|(page, recognition)| PageRef {
        number: page.number,
        width_pt: page.width_pt,
        height_pt: page.height_pt,
        has_text: !page.text.trim().is_empty(),
        turn: recognition
            .as_ref()
            .map_or(0, |page| u16::try_from(page.turn).unwrap_or_default()),
        recognition: recognition.map(|page| PageRecognition {
            state: page.state,
            confidence: page.confidence,
            trouble: page.trouble,
        }),
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// A page with its text.
#[derive(Serialize, ToSchema)]
pub struct PageView {
    number: i32,
    width_pt: f32,
    height_pt: f32,
    text: String,
    /// Words: start and end in UTF-16 code units of the text, then x, y, width, height in points
    /// from the top left of the page.
    words: Vec<(u32, u32, f32, f32, f32, f32)>,
}

/// One page with text and places of words.
#[utoipa::path(get, path = "/files/{id}/pages/{number}", tag = "files",
    params(("id" = String, Path), ("number" = i32, Path)),
    responses((status = 200, body = PageView), (status = 404, body = Problem)))]
pub async fn show_page(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((id, number)): Ids<(FileId, i32)>,
) -> Result<Json<PageView>> {
    let page = documents::show_page(&state.app, signed.caller(), id, number).await?;
    let words: Vec<indexing::reading::Word> = if page.words.is_empty() {
        Vec::new()
    } else {
        serde_json::from_str(&page.words).map_err(|e| OpError::Internal(e.to_string()))?
    };
    Ok(Json(PageView {
        number: page.number,
        width_pt: page.width_pt,
        height_pt: page.height_pt,
        words: in_utf16(&page.text, &words),
        text: page.text,
    }))
}

/// Places in UTF-16 code units, which is how browsers count; words come in order of the text or not.
fn in_utf16(text: &str, words: &[indexing::reading::Word]) -> Vec<(u32, u32, f32, f32, f32, f32)> {
    let mut units_before = vec![0_u32; text.len() + 1];
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        let end = byte + character.len_utf8();
        units += u32::try_from(character.len_utf16()).unwrap_or(1);
        units_before[byte + 1..=end].fill(units);
    }
    let at = |byte: u32| units_before.get(byte as usize).copied();
    words
        .iter()
        .filter_map(|word| {
            let (start, end) = (at(word.start)?, at(word.end)?);
            Some((start, end, word.x, word.y, word.width, word.height))
        })
        .collect()
}

/// Which picture of a page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PictureParams {
    /// 240, 910 or 1240 pixels.
    pub(super) width: Option<u32>,
    /// Degrees clockwise by which the page is turned: 0, 90, 180 or 270.
    pub(super) turn: Option<u16>,
}

/// Which picture of a paper.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FirstPictureParams {
    /// 240, 910 or 1240 pixels.
    pub(super) width: Option<u32>,
}

/// The picture a reader opens a paper with: page 1 of its first file. `Content-Location` is the address of this picture
/// (RFC 9110, section 8.7), under which it stays the same for ever.
#[utoipa::path(get, path = "/documents/{id}/first-picture", tag = "files",
    params(("id" = String, Path), FirstPictureParams),
    responses((status = 200, content_type = "image/webp"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn first_picture(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    Params(params): Params<FirstPictureParams>,
) -> Result<Response> {
    let (app, caller) = (&state.app, signed.caller());
    let width_px = params.width.unwrap_or(910);
    let (file, wanted) = documents::first_picture(app, caller, id, width_px).await?;
    let picture = documents::page_picture(app, caller, file, wanted).await?;
    let address = address_of(&file.to_string(), wanted);
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_LOCATION, address.as_str()),
    ];
    Ok((headers, picture).into_response())
}

/// The address of a picture, as every reader asks for it.
pub(super) fn address_of(file: &str, picture: Picture) -> String {
    let Picture {
        page,
        width_px,
        turn,
    } = picture;
    let turn = if turn == 0 {
        String::new()
    } else {
        format!("&turn={turn}")
    };
    format!("/api/v1/files/{file}/pages/{page}/image?width={width_px}{turn}")
}

/// The picture of a page as WebP; the same for ever.
#[utoipa::path(get, path = "/files/{id}/pages/{number}/image", tag = "files",
    params(("id" = String, Path), ("number" = u32, Path), PictureParams),
    responses((status = 200, content_type = "image/webp"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn page_picture(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((id, number)): Ids<(FileId, u32)>,
    Params(params): Params<PictureParams>,
) -> Result<Response> {
    let wanted = Picture {
        page: number,
        width_px: params.width.unwrap_or(910),
        turn: params.turn.unwrap_or(0),
    };
    let picture = documents::page_picture(&state.app, signed.caller(), id, wanted).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (
            header::CACHE_CONTROL,
            "private, max-age=31536000, immutable",
        ),
    ];
    Ok((headers, picture).into_response())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use indexing::reading::Word;

    #[test]
    fn places_are_counted_as_browsers_count() {
        let word = |start, end| Word {
            start,
            end,
            x: 1.0,
            y: 2.0,
            width: 3.0,
            height: 4.0,
            confidence: None,
        };
        let text = "ký 𝄞 số";
        let start = u32::try_from(text.find("số").unwrap()).unwrap();
        let places = in_utf16(text, &[word(0, 3), word(start, start + 4), word(0, 999)]);
        assert_eq!(
            places,
            [(0, 2, 1.0, 2.0, 3.0, 4.0), (6, 8, 1.0, 2.0, 3.0, 4.0)]
        );
    }

    #[test]
    fn one_range_is_given_and_impossible_ones_are_refused() {
        let ask = |value: &str| {
            let headers: HeaderMap = [(header::RANGE, value.parse().unwrap())]
                .into_iter()
                .collect();
            wanted_range(&headers, "\"t\"", 100)
        };
        assert_eq!(ask("bytes=0-9"), Ok(Some(0..10)));
        assert_eq!(ask("bytes=90-"), Ok(Some(90..100)));
        assert_eq!(ask("bytes=-5"), Ok(Some(95..100)));
        assert_eq!(ask("bytes=0-1,5-6"), Ok(None));
        assert_eq!(ask("pages=1"), Ok(None));
        assert_eq!(ask("bytes=200-"), Err(()));
    }
}
