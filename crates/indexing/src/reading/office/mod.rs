//! Office papers: the ZIP formats are read here with limits, the older ones by LibreOffice where it
//! is installed.

pub mod convert;
pub mod docx;
mod fonts;
mod modern;
pub mod odf;
pub mod package;
pub mod pptx;
pub mod sheets;
mod typed;
mod xml;

use super::detect::media;

/// Whether a type is read by way of LibreOffice.
pub fn needs_converter(media_type: &str) -> bool {
    matches!(
        media_type,
        media::DOC | media::XLS | media::PPT | media::RTF | media::OLE
    )
}
